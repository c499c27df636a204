package io.seiexport.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;
import io.seiexport.http.Account;
import io.seiexport.ledger.Node;
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

    private final List<Engine> engines = new ArrayList<>();
    private final Map<String, Object> shared = new HashMap<>(Map.of("secrets", new Secrets(), "node", new Node()));
    private final Set<Engine> leftOut = new HashSet<>();
    private boolean exporting;
    private Simulator sandbox;

    /** Why none of them begins to export. */
    private static final class NotBegun extends Exception {
        private static final long serialVersionUID = 1;

        private NotBegun(Exception why) {
            super(why);
        }
    }

    private Engines() {
    }

    /** Those of the projects with these names, or of all where none is named; nothing of them runs yet. */
    static Engines of(Engine.Manner manner, List<String> named, Function<Project, List<Watcher>> watchers) {
        var projects = Projects.here(named);
        if (!manner.onTheClock()) {
            Logs.withoutCamel();
        }
        var engines = new Engines();
        try {
            engines.configure(manner, projects, watchers);
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

    private void configure(Engine.Manner manner, Projects projects,
            Function<Project, List<Watcher>> watchers) {
        if (projects.all().stream().anyMatch(project ->
                Settings.beforeStart(Projects.SETTINGS, project, "sei.base-url").equals(Settings.SANDBOX))) {
            sandbox = Simulator.start(0);
            shared.put(Settings.SANDBOX, sandbox.address());
        }
        var refusals = new LinkedHashMap<Project, List<String>>();
        for (var project : projects.all()) {
            var engine = new Engine(project, manner, engines.isEmpty(), shared, watchers.apply(project), this::export);
            engines.add(engine);
            if (!project.isOnly()) {
                refusals.put(project, engine.findings());
                shareMeters();
            }
        }
        projects.refuse(refusals);
        if (!refusals.isEmpty()) {
            projects.demandApart(project -> of(project).part(Account.class));
            engines.forEach(Engine::open);
            shareHealth();
        }
    }

    private Engine of(Project project) {
        return engines.stream().filter(engine -> engine.project().equals(project)).findFirst().orElseThrow();
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

    /** Something is owed: none of them claims anything before Camel has made the routes of all, which it may refuse. */
    private void export() throws NotBegun {
        if (exporting) {
            return;
        }
        exporting = true;
        try {
            for (var engine : notLeftOut()) {
                engine.makeWhatExports();
            }
            for (var engine : notLeftOut()) {
                engine.claim();
            }
        } catch (Exception e) {
            throw new NotBegun(e);
        }
    }

    List<Engine> all() {
        return engines;
    }

    /** What each of them knows beside how to export. */
    List<Ledger> ledgers() {
        return engines.stream().map(Engine::ledger).toList();
    }

    /**
     * Does this for each; a project for which it fails is left out from then on, and keeps no other one from going on.
     * What is wrong with the last one that was left is thrown.
     */
    void each(ThrowingConsumer<Engine, Exception> work) throws Exception {
        for (var engine : notLeftOut()) {
            try {
                work.accept(engine);
            } catch (InterruptedException | NotBegun e) {
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

    /** All at the same time: each may have deliveries to finish. */
    @Override
    public void close() {
        engines.parallelStream().forEach(Engine::close);
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
