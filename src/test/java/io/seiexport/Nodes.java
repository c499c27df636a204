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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Manifests;
import io.seiexport.support.Postgres;
import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes that work on one ledger and deliver into one folder, each with a staging folder of its own, while
 * some of them are killed or sleep.
 */
abstract class Nodes {
    static final Duration LEASE = Duration.ofSeconds(20);
    static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Pattern LOST = Pattern.compile("(?m)^.* ba (team:\\d+) \\S+ ends here \\(lease-lost\\): .*$");
    private static final Pattern DELIVERED = Pattern.compile("(?m) (ba team:\\d+ \\S+) is delivered to ");

    @TempDir
    private Path directory;
    private final Map<Cluster, Connection> ledgers = new HashMap<>();
    final List<StartedProcess> nodes = new ArrayList<>();
    Sandbox sandbox;
    String folder = "data";

    /** What all nodes have in common. */
    record Cluster(String ledger, String user, String name) {
    }

    @BeforeEach
    final void start() {
        sandbox = Sandbox.start(0, Options.defaults().lasting(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    }

    @AfterEach
    final void stop() throws SQLException {
        nodes.forEach(StartedProcess::close);
        sandbox.close();
        for (var connection : ledgers.values()) {
            connection.close();
        }
    }

    final Cluster onPostgres(String name) throws SQLException {
        return new Cluster(Postgres.emptyDatabase(), Postgres.user(), name);
    }

    final Cluster onSqlite() {
        return new Cluster("jdbc:sqlite:" + directory.resolve("ledger.db"), "", "file");
    }

    final void startNodes(Cluster cluster, int count, int exports) throws IOException {
        for (var number = 0; number < count; number++) {
            nodes.add(installation(cluster, number, exports).start("run"));
        }
    }

    final Installation installation(Cluster cluster, int number, int exports) throws IOException {
        return Installation.in(Files.createDirectory(directory.resolve(cluster.name + number)))
                .exportingFrom(sandbox.address())
                .only("ba", IntStream.rangeClosed(1, exports).mapToObj(team -> "team:" + team).collect(joining(",")))
                .set("export.ba.window", "fixed:2026-01-01..2026-01-31").set("export.ba.cron", "0/3 * * * * ?")
                .set("export.max-in-flight", Math.max(3, exports / 15)).set("sink.file.directory", data())
                .set("ledger.url", cluster.ledger).set("ledger.username", cluster.user)
                .set("ledger.lease", LEASE.toSeconds() + "s")
                .set("camel.management.port", 0);
    }

    private Path data() {
        return directory.resolve(folder);
    }

    /** No export ends before each node has some, however late it starts. */
    final void startNodesUntilAllWork(Cluster cluster, int count, int exports, int windows) throws IOException {
        sandbox.faults().next(Call.STATUS, "ba", Fault.status("PROCESSING")).forEver();
        startNodes(cluster, count, exports);
        for (var node : nodes) {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(50))
                    .until(() -> heldBy(cluster, node).size() >= windows);
        }
        sandbox.faults().clear();
    }

    /** What it holds when it is asleep; it must be something, or there is nothing to lose. */
    final Set<String> freeze(Cluster cluster, StartedProcess node) throws Exception {
        stop(node);
        while (!canBeWritten(cluster)) {
            node.signal("CONT");
            stop(node);
        }
        // PostgreSQL carries out what the node has sent before it fell asleep.
        var held = new AtomicReference<>(heldBy(cluster, node));
        await().atMost(LIMIT).during(Duration.ofSeconds(1)).until(() -> {
            var now = heldBy(cluster, node);
            return held.getAndSet(now).equals(now);
        });
        assertThat(held.get()).isNotEmpty();
        return held.get();
    }

    private static void stop(StartedProcess node) throws Exception {
        node.signal("STOP");
        await().atMost(LIMIT).until(() -> isAsleep(node));
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

    static boolean isAsleep(StartedProcess node) throws IOException {
        return Files.readString(Path.of("/proc/" + node.pid() + "/stat")).matches("(?s)\\d+ \\(.*\\) T .*");
    }

    final Set<String> heldBy(Cluster cluster, StartedProcess node) throws SQLException {
        return Set.copyOf(texts(cluster, "select scope from sei_window where lease_until > 0 and lease_node like '%-"
                + node.pid() + "-%'"));
    }

    /** Since the first export was asked for. */
    final Duration timeUntilAllIsDelivered(Cluster cluster) {
        await().atMost(LIMIT).until(() -> sandbox.count(Call.CREATE, "ba") > 0);
        var begun = sandbox.received().stream().filter(call -> call.method().equals("POST")).findFirst().orElseThrow()
                .at();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            var states = texts(cluster, "select state from sei_window");
            return !states.isEmpty() && states.stream().allMatch("delivered"::equals);
        });
        return Duration.between(begun, Instant.now());
    }

    /** Each window that it held ends there with one line; on a slow machine it may have lost others before. */
    static void awaitLost(StartedProcess node, Set<String> scopes) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(lost(node)).containsAll(scopes));
        assertThat(node.errors()).doesNotContain("ERROR");
        assertThat(lost(node)).doesNotHaveDuplicates();
    }

    private static List<String> lost(StartedProcess node) {
        return LOST.matcher(node.errors() + node.output()).results().map(line -> line.group(1)).toList();
    }

    final void allIsDeliveredOnce(Cluster cluster, Sandbox server) throws Exception {
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
    final List<String> landings() throws IOException {
        try (var files = Files.walk(data())) {
            return files.filter(Files::isRegularFile).sorted().map(file -> file + " " + placed(file)).toList();
        }
    }

    /** Seen by the manifest, which lands last: the time of a CSV is also that when its staged name was taken away. */
    private void nothingLandedAfterItWasDelivered(Cluster cluster) throws Exception {
        for (var row : texts(cluster, "select id || ' ' || delivered_at from sei_window")) {
            var delivered = Instant.ofEpochMilli(Long.parseLong(row.substring(row.lastIndexOf(' ') + 1)));
            var file = data().resolve(row.substring(0, row.lastIndexOf(' ')) + ".manifest.json");
            assertThat(placed(file).toInstant()).as(file.toString()).isBefore(delivered.plusMillis(50));
        }
    }

    private static FileTime placed(Path file) {
        try {
            return (FileTime) Files.getAttribute(file, "unix:ctime");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final List<String> texts(Cluster cluster, String query) throws SQLException {
        var texts = new ArrayList<String>();
        var connection = connection(cluster);
        if (connection.isPresent()) {
            try (var statement = connection.get().createStatement(); var rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        }
        return texts;
    }

    /** Kept for all that looks there, many times a second; none before the first node has made the tables. */
    private synchronized Optional<Connection> connection(Cluster cluster) throws SQLException {
        if (ledgers.containsKey(cluster)) {
            return Optional.of(ledgers.get(cluster));
        }
        // To look for it would make it.
        if (cluster.equals(onSqlite()) && !Files.exists(directory.resolve("ledger.db"))) {
            return Optional.empty();
        }
        var connection = DriverManager.getConnection(cluster.ledger, cluster.user, "");
        try (var tables = connection.getMetaData().getTables(null, null, "sei_window", null)) {
            if (tables.next()) {
                ledgers.put(cluster, connection);
                return Optional.of(connection);
            }
        }
        connection.close();
        return Optional.empty();
    }
}
