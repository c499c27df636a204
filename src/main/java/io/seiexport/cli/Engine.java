package io.seiexport.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.seiexport.check.BeanClasses;
import io.seiexport.check.Preflight;
import io.seiexport.job.JobList;
import io.seiexport.job.ListQuestion;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Hold;
import io.seiexport.ledger.LedgerStore;
import io.seiexport.ledger.Node;
import io.seiexport.plan.Chosen;
import io.seiexport.plan.Discovery;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Dues;
import io.seiexport.plan.Explainer;
import io.seiexport.plan.PlanRequest;
import io.seiexport.plan.Planner;
import io.seiexport.plan.Series;
import io.seiexport.plan.SinkMarks;
import io.seiexport.plan.Teams;
import io.seiexport.sandbox.Simulator;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.settings.Utf8Main;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.function.ThrowingRunnable;
import org.quartz.simpl.ZeroSizeThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Camel with the routes and settings of the current folder, and the simulator when the settings want it. */
final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final String SELECTION = "selection";
    private static final Path SETTINGS = Path.of("application.properties");
    private static final Path ROUTES = Path.of("routes");
    private static final int PATIENCE_MILLIS = 5000;

    /** The routes run as written, the clocks tick, and the management port is open. */
    static final Map<String, String> ON_THE_CLOCK = Map.of();

    private static final String WORKER = "work,work-look,work-begin,work-window-counts";

    /** The same routes, but nothing happens by itself: the clocks stand still, and no port is opened. */
    static final Map<String, String> BY_HAND = byHand("work-window-counts", Map.of());

    /** By hand, and only for the ledger: no export is begun. */
    static final Map<String, String> FOR_THE_LEDGER = byHand(WORKER, Map.of());

    /** By hand, and nothing is written. */
    static final Map<String, String> WITHOUT_EFFECT = byHand(WORKER, Map.of(RunMode.WITHOUT_EFFECT, "true"));

    private final Utf8Main main = new Utf8Main();
    private final Optional<Simulator> sandbox;
    private final boolean startsExports;
    private volatile boolean begun;

    Engine(Map<String, String> manner, Watcher... watchers) {
        startsExports = manner != FOR_THE_LEDGER && manner != WITHOUT_EFFECT;
        if (!Files.isRegularFile(SETTINGS) || !Files.isDirectory(ROUTES)) {
            throw new SettingException("application.properties or routes/ is missing in "
                    + Path.of("").toAbsolutePath() + "; start the program in the folder that holds both");
        }
        Logs.begin(SETTINGS);
        Plugins.ofThisProgram().warnings().forEach(LOG::warn);
        BeanClasses.demandKnown(SETTINGS);
        if (manner != ON_THE_CLOCK) {
            Logs.withoutCamel();
        }
        main.setPropertyPlaceholderLocations("file:" + SETTINGS + ",classpath:"
                + Settings.class.getPackageName().replace('.', '/') + "/application.properties");
        addEnvironment();
        if (manner != ON_THE_CLOCK) {
            // Whatever start() begins, its own hook stops; that would at times wait for Camel's, and Camel's for that.
            main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        }
        manner.forEach(main::addOverrideProperty);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                var context = configured.getCamelContext();
                Logs.keepOut(SETTINGS, part(Secrets.class));
                Logs.comeFrom(part(Node.class));
                part(Preflight.class).demandSoundSettings();
                ManagementPort.prepare(context, part(Settings.class));
                part(LedgerStore.class).open();
                begun = true;
            }

            @Override
            public void afterStart(BaseMainSupport started) {
                if (manner == ON_THE_CLOCK) {
                    part(Meters.class).beginAtZero(domains(List.of()).stream().map(Domain::name).toList());
                }
            }
        });
        sandbox = Settings.beforeStart(SETTINGS, "sei.base-url").equals(Settings.SANDBOX)
                ? Optional.of(Simulator.start(0))
                : Optional.empty();
        sandbox.ifPresent(simulator -> main.bind(Settings.SANDBOX, simulator.address()));
        for (var watcher : watchers) {
            main.bind(watcher.getClass().getSimpleName(), watcher);
        }
    }

    private static Map<String, String> byHand(String stopped, Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                RunMode.BY_HAND, "true",
                "camel.component.quartz.auto-start-scheduler", "false",
                // Threads that never work would be waited for at the end.
                "camel.component.quartz.properties[org.quartz.threadPool.class]", ZeroSizeThreadPool.class.getName(),
                "camel.management.enabled", "false",
                // It takes a fifth of the time that a command needs to start.
                "camel.main.jmx-enabled", "false",
                "camel.main.auto-startup-exclude-pattern", stopped));
        settings.putAll(more);
        return Map.copyOf(settings);
    }

    /** Camel itself looks into the environment for some of its own settings only. */
    private void addEnvironment() {
        for (var key : Settings.manual().stringPropertyNames()) {
            var value = IOHelper.lookupEnvironmentVariable(key);
            if (key.startsWith("camel.") && value != null) {
                main.addOverrideProperty(key, value);
            }
        }
    }

    Engine start() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        begin(main::start);
        if (isDiscovering(List.of())) {
            send("ledger-read-teams", Map.of(), null);
        }
        return this;
    }

    private boolean isDiscovering(List<String> named) {
        return domains(named).stream().anyMatch(part(Discovery.class)::isNeeded);
    }

    /** Makes sure that the teams are known which scopes of these domains, or of all, stand for. */
    void discoverTeams(List<String> named) throws Exception {
        if (isDiscovering(named)) {
            send("teams", Map.of(), null);
        }
    }

    /** The same for all domains, but whatever is known will do, however old it is. */
    void knowTeams() throws Exception {
        if (!part(Teams.class).areKnown()) {
            discoverTeams(List.of());
        }
    }

    /** The teams that the key sees now; those that are known from before if the server does not say. */
    Teams teamsAnew() throws Exception {
        send("ledger-read-teams", Map.of(), null);
        send("teams-anew", Map.of(), null);
        return part(Teams.class);
    }

    void run() throws Exception {
        begin(main::run);
    }

    /** What Camel objects to before anybody else is asked, such as an id that stands twice, it says without a file. */
    private void begin(ThrowingRunnable<Exception> start) throws Exception {
        try {
            start.run();
        } catch (FailedToCreateRouteException e) {
            if (!begun) {
                part(Preflight.class).demandSoundSettings();
            }
            throw e;
        }
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** The only one of its kind. */
    <T> T part(Class<T> type) {
        return context().getRegistry().findSingleByType(type);
    }

    /** The exports that are switched on, or those of them that were named: the name of a domain is all its variants. */
    List<Domain> domains(List<String> named) {
        var enabled = part(Domains.class).enabled();
        var names = new TreeSet<>(enabled.stream().map(Domain::name).toList());
        enabled.forEach(domain -> names.add(domain.domain()));
        for (var name : named) {
            if (!names.contains(name)) {
                throw new SettingException("--export " + name + ": no enabled export has this name, only "
                        + String.join(", ", names));
            }
        }
        return enabled.stream().filter(domain -> named.isEmpty() || named.contains(domain.name())
                || named.contains(domain.domain())).toList();
    }

    /** Each series that the settings ask for now, of those that are chosen. */
    List<Series> asked(Chosen chosen) {
        return asked(chosen, now());
    }

    List<Series> asked(Chosen chosen, Instant now) {
        return part(Planner.class).asked(chosen, now);
    }

    Instant now() {
        return part(InstantSource.class).instant();
    }

    Explainer explainer(Chosen chosen, List<Hold> holds) {
        return new Explainer(part(Domains.class), part(Settings.class), chosen, holds);
    }

    /** Does what the clocks of these exports do, now; all variants of a domain have the same. */
    void ring(List<Domain> exports, PlanRequest request) throws Exception {
        var clocks = exports.stream().collect(Collectors.groupingBy(Domain::route, LinkedHashMap::new,
                Collectors.mapping(Domain::name, Collectors.toSet())));
        for (var clock : clocks.entrySet()) {
            var exchange = new DefaultExchange(context());
            exchange.setVariable(SELECTION, request.only(clock.getValue()));
            context().getRoute(clock.getKey()).getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
        }
    }

    /** What the ledger knows to be owed of a series. */
    Dues dues(Series series, PlanRequest request) throws Exception {
        return (Dues) send("ledger-series", request, series);
    }

    /** The one row that a route of the ledger reads of what is selected. */
    Object ledger(String route, Map<String, ?> selection) throws Exception {
        return send(route, selection, null);
    }

    private Object send(String route, Object selection, Object body) throws Exception {
        return call(route, exchange -> {
            exchange.setVariable(SELECTION, selection);
            exchange.getMessage().setBody(body);
        }).getMessage().getBody();
    }

    /** What the server lists of its jobs. */
    JobList list(ListQuestion question) throws Exception {
        return JobList.of(call("job-list", exchange -> JobList.begin(question).keep(exchange)));
    }

    private Exchange call(String route, Consumer<Exchange> prepare) throws Exception {
        var exchange = new DefaultExchange(context());
        prepare.accept(exchange);
        try (var template = context().createProducerTemplate()) {
            template.send("direct:" + route, exchange);
        }
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange;
    }

    /** The ids of the windows that a route of the ledger has changed. */
    Set<String> changed(String route, Map<String, ?> selection) throws Exception {
        return windows(route, selection).stream().map(Entry::id).collect(Collectors.toSet());
    }

    /** The windows that a route of the ledger reads, or has changed. */
    List<Entry> windows(String route, Map<String, ?> selection) throws Exception {
        return Entry.all(rows(route, selection));
    }

    List<Map<String, Object>> rows(String route, Map<String, ?> selection) throws Exception {
        return Entry.rows(ledger(route, selection));
    }

    /** What is held back, but for sinks that no list names any more: nothing waits for these. */
    List<Hold> holds() throws Exception {
        var settings = part(Settings.class);
        var marks = new SinkMarks(settings);
        var listed = domains(List.of()).stream().flatMap(domain -> settings.list(domain.key("sinks")).stream())
                .map(marks::of).collect(Collectors.toSet());
        return rows("ledger-read-holds", Map.of()).stream().map(Hold::of)
                .filter(hold -> !hold.isOfSink() || listed.contains(hold.what())).toList();
    }

    /**
     * Until its ledger is open there is nothing to end. Where no export can be under way, one that gives no answer is
     * not waited for.
     */
    private void stop() {
        if (begun && startsExports) {
            close();
        } else if (begun) {
            var closing = new Thread(this::close, "close");
            closing.setDaemon(true);
            closing.start();
            try {
                closing.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        main.stop();
        sandbox.ifPresent(Simulator::close);
    }
}
