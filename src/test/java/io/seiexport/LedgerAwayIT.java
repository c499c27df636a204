package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Postgres;
import io.seiexport.support.StartedProcess;
import io.seiexport.support.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code run} does while its ledger is away in one way or another, and that no command hangs on it. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class LedgerAwayIT {
    private static final int TERMINATED = 128 + 15;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** A disk of 16 MiB that is full from when the file fill is there until the file free is. */
    private static final String ON_A_DISK = """
            mount -t tmpfs -o size=16m tmpfs disk || exit %d
            (
              until [ -e fill ]; do kill -0 $$ || exit; sleep 0.1; done
              cat /dev/zero > disk/filling 2> /dev/null
              until [ -e free ]; do kill -0 $$ || exit; sleep 0.1; done
              rm disk/filling
            ) > /dev/null 2>&1 &
            exec "$@"
            """.formatted(Installation.NOT_ALLOWED);

    @WarmFolder
    private Path directory;
    private Sandbox sandbox;
    private Installation installation;

    private interface Step {
        void take() throws Exception;
    }

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1,team:2")
                .set("export.ba.window", "day").set("export.ba.settle", 1).set("sei.reuse-window", "0s")
                .set("export.ba.cron", "* * * * * ?").set("camel.management.port", 0)
                // What ends before the limit of the tests has waited for nothing.
                .set("camel.main.shutdown-timeout", 3600);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void a_full_disk_under_the_file_of_the_ledger() throws Exception {
        Files.createDirectory(directory.resolve("disk"));
        installation.set("ledger.url", "jdbc:sqlite:disk/ledger.db");
        try (var process = installation.mounting(ON_A_DISK).start("run")) {
            await().atMost(LIMIT).until(() -> sandbox.count(Call.DOWNLOAD, "ba") > 0 || !process.isAlive());
            if (!process.isAlive()) {
                Installation.assumeMounted(process.waitFor(LIMIT), process.errors());
            }
            assertThat(process.isAlive()).as(process.errors()).isTrue();

            outage(process, () -> Files.createFile(directory.resolve("fill")),
                    () -> Files.createFile(directory.resolve("free")));
        }
    }

    @Test
    void a_postgresql_that_can_only_be_read() throws Exception {
        var ledger = Postgres.emptyDatabase();
        try (var process = onPostgres(ledger).start("run")) {
            outage(process, () -> {
                alter(ledger, "set default_transaction_read_only = on");
                execute(Postgres.emptyDatabase(),
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name(ledger)
                        + "'");
            }, () -> alter(ledger, "reset default_transaction_read_only"));
        }
    }

    @Test
    void a_postgresql_that_is_frozen() throws Exception {
        try (var wire = TcpProxy.to("127.0.0.1", Postgres.port());
                var process = onPostgres(Postgres.emptyDatabase(wire.port())).start("run")) {
            outage(process, () -> wire.stallAfter(0), wire::none);
        }
    }

    @Test
    void a_start_on_a_frozen_postgresql_ends_with_a_sentence() throws Exception {
        try (var wire = TcpProxy.to("127.0.0.1", Postgres.port())) {
            onPostgres(Postgres.emptyDatabase(wire.port()));
            wire.stallAfter(0);

            var ended = installation.runAlone("run");

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.errors().lines()).singleElement().asString().contains("ledger.url", "cannot be opened");
        }
    }

    @Test
    void a_start_on_a_postgresql_that_can_only_be_read_ends_with_a_sentence() throws Exception {
        var ledger = Postgres.emptyDatabase();
        onPostgres(ledger).run("once");
        alter(ledger, "set default_transaction_read_only = on");

        var ended = installation.runAlone("once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors().lines()).singleElement().asString().contains("ledger.url", "read-only transaction",
                "not a standby");
        assertThat(installation.run("history").output()).contains("delivered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "run"})
    void a_start_on_a_file_that_can_only_be_read_ends_with_a_sentence(String command) throws Exception {
        Files.createDirectory(directory.resolve("disk"));
        installation.set("ledger.url", "jdbc:sqlite:disk/ledger.db");
        assertThat(installation.run("once").code()).isZero();

        var ended = Installation.ended(installation.mounting("mount --bind disk disk "
                + "&& mount -o remount,bind,ro disk || exit " + Installation.NOT_ALLOWED + "; exec \"$@\""), command);

        Installation.assumeMounted(ended.code(), ended.errors());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors().lines()).singleElement().asString().contains("ledger.url", "cannot be opened",
                "must be allowed to read and write this file").doesNotContain("damaged");
    }

    @Test
    void a_stop_while_it_is_away_shows_no_stack_trace() throws Exception {
        try (var wire = TcpProxy.to("127.0.0.1", Postgres.port());
                var process = onPostgres(Postgres.emptyDatabase(wire.port())).start("run")) {
            await().atMost(LIMIT).until(() -> sandbox.count(Call.DOWNLOAD, "ba") > 0);
            wire.stallAfter(0);
            process.awaitOutput("The ledger is unavailable; everything that needs it waits until it is back: ", LIMIT);

            process.signal("TERM");

            assertThat(process.waitFor(LIMIT)).isEqualTo(143);
            assertThat(process.errors()).doesNotContain("\tat ");
        }
    }

    @Test
    void a_signal_ends_history_while_its_postgresql_is_frozen() throws Exception {
        try (var wire = TcpProxy.to("127.0.0.1", Postgres.port())) {
            // Otherwise it gives up by itself.
            onPostgres(Postgres.emptyDatabase(wire.port()) + "?loginTimeout=0&connectTimeout=0&socketTimeout=0");
            wire.stallAfter(0);
            try (var process = installation.start("history")) {
                await().atMost(LIMIT).until(() -> wire.connections() > 0);

                endsAtASignal(process);
            }
        }
    }

    @Test
    void a_signal_ends_history_while_the_database_keeps_its_answer_back() throws Exception {
        var ledger = Postgres.emptyDatabase();
        onPostgres(ledger).run("once");
        try (var connection = DriverManager.getConnection(ledger, Postgres.user(), "");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table sei_window in access exclusive mode");
            try (var process = installation.start("history")) {
                await().atMost(LIMIT).until(() -> someoneWaits(ledger));

                endsAtASignal(process);
            }
        }
    }

    private static boolean someoneWaits(String ledger) throws SQLException {
        try (var connection = DriverManager.getConnection(ledger, Postgres.user(), "");
                var statement = connection.createStatement();
                var waiting = statement.executeQuery("select 1 from pg_stat_activity where datname = "
                        + "current_database() and wait_event_type = 'Lock'")) {
            return waiting.next();
        }
    }

    private static void endsAtASignal(StartedProcess process) throws Exception {
        process.signal("TERM");
        assertThat(process.waitFor(LIMIT)).isEqualTo(TERMINATED);
    }

    /** From a run that exports by way of one that cannot to one that does again, and what it says of that. */
    private void outage(StartedProcess process, Step begin, Step end) throws Exception {
        await().atMost(LIMIT).until(() -> sandbox.count(Call.DOWNLOAD, "ba") > 0);
        await().atMost(LIMIT).until(() -> ready(process) == 200);

        begin.take();
        process.awaitOutput("The ledger is unavailable; everything that needs it waits until it is back: ", LIMIT);
        await().atMost(LIMIT).until(() -> ready(process) == 503);
        var sofar = sandbox.count(Call.CREATE, "ba");
        end.take();
        process.awaitOutput("The ledger is available again\\.", LIMIT);

        await().atMost(LIMIT).until(() -> sandbox.count(Call.CREATE, "ba") > sofar + 2 && ready(process) == 200);
        assertThat(times("The ledger is unavailable", process)).isEqualTo(1);
        assertThat(times("The ledger is available again", process)).isEqualTo(1);
        assertThat(process.errors()).doesNotContain("ERROR", "\tat ");
    }

    private static long times(String sentence, StartedProcess process) {
        return Pattern.compile(sentence).matcher(process.errors()).results().count();
    }

    private static int ready(StartedProcess process) throws IOException, InterruptedException {
        var port = process.awaitOutput("HttpServer started on 127\\.0\\.0\\.1:(\\d+)", LIMIT).group(1);
        return HTTP.send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/observe/health/ready")).timeout(LIMIT).build(),
                BodyHandlers.discarding()).statusCode();
    }

    private Installation onPostgres(String ledger) throws IOException {
        return installation.set("ledger.url", ledger).set("ledger.username", Postgres.user());
    }

    private static void alter(String ledger, String what) throws SQLException {
        execute(Postgres.emptyDatabase(), "alter database " + name(ledger) + " " + what);
    }

    private static String name(String ledger) {
        return ledger.substring(ledger.lastIndexOf('/') + 1);
    }

    private static void execute(String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database, Postgres.user(), "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
