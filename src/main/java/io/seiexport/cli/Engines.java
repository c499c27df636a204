package io.seiexport.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.seiexport.check.BeanClasses;
import io.seiexport.http.Account;
import io.seiexport.ledger.Node;
import io.seiexport.plan.Chosen;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Series;
import io.seiexport.sandbox.Simulator;
import io.seiexport.settings.Project;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.util.function.ThrowingConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines of a process, one for each project: none of them starts before all settings were found to be sound. */
final class Engines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
    private static final Path SETTINGS = Engine.SETTINGS;

    private final List<Engine> engines = new ArrayList<>();
    private final Map<String, Object> shared = new HashMap<>(Map.of("secrets", new Secrets(), "node", new Node()));
    private final Set<Engine> leftOut = new HashSet<>();
    private Simulator sandbox;

    private Engines() {
    }

    /** Those of the projects with these names, or of all where none is named; nothing of them runs yet. */
    static Engines of(Engine.Manner manner, List<String> named, Function<Project, List<Watcher>> watchers) {
        if (!Files.isRegularFile(SETTINGS) || !Files.isDirectory(Engine.ROUTES)) {
            throw new SettingException("application.properties or routes/ is missing in "
                    + Path.of("").toAbsolutePath() + "; start the program in the folder that holds both");
        }
        Logs.begin(SETTINGS);
        Plugins.ofThisProgram().warnings().forEach(LOG::warn);
        BeanClasses.demandKnown(SETTINGS);
        if (!manner.onTheClock()) {
            Logs.withoutCamel();
        }
        var engines = new Engines();
        try {
            engines.configure(manner, projects(named), watchers);
        } catch (RuntimeException | Error e) {
            engines.close();
            throw e;
        }
        return engines;
    }

    /** The same for commands that watch nothing, started. */
    static Engines start(Engine.Manner manner, List<String> named) throws Exception {
        return of(manner, named, project -> List.of()).start();
    }

    private static List<Project> projects(List<String> named) {
        var all = Project.all(SETTINGS);
        for (var name : named) {
            if (all.stream().map(Project::name).noneMatch(name::equals)) {
                throw new SettingException("--project " + name + ": " + (all.get(0).isOnly()
                        ? Project.LIST + " names no project" : Project.LIST + " names only "
                                + all.stream().map(Project::name).collect(Collectors.joining(", "))));
            }
        }
        return all.stream().filter(project -> named.isEmpty() || named.contains(project.name())).toList();
    }

    private void configure(Engine.Manner manner, List<Project> projects,
            Function<Project, List<Watcher>> watchers) {
        if (projects.stream().anyMatch(project ->
                Settings.beforeStart(SETTINGS, project, "sei.base-url").equals(Settings.SANDBOX))) {
            sandbox = Simulator.start(0);
            shared.put(Settings.SANDBOX, sandbox.address());
        }
        var refusals = new ArrayList<List<String>>();
        for (var project : projects) {
            var engine = new Engine(project, manner, engines.isEmpty(), shared, watchers.apply(project));
            engines.add(engine);
            if (!project.isOnly()) {
                refusals.add(engine.findings());
                shareMeters();
            }
        }
        refuse(refusals);
        if (!refusals.isEmpty()) {
            demandApart();
            engines.forEach(Engine::open);
            shareHealth();
        }
    }

    /** The port shows those of the first one. */
    private void shareMeters() {
        var meters = engines.get(0).context().getRegistry().findSingleByType(MeterRegistry.class);
        if (meters != null) {
            shared.put("metricsRegistry", meters);
        }
    }

    private void shareHealth() {
        var checks = HealthCheckRegistry.get(engines.get(0).context());
        if (checks != null) {
            engines.stream().skip(1).forEach(engine ->
                    checks.register(new ProjectHealth(engine.project().name(), engine.context())));
        }
    }

    /** What all of them say is said once. */
    private void refuse(List<List<String>> refusals) {
        var all = new LinkedHashSet<String>();
        for (var i = 0; i < refusals.size(); i++) {
            for (var sentence : refusals.get(i)) {
                all.add(refusals.stream().allMatch(others -> others.contains(sentence)) ? sentence
                        : engines.get(i).project().label() + sentence);
            }
        }
        if (!all.isEmpty()) {
            throw new SettingException(String.join("\n", all));
        }
    }

    /** The ledger would take the windows of one for those of the other. */
    private void demandApart() {
        var known = new HashMap<String, Project>();
        for (var engine : engines) {
            var account = engine.part(Account.class);
            var other = known.putIfAbsent(account.ledgerName(), engine.project());
            if (other != null) {
                throw new SettingException(engine.project().ownKey("sei.project") + " = " + account.project()
                        + ": this is the " + account + ", which is also " + other.name()
                        + "; each one can be exported only once");
            }
        }
    }

    Engines start() throws Exception {
        for (var engine : engines) {
            engine.start();
        }
        return this;
    }

    /** Until they are stopped; of several each has a hook of its own, which waits until that one has ended. */
    void run() throws Exception {
        if (engines.size() == 1) {
            engines.get(0).run();
        } else {
            start();
            new CountDownLatch(1).await();
        }
    }

    List<Engine> all() {
        return engines;
    }

    /**
     * Does this for each; a project for which it fails is left out from then on, and keeps no other one from going on.
     * What is wrong with the last one that was left is thrown.
     */
    void each(ThrowingConsumer<Engine, Exception> work) throws Exception {
        for (var engine : notLeftOut()) {
            try {
                work.accept(engine);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                leftOut.add(engine);
                LOG.debug("{}this project is left out", engine.project().label(), e);
                var why = StartFailure.sentences(e).stream().map(sentence -> engine.project().label()
                        + engine.inWords(sentence)).toList();
                if (leftOut.size() == engines.size()) {
                    throw new SettingException(String.join("\n", why));
                }
                why.stream().map(Logs::clean).forEach(System.err::println);
            }
        }
    }

    /** Those with which each command goes on. */
    List<Engine> notLeftOut() {
        return engines.stream().filter(engine -> !leftOut.contains(engine)).toList();
    }

    /** The exit status of a command by which nothing else has failed. */
    int status() {
        return leftOut.isEmpty() ? SeiExport.DONE : SeiExport.SOME_FAILED;
    }

    /** The names of the domains that are switched on in any of them, and of all their variants. */
    Set<String> domains() {
        return engines.stream().flatMap(engine -> engine.domains().stream())
                .flatMap(domain -> Stream.of(domain.name(), domain.domain()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each series that the settings of any of them ask for now, of those that are chosen. */
    List<Series> asked(Chosen chosen) {
        return engines.stream().flatMap(engine -> engine.asked(chosen).stream()).toList();
    }

    /** All at the same time: each may have deliveries to finish. */
    @Override
    public void close() {
        engines.parallelStream().forEach(Engine::close);
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
