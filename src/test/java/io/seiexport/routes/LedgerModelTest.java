package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.LIST;
import static io.seiexport.sandbox.Call.STATUS;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.ledger.Node;
import io.seiexport.plan.PlanRequest;
import io.seiexport.routes.Promised.Span;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.settings.RunMode;
import io.seiexport.support.Manifests;
import io.seiexport.support.PowerCut;
import io.seiexport.support.Postgres;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;

/**
 * Lets days pass, teams come and go, settings change, figures be restated, the server fail, the power be cut, and
 * another node help one that dies or sleeps, all at random, and holds the files on the disk against a model that knows
 * only what was promised. The server here never hands out a job twice, so that nothing but the ledger keeps a second
 * one from being begun. {@code -Dmodel.ledger=postgresql} takes the other database, {@code -Djqwik.tries.default=200}
 * more histories.
 */
class LedgerModelTest extends RouteTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Figures figures;
    private Promised promised;
    private PowerCut power;
    private String ledger;
    private boolean running;
    /** Whether the server may be at work on a job that will fail, so that another one takes its place. */
    private boolean doomed;

    /** Something that happens. */
    private sealed interface Happening {
    }

    private record DaysPass(int days) implements Happening {
    }

    private record TeamComes() implements Happening {
    }

    private record TeamLeaves() implements Happening {
    }

    private record TeamsComeBack() implements Happening {
    }

    private record WindowsBecome(boolean weeks) implements Happening {
    }

    private record SettleBecomes(int windows) implements Happening {
    }

    private record FiguresAreRestated() implements Happening {
    }

    private record Restart() implements Happening {
    }

    /** The clock rings; the power is cut after so many steps of the routes, or not at all if they are 0. */
    private record Tick(List<Trouble> troubles, int steps) implements Happening {
    }

    /** The clock rings on two nodes at once, of which one dies or falls asleep after so many steps. */
    private record TickOfTwo(List<Trouble> troubles, int steps, boolean sleeps) implements Happening {
    }

    /** So many calls of a kind meet with it. */
    private record Trouble(Kind kind, int times) {
    }

    private enum Kind {
        NOT_ALLOWED(CREATE, edition -> Fault.answer(403, "{}")),
        NOT_ABLE(CREATE, edition -> Fault.answer(500, "{}")),
        NOT_HEARD(CREATE, edition -> Fault.drop()),
        ANSWER_LOST(CREATE, edition -> Fault.lostAnswer()),
        ANSWER_EMPTY(CREATE, edition -> Fault.answer(202, "{}").afterWork()),
        JOB_FAILS(CREATE, edition -> Fault.failing("no figures today")),
        STATUS_NOT_ABLE(STATUS, edition -> Fault.answer(503, "{}")),
        STATUS_DROPPED(STATUS, edition -> Fault.drop()),
        STATUS_UNKNOWN(STATUS, edition -> Fault.status("RESTING")),
        STATUS_NOT_FOUND(STATUS, edition -> Fault.notFound()),
        FILE_CUT(DOWNLOAD, edition -> Fault.restated(edition).cutAfter(60)),
        FILE_CUT_UNSEEN(DOWNLOAD, edition -> Fault.restated(edition).withoutLength().cutAfter(60)),
        FILE_OF_AN_ERROR(DOWNLOAD, edition -> Fault.answer(200, "{\"error\": \"no\"}")),
        FILE_EMPTY(DOWNLOAD, edition -> Fault.body("application/gzip", new byte[0])),
        FILE_NOT_ABLE(DOWNLOAD, edition -> Fault.answer(502, "{}")),
        FILE_NOT_FOUND(DOWNLOAD, edition -> Fault.notFound()),
        LIST_NOT_ABLE(LIST, edition -> Fault.answer(500, "{}"));

        private final Call call;
        private final IntFunction<Fault> fault;

        Kind(Call call, IntFunction<Fault> fault) {
            this.call = call;
            this.fault = fault;
        }
    }

    @BeforeTry
    void begin() throws Exception {
        folder = Files.createTempDirectory("ledger-model");
        ledger = System.getProperty("model.ledger", "").equals("postgresql") ? Postgres.emptyDatabase()
                : "jdbc:sqlite:" + folder.resolve("ledger.db");
        figures = new Figures();
        promised = new Promised(FIRST);
        running = false;
        doomed = false;
        startSandbox();
    }

    @AfterTry
    void end() throws IOException {
        stop();
        figures.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void what_is_on_the_disk_is_what_was_promised(@ForAll("histories") List<Happening> history) throws Exception {
        for (var happening : history) {
            if (happening instanceof DaysPass passing) {
                promised.daysPass(passing.days);
            } else if (happening instanceof TeamComes) {
                promised.teamComes();
                stopRunning();
            } else if (happening instanceof TeamLeaves) {
                promised.teamLeaves();
                stopRunning();
            } else if (happening instanceof TeamsComeBack) {
                promised.teamsComeBack();
                stopRunning();
            } else if (happening instanceof WindowsBecome change) {
                promised.windowsBecome(change.weeks);
                stopRunning();
            } else if (happening instanceof SettleBecomes change) {
                promised.settleBecomes(change.windows);
                stopRunning();
            } else if (happening instanceof FiguresAreRestated) {
                promised.restated();
            } else if (happening instanceof Restart) {
                stopRunning();
            } else if (happening instanceof Tick tick) {
                tick(tick);
                onlyWhatWasPromisedIsThere();
            } else if (happening instanceof TickOfTwo tick) {
                tickOfTwo(tick);
                onlyWhatWasPromisedIsThere();
            }
        }

        promised.teamsComeBack();
        stopRunning();
        for (var i = 0; i < 2; i++) {
            tick(new Tick(List.of(), 0));
            onlyWhatWasPromisedIsThere();
        }
        for (var team : promised.teams()) {
            assertThat(promised.days()).as("days of team " + team).isSubsetOf(delivered().stream()
                    .filter(span -> span.team().equals(team))
                    .flatMap(span -> span.start().datesUntil(span.end().plusDays(1))).toList());
        }
        // The ledger knows of a delivery before its file is cleared away.
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(waiting()).isEmpty());
    }

    @Provide
    private Arbitrary<List<Happening>> histories() {
        var troubles = Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.integers().between(1, 3))
                .as(Trouble::new);
        var undisturbed = Arbitraries.just(new Tick(List.of(), 0));
        var withTroubles = troubles.list().ofMinSize(1).ofMaxSize(4).map(list -> new Tick(list, 0));
        var withCut = Combinators.combine(troubles.list().ofMaxSize(2), Arbitraries.integers().between(1, 600))
                .as(Tick::new);
        var ofTwo = Combinators.combine(troubles.list().ofMaxSize(2), Arbitraries.integers().between(1, 600),
                Arbitraries.of(true, false)).as(TickOfTwo::new);
        return Arbitraries.<Happening>frequencyOf(
                Tuple.of(4, Arbitraries.integers().between(1, 4).map(DaysPass::new)),
                Tuple.of(1, Arbitraries.just(new TeamComes())),
                Tuple.of(1, Arbitraries.just(new TeamLeaves())),
                Tuple.of(1, Arbitraries.just(new TeamsComeBack())),
                Tuple.of(1, Arbitraries.of(true, false).map(WindowsBecome::new)),
                Tuple.of(1, Arbitraries.integers().between(0, 3).map(SettleBecomes::new)),
                Tuple.of(3, Arbitraries.just(new FiguresAreRestated())),
                Tuple.of(1, Arbitraries.just(new Restart())),
                Tuple.of(2, undisturbed),
                Tuple.of(3, withTroubles),
                Tuple.of(5, withCut),
                Tuple.of(1, ofTwo)).list().ofMinSize(4).ofMaxSize(16);
    }

    private void tick(Tick tick) throws Exception {
        if (!running) {
            power = new PowerCut();
            startAgain(settings());
            running = true;
        }
        arm(tick.troubles);
        var jobs = jobs();
        var begun = begun();
        power.in(tick.steps > 0 ? tick.steps : Integer.MAX_VALUE);

        ring(context(), Instant.now());
        var planned = !power.isCut();

        Awaitility.await().atMost(LIMIT).until(() -> power.isCut() || nothingIsDue());
        var created = createdSince(jobs);
        assertThat(created.keySet()).as("what is not owed is not asked for").isSubsetOf(names(promised.dueAtTick()));
        if (power.isCut()) {
            stopRunning();
            promised.disturbedTick(planned);
            doomed |= tick.troubles.stream().anyMatch(trouble -> trouble.kind == Kind.JOB_FAILS);
            return;
        }
        promised.undisturbedTick();
        if (!doomed && tick.troubles.isEmpty()) {
            assertThat(created).as("what is under way is not begun a second time")
                    .doesNotContainKeys(begun.toArray(String[]::new))
                    .allSatisfy((name, count) -> assertThat(count).isEqualTo(1));
        }
        doomed = false;
    }

    /** However far the first one comes, the other one brings home all that is owed. */
    private void tickOfTwo(TickOfTwo tick) throws Exception {
        if (running) {
            stopRunning();
        }
        power = new PowerCut();
        startAgain(settings());
        var settingsOfOther = new HashMap<>(settings());
        settingsOfOther.put("staging.directory", folder.resolve("staging-of-other").toString());
        var other = startBeside(settingsOfOther);
        try {
            arm(tick.troubles);
            var jobs = jobs();
            if (tick.sleeps) {
                power.sleepIn(tick.steps);
            } else {
                power.in(tick.steps);
            }
            var scheduled = Instant.now();

            var first = CompletableFuture.runAsync(() -> ringUnchecked(context(), scheduled));
            ring(other.getCamelContext(), scheduled);
            Awaitility.await().atMost(LIMIT).until(() -> first.isDone() || power.isCut());
            Awaitility.await().atMost(LIMIT).until(() -> {
                if (power.isCut()) {
                    // Nobody waits until its leases are over.
                    changeLedger("update sei_window set lease_until = 1 where lease_until > 1 and lease_node = '"
                            + context().getRegistry().findSingleByType(Node.class).name() + "'");
                }
                return nothingIsDue();
            });
            if (tick.sleeps) {
                power.wake();
            }
            first.get(1, TimeUnit.MINUTES);
            Awaitility.await().atMost(LIMIT).until(() -> context().getInflightRepository().size() == 0);

            assertThat(createdSince(jobs).keySet()).as("what is not owed is not asked for")
                    .isSubsetOf(names(promised.dueAtTick()));
            promised.undisturbedTick();
        } finally {
            if (tick.sleeps) {
                power.wake();
            }
            stopRunning();
            other.stop();
        }
    }

    /** What has failed is tried again by itself, so that in the end all is delivered. */
    private boolean nothingIsDue() throws SQLException {
        return "0".equals(inLedger("select count(*) from sei_window where due_at is not null"));
    }

    private void ring(CamelContext node, Instant scheduled) throws Exception {
        var now = promised.last().plusDays(2).atTime(12, 0).toInstant(ZoneOffset.UTC);
        ring(node, "productivity",
                new PlanRequest(now, Optional.of(scheduled), Optional.empty(), Optional.empty(), false));
    }

    private void ringUnchecked(CamelContext node, Instant scheduled) {
        try {
            ring(node, scheduled);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void stopRunning() {
        stopRoutes();
        running = false;
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("export.productivity.scopes", "team:" + String.join(",team:", promised.teams())),
                Map.entry("export.productivity.window", promised.weekly() ? "week" : "day"),
                Map.entry("export.productivity.granularity", "weekly"),
                Map.entry("export.productivity.metric-groups", "velocity"),
                Map.entry("export.productivity.aggregation", ""),
                Map.entry("export.productivity.aggregation-level", "team"),
                Map.entry("export.productivity.since", FIRST.toString()),
                Map.entry("export.productivity.settle", String.valueOf(promised.settle())),
                Map.entry("export.give-up-after", "1000"),
                Map.entry("retry.max-attempts", "2"),
                Map.entry("sei.reuse-window", "0s"),
                Map.entry("ledger.username", ledger.contains("postgresql") ? Postgres.user() : ""),
                Map.entry(RunMode.BY_HAND, "false"));
    }

    @Override
    protected String ledgerUrl() {
        return ledger;
    }

    @Override
    protected Map<String, Object> beans() {
        return Map.of("power", power);
    }

    @Override
    protected Options sandboxOptions() {
        return super.sandboxOptions().reusingFor(Duration.ZERO);
    }

    private void arm(List<Trouble> troubles) {
        var faults = sandbox().faults();
        faults.clear();
        for (var trouble : troubles) {
            faults.next(trouble.kind.call, trouble.kind.fault.apply(promised.edition())).times(trouble.times);
        }
        faults.next(DOWNLOAD, Fault.restated(promised.edition())).forEver();
    }

    private void onlyWhatWasPromisedIsThere() throws IOException {
        Manifests.vouchForTheirFiles(data());
        assertThat(filesIn(data()).stream().filter(file -> !file.contains("/.")).map(LedgerModelTest::withoutEnding))
                .isSubsetOf(names(promised.possible()));
        for (var span : promised.possible()) {
            var file = data().resolve(name(span) + ".csv");
            var vouched = Files.exists(data().resolve(name(span) + ".manifest.json"));
            var possible = promised.editions(span);
            if (!Files.exists(file)) {
                assertThat(possible).as(span + " is not there").contains(Promised.ABSENT);
            } else if (!vouched) {
                assertThat(promised.isUnderWay(span)).as(span + " lacks its manifest").isTrue();
            } else {
                assertThat(possible.stream().filter(edition -> edition != Promised.ABSENT)
                        .map(edition -> figures.of(span, edition))).as("editions " + possible + " of " + span)
                        .contains(Files.readString(file));
            }
        }
    }

    /** The windows whose file is there, with its manifest. */
    private List<Span> delivered() {
        return promised.possible().stream().filter(span -> Files.exists(data().resolve(name(span) + ".manifest.json")))
                .toList();
    }

    private static String withoutEnding(String file) {
        return file.replaceAll("\\.(csv|manifest\\.json)$", "");
    }

    /** How many jobs there are at the server for each window. */
    private Map<String, Long> jobs() throws JsonProcessingException {
        var jobs = new HashMap<String, Long>();
        for (var asked : sandbox().jobsPerRequest("productivity").entrySet()) {
            var request = JsonMapper.builder().build().readTree(asked.getKey());
            jobs.put(name(new Span(request.at("/scope/teamId").asText(),
                    LocalDate.parse(request.at("/dateRange/start").asText()),
                    LocalDate.parse(request.at("/dateRange/end").asText()))), asked.getValue());
        }
        return jobs;
    }

    private Map<String, Long> createdSince(Map<String, Long> before) throws JsonProcessingException {
        var since = jobs();
        since.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
        since.values().removeIf(count -> count == 0);
        return since;
    }

    /** The windows that the server is at work on, or whose file waits for its sinks. */
    @SuppressWarnings("unchecked")
    private Set<String> begun() throws Exception {
        try (var template = context().createProducerTemplate()) {
            var rows = (List<Map<String, Object>>) template.requestBody("sql:select id from sei_window"
                    + " where state in ('created', 'staged')?dataSource=#ledger", "", List.class);
            return rows.stream().map(row -> row.get("id").toString()).collect(toCollection(TreeSet::new));
        }
    }

    private static Set<String> names(Set<Span> spans) {
        return spans.stream().map(LedgerModelTest::name).collect(toSet());
    }

    private static String name(Span span) {
        return "productivity/team-" + span.team() + "/weekly/" + span.start() + "_" + span.end();
    }
}
