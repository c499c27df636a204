package io.seiexport;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.CrashAt;
import io.seiexport.support.JavaProgram;
import io.seiexport.support.Manifests;
import io.seiexport.support.Postgres;
import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Kills {@code once} and starts it again, a day later each time, so that there is always new work beside what was
 * interrupted. It does so after some steps that leave something behind, other ones each time: {@code -Dcrash.seed}
 * takes the same again, {@code -Dcrash.steps=lasting} every one of them, and {@code -Dcrash.steps=all} every step of the
 * routes, before and after. {@code -Dkills=200} takes as many random moments, {@code -Dcrash.ledger=postgresql} the
 * other database.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class CrashIT {
    private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
    private static final List<String> TEAMS = List.of("1", "2", "3");
    private static final String REFUSED_TEAM = "3";
    /** A start takes seconds, and there are five times as many steps. */
    private static final int SOME = 7;
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
    /** Between these a crash finds nothing else on the disk or at the server. */
    private static final Pattern LASTING = Pattern.compile("- to:\\s+id: (?!read-|forget-)(\\S+)"
            + "(?:\\s+description: [^\\n]+)?\\s+"
            + "uri: (?:sql|http)\\s");
    private static final Pattern STEP = Pattern.compile("(?m)^ {8,}(?:- )?id: (\\S+)$");
    /** And of scopes that stand for many teams. */
    private static final Set<String> OF_OTHER_COMMANDS = Set.of("ledger-aside", "ledger-read-ended",
            "ledger-back-to-delivered", "ledger-forget", "ledger-window-counts", "teams", "teams-wait", "teams-anew",
            "teams-read", "teams-collect", "ledger-claim-teams", "ledger-keep-teams", "ledger-leave-teams");
    private static final Set<String> WITH_FILES = Set.of("stage-file", "note-served", "clear-staging",
            "write-file", "write-manifest-aside", "withdraw-manifest-from-folder", "rename-file", "rename-manifest");
    /**
     * Those that only a clock's program, a report, or a command that looks or mends, comes by, or an export that takes
     * a third of its lease.
     */
    private static final Set<String> OF_OTHERS = Set.of("wake-postponed", "end-pauses-at-start", "take-probe",
            "end-probe", "send-ask", "renew-lease");
    private static final Set<String> AFTER_A_FAILURE = Set.of("report-failure", "decide-on-retry",
            "clear-after-failure", "facts-as-body", "tell-and-record", "if-others-are-told", "tell-others",
            "how-export-ended",
            "ordinary-failure", "record-failure", "how-failure-is-reported", "reported-as-error", "tell-failed",
            "log-failure", "write-down-failure", "write-failure", "still-ours", "ours", "write-failed-try",
            "forget-count");
    private static final Set<String> AFTER_THE_SERVER_FAILED = Set.of("write-down-hold", "write-hold", "tell-held");

    @TempDir
    private Path directory;
    private Sandbox sandbox;
    private Installation installation;
    private String ledger;
    private int days;

    @BeforeEach
    void install() throws Exception {
        sandbox = Sandbox.start(0, Options.defaults().lasting(Duration.ofMillis(30), Duration.ofMillis(60)));
        ledger = System.getProperty("crash.ledger", "").equals("postgresql") ? Postgres.emptyDatabase()
                : embedded();
        installation = Installation.in(directory).exportingFrom(sandbox.address())
                .only("ba", "team:" + String.join(",team:", TEAMS))
                .set("export.ba.window", "day").set("export.ba.since", FIRST)
                .set("ledger.url", ledger).set("ledger.username", user());
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void a_crash_at_any_step_loses_nothing_and_doubles_nothing() throws Exception {
        installation.set("camel.beans.crash", "#class:" + CrashAt.class.getName());
        var all = System.getProperty("crash.steps", "").equals("all");
        var steps = all ? steps(STEP) : lastingSteps();
        System.out.println("CrashIT: -Dcrash.seed=" + SEED + " " + steps);
        var passedBy = new TreeSet<String>();
        // What it leaves is claimed once more, which some of the steps are for.
        once(installation.crashing("stage-file", true));
        for (var step : steps) {
            for (var after : all ? List.of(false, true) : List.of(true)) {
                if (AFTER_A_FAILURE.contains(step)) {
                    sandbox.faults().next(Call.CREATE, "ba", Fault.answer(403, "{}").forTeam(REFUSED_TEAM));
                }
                if (AFTER_THE_SERVER_FAILED.contains(step)) {
                    // Of a server that answers any call only the one window is held back.
                    for (var call : Call.values()) {
                        sandbox.faults().next(call, "ba", Fault.answer(401, "{}")).forEver();
                    }
                }
                if (once(installation.crashing(step, after)).code() != CrashAt.STATUS) {
                    passedBy.add(step);
                }
                sandbox.faults().clear();
                Manifests.vouchForTheirFiles(installation.path("data"));
            }
        }

        if (all) {
            System.out.println("Not on the way of once: " + passedBy);
        } else {
            assertThat(passedBy).isEmpty();
        }
        allIsDeliveredOnce();
    }

    @Test
    void a_crash_at_any_moment_loses_nothing_and_doubles_nothing() throws Exception {
        System.out.println("CrashIT: -Dcrash.seed=" + SEED);
        var random = new Random(SEED);
        var kills = 0;
        var found = new TreeMap<String, Long>();
        while (kills < Integer.getInteger("kills", 4)) {
            days++;
            try (var process = installation.program().start(command())) {
                var heard = sandbox.received().size();
                await().atMost(Installation.LIMIT).pollInterval(Duration.ofMillis(5))
                        .until(() -> sandbox.received().size() > heard || !process.isAlive());
                // The moment is what is tried here; nothing is waited for.
                TimeUnit.MILLISECONDS.sleep(random.nextInt(900));
                if (process.killed()) {
                    kills++;
                }
                process.waitFor(Installation.LIMIT);
            }
            Manifests.vouchForTheirFiles(installation.path("data"));
            states().forEach((state, count) -> found.merge(state, count, Long::sum));
        }

        System.out.println("CrashIT: " + kills + " kills of " + days + " starts left behind " + found);
        allIsDeliveredOnce();
    }

    private void allIsDeliveredOnce() throws Exception {
        installation.run(command());
        assertThat(installation.run(command()).output()).endsWith("Nothing is owed.\n");

        var owed = new ArrayList<String>();
        for (var day = FIRST; day.isBefore(FIRST.plusDays(days)); day = day.plusDays(1)) {
            for (var team : TEAMS) {
                owed.add("ba/team-" + team + "/weekly/" + day + "_" + day + ".csv");
                owed.add("ba/team-" + team + "/weekly/" + day + "_" + day + ".manifest.json");
            }
        }
        assertThat(installation.files("data")).containsExactlyInAnyOrderElementsOf(owed);
        Manifests.vouchForTheirFiles(installation.path("data"));
        assertThat(installation.files("staging")).containsExactly(".in-use");
        assertThat(sandbox.jobsPerRequest("ba")).hasSize(days * TEAMS.size())
                .allSatisfy((request, jobs) -> assertThat(jobs).as(request).isEqualTo(1));
        assertThat(states()).containsOnly(Map.entry("delivered", (long) days * TEAMS.size()));
        assertThat(texts("select window_id from sei_delivery")).hasSize(days * TEAMS.size());
        assertThat(texts("select id from sei_window where lease_until > 0 or due_at is not null")).isEmpty();
    }

    private Installation.Ended once(JavaProgram program) throws Exception {
        days++;
        return Installation.ended(program, command());
    }

    /** As of the moment when the window of the newest day has just closed. */
    private String[] command() {
        return new String[] {"once", "--as-of", FIRST.plusDays(days + 1L) + "T06:00:00Z"};
    }

    /** How many windows are in which state; a process that was killed before it had made the ledger leaves none. */
    private Map<String, Long> states() throws SQLException {
        return texts("select state from sei_window").stream().collect(groupingBy(state -> state, counting()));
    }

    private List<String> texts(String query) throws SQLException {
        var texts = new ArrayList<String>();
        if (ledger.equals(embedded()) && !Files.exists(directory.resolve("ledger.db"))) {
            return texts;
        }
        try (var connection = DriverManager.getConnection(ledger, user(), "");
                var statement = connection.createStatement();
                var tables = connection.getMetaData().getTables(null, null, "sei_window", null)) {
            if (tables.next()) {
                try (var rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        texts.add(rows.getString(1));
                    }
                }
            }
        }
        return texts;
    }

    private String embedded() {
        return "jdbc:sqlite:" + directory.resolve("ledger.db");
    }

    private String user() {
        return ledger.equals(embedded()) ? "" : Postgres.user();
    }

    private static Set<String> lastingSteps() throws IOException {
        var steps = steps(LASTING);
        steps.removeAll(OF_OTHERS);
        steps.addAll(WITH_FILES);
        assertThat(steps).hasSizeGreaterThan(WITH_FILES.size() + 10);
        if (System.getProperty("crash.steps", "").equals("lasting")) {
            return steps;
        }
        var shuffled = new ArrayList<>(steps);
        Collections.shuffle(shuffled, new Random(SEED));
        return new TreeSet<>(shuffled.subList(0, SOME));
    }

    private static Set<String> steps(Pattern pattern) throws IOException {
        var steps = new TreeSet<String>();
        var routes = RouteFolder.ofThisProject();
        for (var id : routes.ids()) {
            if (!id.matches("export-(?!job|begin|plan|end|caught|failed|record-failure).*|.*-s3")
                    && !OF_OTHER_COMMANDS.contains(id)) {
                pattern.matcher(routes.text(id)).results().forEach(step -> steps.add(step.group(1)));
            }
        }
        return steps;
    }
}
