package io.seiexport;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.ReceivedCall;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Manifests;
import io.seiexport.support.Postgres;
import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Several processes that work on one ledger and deliver into one folder, each with a staging folder of its own, while
 * some of them are killed or sleep.
 */
@Isolated("It compares times, and its nodes would take those of others.")
class NodesIT {
    private static final int FEW = 30;
    /** Of fewer the start of the nodes is most of the time, and there is nothing to compare. */
    private static final int MANY = 300;
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern LOST = Pattern.compile("(?m)^.* (ba team:\\d+ \\S+) ends here \\(lease-lost\\): .*$");
    private static final Pattern DELIVERED = Pattern.compile("(?m) (ba team:\\d+ \\S+) is delivered to ");

    @TempDir
    private Path directory;
    private final List<StartedProcess> nodes = new ArrayList<>();
    private Sandbox sandbox;
    private String folder = "data";

    /** What all nodes have in common. */
    private record Cluster(String ledger, String user, String name) {
    }

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(0, Options.defaults().lasting(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    }

    @AfterEach
    void stop() {
        nodes.forEach(StartedProcess::close);
        sandbox.close();
    }

    @Test
    void three_nodes_of_which_one_is_killed_and_one_sleeps_deliver_everything_once_and_in_time() throws Exception {
        var undisturbed = onPostgres("undisturbed");
        startNodes(undisturbed, 3, MANY);
        var usual = timeUntilAllIsDelivered(undisturbed);
        allIsDeliveredOnce(undisturbed, sandbox);
        nodes.forEach(StartedProcess::close);
        nodes.clear();

        try (var other = Sandbox.start(0, Options.defaults().lasting(Duration.ofSeconds(1), Duration.ofSeconds(3)))) {
            sandbox.close();
            sandbox = other;
            // In the same one lie the files of another server.
            folder = "data-of-the-disturbed";
            var disturbed = onPostgres("disturbed");
            startNodes(disturbed, 3, MANY);
            awaitWorkOfAll(disturbed, 5);
            nodes.get(0).signal("KILL");
            var left = freeze(disturbed, nodes.get(1));
            await().atMost(LIMIT).until(() -> heldBy(disturbed, nodes.get(1)).isEmpty());
            nodes.get(1).signal("CONT");
            var took = timeUntilAllIsDelivered(disturbed);
            System.out.println("NodesIT: " + MANY + " exports took " + usual.toMillis() + " ms, and " + took.toMillis()
                    + " ms with one node killed and one that slept through the leases of " + left.size());

            awaitLost(nodes.get(1), left);
            assertThat(took).isLessThan(usual.multipliedBy(3).dividedBy(2).plus(LEASE));
            allIsDeliveredOnce(disturbed, other);
            assertThat(nodes.get(2).errors()).doesNotContain("lease-lost", "The ledger is unavailable");
        }
    }

    @Test
    void two_processes_on_one_file_of_which_one_sleeps_deliver_everything_once() throws Exception {
        var cluster = onSqlite();
        startNodes(cluster, 2, FEW);
        awaitWorkOfAll(cluster, 1);

        var left = freeze(cluster, nodes.get(0));
        timeUntilAllIsDelivered(cluster);
        nodes.get(0).signal("CONT");
        awaitLost(nodes.get(0), left);

        allIsDeliveredOnce(cluster, sandbox);
        assertThat(nodes.get(1).errors()).doesNotContain("lease-lost", "The ledger is unavailable");
    }

    @Test
    void what_a_killed_process_held_goes_on_when_its_lease_is_over() throws Exception {
        var cluster = onSqlite();
        startNodes(cluster, 2, FEW);
        awaitWorkOfAll(cluster, 1);

        nodes.get(0).signal("KILL");
        timeUntilAllIsDelivered(cluster);

        allIsDeliveredOnce(cluster, sandbox);
        assertThat(nodes.get(1).errors()).doesNotContain("lease-lost", "The ledger is unavailable");
    }

    /** Asleep at this step, and awake only when another node has delivered the window. */
    @ParameterizedTest
    @CsvSource({"write-job, false", "stage-file, false", "refuse-foreign-in-folder, true", "write-file, true",
            "write-manifest-aside, true", "withdraw-manifest-from-folder, true", "rename-file, true",
            "write-file-manifest, true"})
    void a_node_that_sleeps_at_a_step_neither_delivers_over_its_successor_nor_writes_its_row(String step, boolean after)
            throws Exception {
        // Not in a file: whoever sleeps while another of its threads writes there holds up all others.
        var cluster = onPostgres("sleeper");
        var sleeper = installation(cluster, 0, 1).set("camel.beans.crash", "#class:io.seiexport.support.CrashAt");
        nodes.add(sleeper.crashing(step, after)
                .jvmOptions("-Dcrash.freezes=true", "-Dlogback.configurationFile=logback.xml").start("run"));
        await().atMost(LIMIT).until(() -> isAsleep(nodes.get(0)));
        var left = heldBy(cluster, nodes.get(0));
        nodes.add(installation(cluster, 1, 1).start("run"));
        timeUntilAllIsDelivered(cluster);
        var landed = landings();
        assertThat(landed).as("the file of the successor and its manifest").hasSize(2);

        nodes.get(0).signal("CONT");
        awaitLost(nodes.get(0), left);

        assertThat(landings()).isEqualTo(landed);
        allIsDeliveredOnce(cluster, sandbox);
    }

    @Test
    void the_same_tick_of_three_nodes_plans_once() throws Exception {
        var cluster = onPostgres("ticks");
        try (var server = Sandbox.start(0, Options.immediate())) {
            for (var number = 0; number < 3; number++) {
                nodes.add(installation(cluster, number, 2).exportingFrom(server.address())
                        .set("export.ba.window", "day").set("export.ba.settle", 2).set("export.ba.cron", "0/3 * * * * ?")
                        .set("export.ba.since", LocalDate.now(ZoneOffset.UTC).minusDays(6)).set("sei.reuse-window", "0s")
                        .set("export.max-in-flight", 20).start("run"));
            }
            for (var node : nodes) {
                node.awaitOutput("\\(sei-export\\) started in", LIMIT);
            }
            var sofar = server.count(Call.CREATE, "ba");
            await().atMost(LIMIT).until(() -> server.count(Call.CREATE, "ba") >= sofar + 4 * 4);
            nodes.forEach(StartedProcess::close);

            var asked = server.received().stream().filter(call -> call.method().equals("POST")).toList();
            var ticks = asked.stream().map(call -> call.at().getEpochSecond() / 3).distinct().count();
            var times = asked.stream().collect(groupingBy(ReceivedCall::body, counting()));
            assertThat(times.values()).as("the last two days of both teams, and those before")
                    .filteredOn(count -> count > 1).hasSize(4).allMatch(count -> count > 2 && count <= ticks);
            assertThat(times.values()).filteredOn(count -> count == 1).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    private Cluster onPostgres(String name) throws SQLException {
        return new Cluster(Postgres.emptyDatabase(), Postgres.user(), name);
    }

    private Cluster onSqlite() {
        return new Cluster("jdbc:sqlite:" + directory.resolve("ledger.db"), "", "file");
    }

    private void startNodes(Cluster cluster, int count, int exports) throws IOException {
        for (var number = 0; number < count; number++) {
            nodes.add(installation(cluster, number, exports).start("run"));
        }
    }

    private Installation installation(Cluster cluster, int number, int exports) throws IOException {
        return Installation.in(Files.createDirectory(directory.resolve(cluster.name + number)))
                .exportingFrom(sandbox.address())
                .only("ba", IntStream.rangeClosed(1, exports).mapToObj(team -> "team:" + team).collect(joining(",")))
                .set("export.ba.window", "fixed:2026-01-01..2026-01-31").set("export.ba.cron", "* * * * * ?")
                .set("export.max-in-flight", Math.max(3, exports / 15)).set("sink.file.directory", data())
                .set("ledger.url", cluster.ledger).set("ledger.username", cluster.user)
                .set("ledger.lease", LEASE.toSeconds() + "s")
                .set("camel.management.port", 0);
    }

    private Path data() {
        return directory.resolve(folder);
    }

    private void awaitWorkOfAll(Cluster cluster, int windows) {
        for (var node : nodes) {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> heldBy(cluster, node).size() >= windows);
        }
    }

    /** What it holds when it is asleep; it must be something, or there is nothing to lose. */
    private Set<String> freeze(Cluster cluster, StartedProcess node) throws Exception {
        node.signal("STOP");
        await().until(() -> isAsleep(node));
        while (!canBeWritten(cluster)) {
            node.signal("CONT");
            node.signal("STOP");
            await().until(() -> isAsleep(node));
        }
        var held = heldBy(cluster, node);
        assertThat(held).isNotEmpty();
        return held;
    }

    /** Not while a process sleeps in the middle of writing into a file: that one holds up all others. */
    private boolean canBeWritten(Cluster cluster) {
        if (!cluster.equals(onSqlite())) {
            return true;
        }
        try (var connection = DriverManager.getConnection(cluster.ledger + "?busy_timeout=500");
                var statement = connection.createStatement()) {
            statement.execute("begin immediate");
            statement.execute("rollback");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean isAsleep(StartedProcess node) throws IOException {
        return Files.readString(Path.of("/proc/" + node.pid() + "/stat")).matches("(?s)\\d+ \\(.*\\) T .*");
    }

    private Set<String> heldBy(Cluster cluster, StartedProcess node) throws SQLException {
        return Set.copyOf(texts(cluster, "select scope from sei_window where lease_until > 0 and lease_node like '%-"
                + node.pid() + "-%'"));
    }

    /** Since the first export was asked for. */
    private Duration timeUntilAllIsDelivered(Cluster cluster) {
        await().atMost(LIMIT).until(() -> sandbox.count(Call.CREATE, "ba") > 0);
        var begun = sandbox.received().stream().filter(call -> call.method().equals("POST")).findFirst().orElseThrow().at();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            var states = texts(cluster, "select state from sei_window");
            return !states.isEmpty() && states.stream().allMatch("delivered"::equals);
        });
        return Duration.between(begun, Instant.now());
    }

    /** Each window that it held ends there with one line, and no other line says that it has delivered it. */
    private static void awaitLost(StartedProcess node, Set<String> scopes) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(lost(node)).hasSameSizeAs(scopes));
        assertThat(node.errors()).doesNotContain("ERROR");
        assertThat(lost(node).stream().map(export -> export.split(" ")[1])).containsExactlyInAnyOrderElementsOf(scopes);
    }

    private static List<String> lost(StartedProcess node) {
        return LOST.matcher(node.errors() + node.output()).results().map(line -> line.group(1)).toList();
    }

    private void allIsDeliveredOnce(Cluster cluster, Sandbox server) throws Exception {
        var windows = texts(cluster, "select id from sei_window");
        assertThat(files()).isEqualTo(landingsOf(windows));
        Manifests.vouchForTheirFiles(data());
        assertThat(texts(cluster, "select window_id from sei_delivery")).containsExactlyInAnyOrderElementsOf(windows);
        assertThat(texts(cluster, "select window_id from sei_attempt")).isEmpty();
        assertThat(server.jobsPerRequest("ba")).hasSize(windows.size())
                .allSatisfy((request, jobs) -> assertThat(jobs).as(request).isEqualTo(1));
        var told = nodes.stream().flatMap(node -> DELIVERED.matcher(node.errors() + node.output()).results())
                .map(MatchResult::group).collect(groupingBy(line -> line, counting()));
        assertThat(told).allSatisfy((export, times) -> assertThat(times).as(export).isEqualTo(1));
        nothingLandedAfterItWasDelivered(cluster);
    }

    private static Set<String> landingsOf(List<String> windows) {
        return windows.stream().flatMap(id -> Stream.of(id + ".csv", id + ".manifest.json")).collect(toSet());
    }

    private Set<String> files() throws IOException {
        try (var files = Files.walk(data())) {
            return files.filter(Files::isRegularFile).map(file -> data().relativize(file).toString()).collect(toSet());
        }
    }

    /** When each file took its place: a rename leaves the time of its content, but not that of its name. */
    private List<String> landings() throws IOException {
        try (var files = Files.walk(data())) {
            return files.filter(Files::isRegularFile).sorted().map(file -> file + " " + placed(file)).toList();
        }
    }

    private void nothingLandedAfterItWasDelivered(Cluster cluster) throws Exception {
        for (var row : texts(cluster, "select id || ' ' || delivered_at from sei_window")) {
            var delivered = Instant.ofEpochMilli(Long.parseLong(row.substring(row.lastIndexOf(' ') + 1)));
            for (var ending : List.of(".csv", ".manifest.json")) {
                var file = data().resolve(row.substring(0, row.lastIndexOf(' ')) + ending);
                assertThat(placed(file).toInstant()).as(file.toString()).isBefore(delivered.plusMillis(50));
            }
        }
    }

    private static FileTime placed(Path file) {
        try {
            return (FileTime) Files.getAttribute(file, "unix:ctime");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> texts(Cluster cluster, String query) throws SQLException {
        var texts = new ArrayList<String>();
        // To look for it would make it.
        if (cluster.equals(onSqlite()) && !Files.exists(directory.resolve("ledger.db"))) {
            return texts;
        }
        try (var connection = DriverManager.getConnection(cluster.ledger, cluster.user, "");
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
}
