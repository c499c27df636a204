package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.RunMode;
import io.seiexport.support.CamelWith;
import io.seiexport.support.Postgres;
import io.seiexport.support.SettingsOf;
import io.seiexport.support.SilentPort;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerStoreTest {
    private static final String PASSWORD = "open-sesame";
    private static final String[] TABLES =
            {"sei_window", "sei_delivery", "sei_attempt", "sei_job", "sei_series", "sei_hold",
        "sei_budget", "sei_minute", "sei_node", "sei_team_list", "sei_schema"};
    private static final int STARTED = 4;

    @TempDir
    private Path folder;
    private final List<DefaultCamelContext> contexts = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        contexts.forEach(CamelContext::stop);
    }

    @Test
    void the_tables_are_made_in_a_new_file() throws Exception {
        assertThat(tables(opened(sqlite()))).contains(TABLES);
        assertThat(folder.resolve("ledger.db")).isRegularFile();
    }

    @Test
    void a_folder_that_is_missing_is_made_for_the_file() throws Exception {
        assertThat(tables(opened(Map.of("ledger.url", "jdbc:sqlite:" + folder.resolve("a/b/ledger.db")))))
                .contains(TABLES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s?cache_size=-8192", "file:%s", "file:%s?cache=private", "file://%s"})
    void a_new_file_and_what_lies_beside_it_are_for_their_owner_alone(String address) throws Exception {
        var ledger = opened(Map.of("ledger.url", "jdbc:sqlite:" + address.formatted(folder.resolve("ledger.db"))));
        execute(ledger, "create table kept (a int)");

        assertThat(folder.toFile().list()).contains("ledger.db", "ledger.db-wal").allSatisfy(file ->
                assertThat(Files.getPosixFilePermissions(folder.resolve(file))).as(file)
                        .isEqualTo(PosixFilePermissions.fromString("rw-------")));

        ledger.stop();
        assertThat(folder.toFile().list()).containsExactly("ledger.db");
    }

    @Test
    void a_file_that_others_may_read_is_narrowed_to_its_owner() throws Exception {
        opened(sqlite()).stop();
        Files.setPosixFilePermissions(folder.resolve("ledger.db"), PosixFilePermissions.fromString("rw-r--r--"));

        opened(sqlite());

        assertThat(Files.getPosixFilePermissions(folder.resolve("ledger.db")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void each_transaction_in_a_file_is_on_the_disk_before_the_next_step() throws Exception {
        var ledger = opened(sqlite());

        assertThat(value(ledger, "pragma journal_mode")).isEqualTo("wal");
        assertThat(value(ledger, "pragma synchronous")).as("FULL").isEqualTo("2");
        assertThat(value(ledger, "pragma foreign_keys")).isEqualTo("1");
        assertThat(value(ledger, "pragma busy_timeout")).isEqualTo("10000");
    }

    @Test
    void what_the_address_says_of_it_is_left_to_the_address() throws Exception {
        var ledger = opened(Map.of("ledger.url", sqlite().get("ledger.url") + "?synchronous=NORMAL"));

        assertThat(value(ledger, "pragma synchronous")).as("NORMAL").isEqualTo("1");
        assertThat(value(ledger, "pragma journal_mode")).isEqualTo("wal");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_ledger_of_the_first_version_is_brought_up_to_date_and_keeps_what_it_knows(boolean embedded)
            throws Exception {
        var settings = embedded ? sqlite() : postgresql();
        var url = settings.get("ledger.url");
        LedgerStore.tables(url).dataSource(url, settings.get("ledger.username"), null).target("1").load().migrate();
        try (var first = DriverManager.getConnection(url, settings.get("ledger.username"), null);
                var statement = first.createStatement()) {
            statement.execute("insert into sei_window (server, id, series, domain, scope, granularity, window_start, "
                    + "window_end, state, why, settles, owed_at, tick, sha256, row_count) values ('s', 'w', 'x', 'ba', "
                    + "'team:1', 'weekly', '2026-04-01', '2026-04-30', 'delivered', 'new', false, 1, 1, 'abc', 7)");
            statement.execute("insert into sei_series (server, series, domain, scope, granularity, columns) values "
                    + "('s', 'x', 'ba', 'team:1', 'weekly', '[\"team\"]')");
        }

        var ledger = opened(settings);

        assertThat(value(ledger, "select max(version) from sei_schema")).isEqualTo("4");
        assertThat(value(ledger, "select sha256 || ' ' || row_count || ' ' || coalesce(source_rows, -1) from "
                + "sei_window")).isEqualTo("abc 7 -1");
        assertThat(value(ledger, "select columns from sei_series")).isEqualTo("[\"team\"]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_clock_of_the_ledger_counts_milliseconds_and_goes_on(boolean embedded) throws Exception {
        var ledger = opened(embedded ? sqlite() : postgresql());

        var before = Instant.now().toEpochMilli();
        var first = Long.parseLong(value(ledger, "select now from sei_clock"));
        var second = Long.parseLong(value(ledger, "select now from sei_clock"));

        assertThat(first).isBetween(before - 1, second);
        assertThat(second).isLessThanOrEqualTo(Instant.now().toEpochMilli() + 1);
        assertThat(value(ledger, "select count(distinct now) from sei_clock, json_each('[1, 2, 3]')")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_list_is_read_by_the_same_words(boolean embedded) throws Exception {
        var ledger = opened(embedded ? sqlite() : postgresql());

        assertThat(value(ledger, "select max(value ->> 'id') from json_each('[{\"id\": \"a\"}, {\"id\": \"b\"}]')"))
                .isEqualTo("b");
        assertThat(value(ledger, "select count(*) from json_each('[]')")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void many_programs_that_start_at_the_same_moment_make_one_new_ledger(boolean embedded) throws Exception {
        var settings = embedded ? sqlite() : postgresql();
        var threads = Executors.newFixedThreadPool(STARTED);
        var together = new CyclicBarrier(STARTED);
        try {
            var starts = threads.invokeAll(Collections.nCopies(STARTED, (Callable<List<String>>) () -> {
                together.await();
                return tables(opened(settings));
            }));

            for (var start : starts) {
                assertThat(start.get()).contains(TABLES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void the_tables_are_made_in_an_empty_postgresql() throws Exception {
        var ledger = opened(Map.of("ledger.url", Postgres.emptyDatabase(), "ledger.username", Postgres.user()));

        assertThat(tables(ledger)).contains(TABLES);
    }

    @Test
    void what_was_written_is_there_after_the_next_opening() throws Exception {
        var first = opened(sqlite());
        try (var connection = pool(first).getConnection(); var statement = connection.createStatement()) {
            statement.execute("create table kept (a int)");
        }
        first.stop();

        assertThat(tables(opened(sqlite()))).contains("kept", "sei_window");
    }

    @Test
    void a_file_that_is_no_database_is_refused_with_what_to_do() throws IOException {
        Files.writeString(folder.resolve("ledger.db"), "no database at all, ".repeat(1000));

        assertThatThrownBy(() -> opened(sqlite())).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ledger.url = " + sqlite().get("ledger.url")
                + ": the ledger cannot be opened: ")
                .hasMessageContaining("not a database").hasMessageContaining("if its file is damaged, move it away")
                .message().hasLineCount(1);
        assertThat(folder.resolve("ledger.db")).content().startsWith("no database at all");
    }

    @Test
    void a_file_with_a_damaged_page_is_refused() throws Exception {
        opened(sqlite()).stop();
        try (var file = FileChannel.open(folder.resolve("ledger.db"), StandardOpenOption.WRITE)) {
            // The first page after the header: what tables there are.
            file.write(ByteBuffer.wrap(new byte[3000]), 100);
        }

        assertThatThrownBy(() -> opened(sqlite())).isInstanceOf(SettingException.class)
                .hasMessageContaining("if its file is damaged, move it away").message().hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_file_that_was_truncated_to_nothing_is_not_taken_for_a_new_ledger(boolean looking) throws IOException {
        var empty = Files.createFile(folder.resolve("ledger.db"));
        var settings = new HashMap<>(sqlite());
        settings.put(RunMode.WITHOUT_EFFECT, String.valueOf(looking));

        assertThatThrownBy(() -> opened(settings)).isInstanceOf(SettingException.class).hasMessage("ledger.url = "
                + sqlite().get("ledger.url") + ": this file is empty, so it is not a ledger; restore its backup, or "
                + "delete it to start a new ledger");
        assertThat(empty).isEmptyFile();
    }

    @Test
    void a_place_where_no_file_can_be_is_refused() throws IOException {
        Files.writeString(folder.resolve("file"), "a file where a folder should be");

        assertThatThrownBy(() -> opened(Map.of("ledger.url", "jdbc:sqlite:" + folder.resolve("file/ledger.db"))))
                .isInstanceOf(SettingException.class).hasMessageContaining("the ledger cannot be opened")
                .message().hasLineCount(1);
    }

    @Test
    void a_postgresql_that_is_not_there_is_refused_and_the_password_is_not_shown() throws IOException {
        try (var closed = new SilentPort()) {
            var url = "jdbc:postgresql://127.0.0.1:" + closed.number() + "/ledger";

            assertThatThrownBy(() ->
                    opened(Map.of("ledger.url", url, "ledger.username", "me", "ledger.password", PASSWORD)))
                    .isInstanceOf(SettingException.class).hasMessageContaining("ledger.url = " + url)
                    .hasMessageContaining("refused").message().hasLineCount(1).doesNotContain(PASSWORD);
        }
    }

    @Test
    void a_password_within_the_address_is_not_shown() throws IOException {
        try (var closed = new SilentPort()) {
            var url = "jdbc:postgresql://127.0.0.1:" + closed.number() + "/ledger?user=me&password=" + PASSWORD;

            assertThatThrownBy(() -> opened(Map.of("ledger.url", url))).isInstanceOf(SettingException.class)
                    .message().contains("password=***").doesNotContain(PASSWORD);
        }
    }

    @Test
    void an_address_for_which_there_is_no_driver_is_refused() {
        assertThatThrownBy(() -> opened(Map.of("ledger.url", "jdbc:nonsense:x"))).isInstanceOf(SettingException.class)
                .hasMessageContaining("ledger.url = jdbc:nonsense:x");
    }

    @Test
    void a_command_that_only_looks_leaves_no_file_behind() throws Exception {
        var looking = new HashMap<>(sqlite());
        looking.put(RunMode.WITHOUT_EFFECT, "true");

        assertThat(tables(opened(looking))).contains("sei_window");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_command_that_only_looks_leaves_no_tables_in_a_postgresql() throws Exception {
        var url = Postgres.emptyDatabase();

        assertThat(tables(opened(Map.of("ledger.url", url, "ledger.username", Postgres.user(), RunMode.WITHOUT_EFFECT,
                "true")))).contains("sei_window");
        try (var connection = DriverManager.getConnection(url, Postgres.user(), "")) {
            assertThat(tables(connection)).doesNotContain("sei_window", "sei_schema");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s?cache_size=-8192", "file:%s", "file:%s?cache=private", "file://%s"})
    void a_command_that_only_looks_finds_the_ledger_however_its_address_is_spelled(String address) throws Exception {
        var url = "jdbc:sqlite:" + address.formatted(folder.resolve("ledger.db"));
        var first = opened(Map.of("ledger.url", url));
        execute(first, "create table kept (a int)");
        first.stop();

        assertThat(tables(opened(Map.of("ledger.url", url, RunMode.WITHOUT_EFFECT, "true")))).contains("kept");
    }

    @Test
    void a_command_looks_into_the_ledger_beside_a_program_that_writes_it() throws Exception {
        var running = opened(sqlite());
        execute(running, "create table kept (a int)");
        try (var writing = pool(running).getConnection(); var statement = writing.createStatement()) {
            writing.setAutoCommit(false);
            statement.execute("insert into kept values (1)");
            var looking = new HashMap<>(sqlite());
            looking.put(RunMode.WITHOUT_EFFECT, "true");

            assertThat(value(opened(looking), "select count(*) from kept")).isEqualTo("0");

            writing.commit();
        }
        assertThat(value(running, "select count(*) from kept")).isEqualTo("1");
    }

    @Test
    void the_tables_of_others_in_the_same_postgresql_are_left_alone() throws Exception {
        var url = Postgres.emptyDatabase();
        try (var connection = DriverManager.getConnection(url, Postgres.user(), "");
                var statement = connection.createStatement()) {
            statement.execute("create table theirs (a int)");
        }

        assertThat(tables(opened(Map.of("ledger.url", url, "ledger.username", Postgres.user()))))
                .contains("theirs", "sei_window", "sei_delivery", "sei_attempt");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_program_that_was_killed_before_it_made_the_tables_goes_on_with_them(boolean embedded) throws Exception {
        var settings = embedded ? sqlite() : postgresql();
        var killed = opened(settings);
        for (var table : List.of("sei_delivery", "sei_attempt", "sei_job", "sei_series", "sei_hold", "sei_budget",
                "sei_minute", "sei_node", "sei_team_list", "sei_window")) {
            execute(killed, "drop table " + table);
        }
        execute(killed, "drop view sei_clock");
        if (!embedded) {
            execute(killed, "drop function json_each(text)");
        }
        execute(killed, "delete from sei_schema");
        killed.stop();

        assertThat(tables(opened(settings))).contains(TABLES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_tables_are_made_all_or_none(boolean embedded) throws Exception {
        var settings = embedded ? sqlite() : postgresql();
        try (var connection = DriverManager.getConnection(settings.get("ledger.url"), Postgres.user(), "");
                var statement = connection.createStatement()) {
            statement.execute("create table sei_node (the_last_one_is_in_the_way int)");

            assertThatThrownBy(() -> opened(settings)).isInstanceOf(SettingException.class)
                    .hasMessageContaining("sei_node").message().hasLineCount(1);

            assertThat(tables(connection)).doesNotContain("sei_window", "sei_clock");
            statement.execute("drop table sei_node");
        }
        assertThat(tables(opened(settings))).contains(TABLES);
    }

    @Test
    void the_ledger_of_a_newer_program_is_refused() throws Exception {
        var newer = opened(sqlite());
        execute(newer, "insert into sei_schema select 99, '99', 'more', type, 'V99__more.sql', checksum, installed_by, "
                + "installed_on, execution_time, success from sei_schema where version = '1'");
        newer.stop();

        assertThatThrownBy(() -> opened(sqlite())).isInstanceOf(SettingException.class)
                .hasMessageEndingWith(": this ledger was made by a newer version of this program; use that version")
                .message().hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://me:open-sesame@127.0.0.1:1/ledger",
        "jdbc:postgresql://127.0.0.1:1/ledger?user=me&sslpassword=open-sesame",
        "jdbc:postgresql://127.0.0.1:1/ledger?user=me&password=open-sesame&ssl=oh%zz",
        "jdbc:nonsense://me:open-sesame@host/ledger", "jdbc:sqlite:/dev/null/x?password=open-sesame&nonsense=1"})
    void no_password_within_an_address_is_shown(String url) {
        assertThatThrownBy(() -> opened(Map.of("ledger.url", url))).isInstanceOf(SettingException.class)
                .message().doesNotContain(PASSWORD);
    }

    private Map<String, String> postgresql() throws SQLException {
        return Map.of("ledger.url", Postgres.emptyDatabase(), "ledger.username", Postgres.user());
    }

    private Map<String, String> sqlite() {
        return Map.of("ledger.url", "jdbc:sqlite:" + folder.resolve("ledger.db"));
    }

    private CamelContext opened(Map<String, String> settings) {
        var context = CamelWith.settings(settings);
        contexts.add(context);
        var given = SettingsOf.values(settings);
        var store = new LedgerStore(context, given, RunMode.of(given));
        context.addLifecycleStrategy(store);
        store.open();
        context.start();
        return context;
    }

    private static DataSource pool(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("ledger", DataSource.class);
    }

    private static void execute(CamelContext context, String sql) throws SQLException {
        try (var connection = pool(context).getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(CamelContext context, String query) throws SQLException {
        try (var connection = pool(context).getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static List<String> tables(CamelContext context) throws SQLException {
        try (var connection = pool(context).getConnection()) {
            return tables(connection);
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var tables = connection.getMetaData().getTables(null, null, "%", null)) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        return names;
    }
}
