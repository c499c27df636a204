package io.seiexport.routes;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import io.seiexport.cli.Parts;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.plan.PlanRequest;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.ReceivedCall;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.settings.RunMode;
import io.seiexport.support.EmptyLedger;
import io.seiexport.support.RouteFolder;
import io.seiexport.support.TestMain;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.simpl.ZeroSizeThreadPool;

/**
 * Starts the unchanged files of routes/ with application.properties, as the program does, against a sandbox of its own;
 * the clocks stand still until a test rings one.
 * <p>
 * It starts Camel Main itself: CamelMainTestSupport takes its settings from the class and has started before the test
 * begins, whereas here each test says what it starts with.
 */
public abstract class RouteTest {
    /** What a rung clock shows; the last closed month is then April 2026. */
    protected static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");

    private static final String LEDGER = "ledger.db";

    /** Holds {@code data/} (of sink-file) and {@code staging/}. */
    @TempDir
    protected Path folder;
    protected final Ends ends = new Ends();
    private Main main = new TestMain();
    private Sandbox sandbox;
    private RouteFolder routes;

    /** By itself Awaitility looks ten times a second, and for ten seconds. */
    @BeforeAll
    static void lookOftenAtWhatIsWaitedFor() {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }

    @BeforeEach
    final void startSandbox() throws IOException {
        sandbox = Sandbox.start(0, sandboxOptions());
        EmptyLedger.at(folder.resolve(LEDGER));
    }

    @AfterEach
    final void stop() {
        main.stop();
        sandbox.close();
    }

    /** Lets the program make the ledger itself. */
    protected final void withoutLedger() throws IOException {
        Files.delete(folder.resolve(LEDGER));
    }

    /** How the sandbox behaves: its jobs take a moment. */
    protected Options sandboxOptions() {
        return Options.defaults().lasting(Duration.ofMillis(20), Duration.ofMillis(40));
    }

    /** Where the ledger of this test is. */
    protected String ledgerUrl() {
        return "jdbc:sqlite:" + folder.resolve(LEDGER);
    }

    protected final Sandbox sandbox() {
        return sandbox;
    }

    /** A copy of the routes, in which a test may change them and add its own; whatever it starts reads this copy. */
    protected final RouteFolder routes() throws IOException {
        if (routes == null) {
            routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        }
        return routes;
    }

    /** Starts the routes with these settings on top of those of application.properties and of the test. */
    protected final void start(Map<String, String> settings) throws Exception {
        main.bind("ends", ends);
        beans().forEach(main::bind);
        start(main, settings);
    }

    /**
     * Starts one more program with the same settings but these; it works in the same ledger, and whoever calls ends it.
     */
    protected final Main startBeside(Map<String, String> settings) throws Exception {
        var beside = new TestMain();
        start(beside, settings);
        return beside;
    }

    private void start(Main program, Map<String, String> settings) throws Exception {
        var all = new HashMap<>(settingsOfTests());
        if (routes != null) {
            all.put("camel.main.routes-include-pattern", routes.pattern());
        }
        all.putAll(settings);
        program.setPropertyPlaceholderLocations("file:application.properties");
        all.forEach(program::addOverrideProperty);
        program.start();
    }

    /** Ends the routes and starts them anew, as another process would. */
    protected final void startAgain(Map<String, String> settings) throws Exception {
        stopRoutes();
        main = new TestMain();
        start(settings);
    }

    protected final void stopRoutes() {
        main.stop();
    }

    /** What is in the registry beside the parts of the program. */
    protected Map<String, Object> beans() {
        return Map.of();
    }

    private Map<String, String> settingsOfTests() {
        return Map.ofEntries(
                // Quartz knows one scheduler per name in a JVM, so two contexts must not share theirs.
                Map.entry("camel.main.name", "test-" + UUID.randomUUID()),
                Map.entry("camel.main.jmx-enabled", "false"),
                Map.entry("camel.main.shutdown-timeout", "10"),
                Map.entry("camel.main.startup-summary-level", "off"),
                Map.entry("camel.management.enabled", "false"),
                // What measures Java listens to it for good, and would hold on to each context.
                Map.entry("camel.metrics.binders", "none"),
                Map.entry("camel.component.quartz.auto-start-scheduler", "false"),
                Map.entry("camel.component.quartz.properties[org.quartz.threadPool.class]",
                ZeroSizeThreadPool.class.getName()), Map.entry(RunMode.BY_HAND, "true"),
                Map.entry("sei.base-url", sandbox.address().toString()),
                Map.entry("sei.api-key", "key-of-the-tests"),
                Map.entry("sei.project", "Metrics"),
                Map.entry("sei.org", "Acme"),
                Map.entry("sei.max-requests-per-minute", "100000"),
                Map.entry("ledger.url", ledgerUrl()),
                Map.entry(LedgerWatch.PAUSE, "50"),
                Map.entry(Parts.SHORTEST_HOLD, "50"),
                Map.entry("poll.first-delay", "10ms"),
                Map.entry("poll.max-delay", "50ms"),
                Map.entry("poll.timeout", "2m"),
                Map.entry("retry.first-delay", "10ms"),
                Map.entry("retry.max-delay", "50ms"),
                Map.entry("staging.directory", staging().toString()),
                Map.entry("sink.file.directory", data().toString()));
    }

    protected final CamelContext context() {
        return main.getCamelContext();
    }

    /** The first column of the only row that the ledger has for this query; null if it has none. */
    protected final String inLedger(String query) throws SQLException {
        try (var connection = ledger().getConnection(); var rows = connection.createStatement().executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Changes the ledger behind the back of the program. */
    protected final void changeLedger(String statement) throws SQLException {
        try (var connection = ledger().getConnection()) {
            connection.createStatement().executeUpdate(statement);
        }
    }

    private DataSource ledger() {
        return context().getRegistry().lookupByNameAndType("ledger", DataSource.class);
    }

    /** Puts another endpoint, such as {@code mock:sink}, in the place of one step of a started route. */
    protected final void replace(String route, String step, String endpoint) throws Exception {
        AdviceWith.adviceWith(context(), route, advice -> advice.weaveById(step).replace().to(endpoint));
    }

    /** Asks for the last closed window, also where it has been delivered; returns when its exports are queued. */
    protected final void ring(String domain) throws Exception {
        ring(domain, NOW);
    }

    protected final void ring(String domain, Instant asOf) throws Exception {
        ring(domain, new PlanRequest(asOf, Optional.empty(), Optional.empty(), Optional.empty(), true));
    }

    /** Does what the clock of a domain does: asks for what is owed. */
    protected final void tick(String domain, Instant asOf) throws Exception {
        ring(domain, PlanRequest.of(asOf));
    }

    protected final void ring(String domain, PlanRequest request) throws Exception {
        ring(context(), domain, request);
    }

    /** The same in one of several programs. */
    protected static void ring(CamelContext context, String domain, PlanRequest request) throws Exception {
        var exchange = new DefaultExchange(context);
        exchange.setVariable("selection", request);
        context.getRoute("export-" + domain).getProcessor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    /** The bodies of the requests for exports that have reached the sandbox, in the order of their coming. */
    protected final List<String> requests() {
        return sandbox.received().stream().filter(call -> call.method().equals("POST")).map(ReceivedCall::body)
                .toList();
    }

    protected final Path data() {
        return folder.resolve("data");
    }

    protected final Path staging() {
        return folder.resolve("staging");
    }

    /** Files on their way, not what is remembered and what was refused. */
    protected final List<String> waiting() throws IOException {
        return filesIn(staging()).stream().filter(file -> !file.matches("(prints|quarantine)/.*|\\.in-use")).toList();
    }

    /** All files of the test but what is remembered and what was refused. */
    protected final List<String> files() throws IOException {
        return filesIn(folder).stream()
                .filter(file -> !file.matches("staging/((prints|quarantine)/.*|\\.in-use)|ledger\\.db.*")).toList();
    }

    /** All files below a folder, as relative paths with slashes, sorted; none when there is no such folder. */
    protected static List<String> filesIn(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        var found = new ArrayList<String>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (Files.isRegularFile(path)) {
                    found.add(folder.relativize(path).toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }

            /** What an export takes away meanwhile is not there. */
            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return found.stream().sorted().toList();
    }
}
