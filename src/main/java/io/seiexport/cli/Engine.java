package io.seiexport.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.seiexport.check.Preflight;
import io.seiexport.http.Account;
import io.seiexport.job.JobList;
import io.seiexport.job.ListQuestion;
import io.seiexport.job.LogFields;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.LedgerRows;
import io.seiexport.ledger.LedgerStore;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.ledger.Node;
import io.seiexport.plan.Discovery;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Dues;
import io.seiexport.plan.PlanRequest;
import io.seiexport.plan.Planner;
import io.seiexport.plan.Series;
import io.seiexport.plan.Teams;
import io.seiexport.settings.Project;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import io.seiexport.settings.Utf8Main;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.function.ThrowingRunnable;
import org.quartz.simpl.ZeroSizeThreadPool;
import org.slf4j.MDC;

/** Runs Camel with the routes of the current folder, and with its settings as they are for one project. */
final class Engine implements AutoCloseable {
    private static final String SELECTION = "selection";
    private static final int PATIENCE_MILLIS = 5000;

    /**
     * How the routes run.
     *
     * @param settings   that go before all others
     * @param onTheClock whether the clocks tick until the program is stopped
     * @param exports    whether exports are begun
     * @param whole      whether the routes through which only exports pass are made at the start
     */
    record Manner(Map<String, String> settings, boolean onTheClock, boolean exports, boolean whole) {
    }

    /** The routes run as written, the clocks tick, and the management port is open. */
    static final Manner ON_THE_CLOCK = new Manner(Map.of(), true, true, true);

    /** Those after the first show their metrics at its port, which measures Java once. */
    private static final Map<String, String> OF_OTHERS = Map.of("camel.management.enabled", "false",
            "camel.metrics.binders", "none");

    private static final String WORKER = "work";
    private static final String ALL_OF_WORK = "work,work-look,work-begin,work-window-counts";

    /** Half of all steps stand in the routes of these groups; to make them takes a tenth of the start of a command. */
    private static final Set<String> OF_EXPORTS = Set.of("job", "delivery", "transforms", "sinks");
    private static final Set<String> OF_COMMANDS = Set.of("job-list");
    /** These call the server, and open what is trusted for that; without an export, only for the teams. */
    private static final Set<String> OF_CALLS = Set.of("api-call", "answered", "fetch", "ask", "receive-report",
            "receive");

    /**
     * Nothing happens by itself: the clocks stand still, and no port is opened. The worker starts, and what exports is
     * made, when something is owed.
     */
    static final Manner BY_HAND = new Manner(byHand(WORKER + ",work-window-counts", Map.of()), false, true, false);

    /** By hand, and only for the ledger: no export is begun. */
    static final Manner FOR_THE_LEDGER = new Manner(byHand(ALL_OF_WORK, Map.of()), false, false, false);

    private static final Map<String, String> NOTHING_IS_WRITTEN =
            byHand(ALL_OF_WORK, Map.of(RunMode.WITHOUT_EFFECT, "true"));

    /** By hand, and nothing is written. */
    static final Manner WITHOUT_EFFECT = new Manner(NOTHING_IS_WRITTEN, false, false, false);

    /** The same, but the sinks and transforms are there to be tried. */
    static final Manner CHECKING = new Manner(NOTHING_IS_WRITTEN, false, false, true);

    private final Utf8Main main;
    private final Project project;
    private final boolean startsExports;
    private final ThrowingRunnable<Exception> whenOwed;
    private final List<RouteDefinition> routesToCome = new ArrayList<>();
    private volatile boolean begun;

    /**
     * The first one of a process opens the management port for all of them.
     *
     * @param whenOwed runs before anything is claimed, and then lets it be claimed
     */
    Engine(Project project, Manner manner, boolean first, Map<String, Object> shared,
            List<Watcher> watchers, ThrowingRunnable<Exception> whenOwed) {
        this.project = project;
        this.whenOwed = whenOwed;
        startsExports = manner.exports;
        main = new ProjectMain(project);
        if (!manner.onTheClock) {
            // Whatever start() begins, its own hook stops; that would at times wait for Camel's, and Camel's for that.
            main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        }
        manner.settings.forEach(main::addOverrideProperty);
        if (!first) {
            OF_OTHERS.forEach(main::addOverrideProperty);
        }
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                var context = configured.getCamelContext();
                Logs.keepOut(Projects.SETTINGS, part(Secrets.class));
                Logs.comeFrom(part(Node.class));
                part(Preflight.class).demandSoundSettings();
                if (!manner.whole) {
                    leaveOutWhatExports();
                }
                if (first) {
                    ManagementPort.prepare(context, part(Settings.class));
                }
                if (project.isOnly()) {
                    open();
                }
            }

            @Override
            public void afterStart(BaseMainSupport started) {
                if (manner.onTheClock) {
                    part(Meters.class).beginAtZero(domains().stream().map(Domain::name).toList());
                }
            }
        });
        shared.forEach(main::bind);
        for (var watcher : watchers) {
            main.bind(watcher.getClass().getSimpleName(), watcher);
        }
    }

    Project project() {
        return project;
    }

    /** Opens the ledger; of several projects none does before all were found to be sound. */
    void open() {
        part(LedgerStore.class).open();
        begun = true;
    }

    /** Reads all settings and starts nothing; says why it could not be started. */
    List<String> findings() {
        try {
            begin(main::init);
            return List.of();
        } catch (Exception e) {
            return StartFailure.sentences(e).stream().map(this::inWords).toList();
        }
    }

    /** A sentence with the keys that are of this project alone. */
    String inWords(String sentence) {
        var settings = part(Settings.class);
        return settings == null ? sentence : project.inWords(sentence, settings::textOrNull);
    }

    /** They were read, and checked with all settings; what Camel finds only when it makes a route is not found. */
    private void leaveOutWhatExports() {
        var callsOnlyToExport = startsExports && !isDiscovering(List.of());
        var routes = model().getRouteDefinitions();
        // One of somebody else may be of no group.
        routes.stream().filter(route -> route.getGroup() != null)
                .filter(route -> OF_EXPORTS.contains(route.getGroup()) && !OF_COMMANDS.contains(route.getRouteId())
                        || callsOnlyToExport && OF_CALLS.contains(route.getRouteId()))
                .forEach(routesToCome::add);
        routes.removeAll(routesToCome);
    }

    /**
     * Makes the routes that were left out; what Camel finds only when it makes a route is found now. A signal that
     * comes meanwhile waits, as it does while Camel starts. Before it adds a route, Camel would look through all others
     * for one of that id; there is none, as the checks have seen.
     */
    synchronized void makeWhatExports() throws Exception {
        if (context().isStarted()) {
            model().getRouteDefinitions().addAll(routesToCome);
            told(() -> ((ModelCamelContext) context()).startRouteDefinitions(routesToCome));
        }
    }

    /** From now on what is owed is claimed. */
    synchronized void claim() throws Exception {
        if (context().isStarted()) {
            context().getRouteController().startRoute(WORKER);
            call("work-now", exchange -> { });
        }
    }

    private Model model() {
        return context().getCamelContextExtension().getContextPlugin(Model.class);
    }

    private static Map<String, String> byHand(String stopped, Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                RunMode.BY_HAND, "true",
                "camel.component.quartz.auto-start-scheduler", "false",
                // Threads that never work would be waited for at the end.
                "camel.component.quartz.properties[org.quartz.threadPool.class]", ZeroSizeThreadPool.class.getName(),
                "camel.management.enabled", "false",
                // Nobody could read them.
                "camel.metrics.enabled", "false",
                // It takes a fifth of the time that a command needs to start.
                "camel.main.jmx-enabled", "false",
                "camel.component.quartz.enable-jmx", "false",
                "camel.main.auto-startup-exclude-pattern", stopped));
        settings.putAll(more);
        return Map.copyOf(settings);
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
            told(start);
        } catch (FailedToCreateRouteException e) {
            if (!begun) {
                part(Preflight.class).demandSoundSettings();
            }
            throw e;
        }
    }

    /** What is logged meanwhile says which of several projects it is about. */
    private <E extends Exception> void told(ThrowingRunnable<E> work) throws E {
        if (!project.isOnly()) {
            MDC.put(LogFields.PROJECT, project.name());
        }
        try {
            work.run();
        } finally {
            MDC.remove(LogFields.PROJECT);
        }
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** The only one of its kind. */
    <T> T part(Class<T> type) {
        return context().getRegistry().findSingleByType(type);
    }

    /** What is known of its exports without a route. */
    Ledger ledger() {
        return new Ledger(project, part(Settings.class), part(Domains.class), part(Planner.class),
                part(InstantSource.class), new LedgerRows(part(LedgerStore.class).pool(), part(LedgerWatch.class),
                        part(Account.class).ledgerName()));
    }

    /** The exports that are switched on. */
    List<Domain> domains() {
        return part(Domains.class).enabled();
    }

    /** Those of them that were named, if any was: the name of a domain is all its variants. */
    List<Domain> domains(List<String> named) {
        return domains().stream().filter(domain -> named.isEmpty() || named.contains(domain.name())
                || named.contains(domain.domain())).toList();
    }

    Instant now() {
        return part(InstantSource.class).instant();
    }

    /**
     * Does what the clocks of these exports do, now; all variants of a domain have the same. One that fails keeps no
     * other one from going on; what is wrong with the first that did is thrown.
     */
    void ring(List<Domain> exports, PlanRequest request) throws Exception {
        var clocks = exports.stream().collect(Collectors.groupingBy(Domain::route, LinkedHashMap::new,
                Collectors.mapping(Domain::name, Collectors.toSet())));
        ClockFailed failed = null;
        for (var clock : clocks.entrySet()) {
            var exchange = new DefaultExchange(context());
            exchange.setVariable(SELECTION, request.only(clock.getValue()));
            context().getRoute(clock.getKey()).getProcessor().process(exchange);
            // What a clock has found before it failed is waited for, too.
            if (startsExports && part(ClaimSelection.class).isAny()) {
                whenOwed.run();
            }
            if (exchange.getException() != null && failed == null) {
                failed = new ClockFailed(clock.getKey(), exchange.getException());
            }
            if (failed != null && !context().isStarted()) {
                break;
            }
        }
        if (failed != null) {
            throw failed;
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
    public synchronized void close() {
        told(main::stop);
    }
}
