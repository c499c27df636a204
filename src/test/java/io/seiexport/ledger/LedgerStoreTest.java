package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.support.CamelWith;
import io.seiexport.support.Postgres;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerStoreTest {
    private static final String PASSWORD = "open-sesame";

    @TempDir
    private Path folder;
    private final List<DefaultCamelContext> contexts = new ArrayList<>();

    @AfterEach
    void stop() {
        contexts.forEach(CamelContext::stop);
    }

    @Test
    void the_tables_are_made_in_a_new_file() throws Exception {
        assertThat(tables(opened(h2()))).contains("sei_window", "sei_delivery", "sei_attempt", "sei_job", "sei_schema");
        assertThat(folder.resolve("ledger.mv.db")).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:", ";CACHE_SIZE=8192"})
    void a_new_file_is_for_its_owner_alone(String written) throws Exception {
        var url = written.startsWith(";") ? "jdbc:h2:" + folder.resolve("ledger") + written
                : "jdbc:h2:" + written + folder.resolve("ledger");

        assertThat(tables(opened(Map.of("ledger.url", url)))).contains("sei_window");

        assertThat(Files.getPosixFilePermissions(folder.resolve("ledger.mv.db")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(folder.toFile().list()).containsExactly("ledger.mv.db");
    }

    @Test
    void the_tables_are_made_in_an_empty_postgresql() throws Exception {
        var ledger = opened(Map.of("ledger.url", Postgres.emptyDatabase(), "ledger.username", Postgres.user()));

        assertThat(tables(ledger)).contains("sei_window", "sei_delivery", "sei_attempt", "sei_job", "sei_schema");
    }

    @Test
    void what_was_written_is_there_after_the_next_opening() throws Exception {
        var first = opened(h2());
        try (var connection = pool(first).getConnection(); var statement = connection.createStatement()) {
            statement.execute("create table kept (a int)");
        }
        first.stop();

        assertThat(tables(opened(h2()))).contains("kept", "sei_window");
    }

    @Test
    void a_file_that_is_damaged_is_refused_with_what_to_do() throws IOException {
        Files.writeString(folder.resolve("ledger.mv.db"), "no database at all, ".repeat(1000));

        assertThatThrownBy(() -> opened(h2())).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ledger.url = " + h2().get("ledger.url") + ": the ledger cannot be opened: ")
                .hasMessageContaining("if its file is damaged, move it away")
                .message().hasLineCount(1);
    }

    @Test
    void a_postgresql_that_is_not_there_is_refused_and_the_password_is_not_shown() throws IOException {
        var url = "jdbc:postgresql://127.0.0.1:" + closedPort() + "/ledger";

        assertThatThrownBy(() -> opened(Map.of("ledger.url", url, "ledger.username", "me", "ledger.password", PASSWORD)))
                .isInstanceOf(SettingException.class).hasMessageContaining("ledger.url = " + url)
                .hasMessageContaining("refused").message().hasLineCount(1).doesNotContain(PASSWORD);
    }

    @Test
    void a_password_within_the_address_is_not_shown() throws IOException {
        var url = "jdbc:postgresql://127.0.0.1:" + closedPort() + "/ledger?user=me&password=" + PASSWORD;

        assertThatThrownBy(() -> opened(Map.of("ledger.url", url))).isInstanceOf(SettingException.class)
                .message().contains("password=***").doesNotContain(PASSWORD);
    }

    @Test
    void an_address_for_which_there_is_no_driver_is_refused() {
        assertThatThrownBy(() -> opened(Map.of("ledger.url", "jdbc:nonsense:x"))).isInstanceOf(SettingException.class)
                .hasMessageContaining("ledger.url = jdbc:nonsense:x");
    }

    @Test
    void a_command_that_only_looks_leaves_no_file_behind() throws Exception {
        var looking = new HashMap<>(h2());
        looking.put(Settings.WITHOUT_EFFECT, "true");

        assertThat(tables(opened(looking))).contains("sei_window");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_command_that_only_looks_leaves_no_tables_in_a_postgresql() throws Exception {
        var url = Postgres.emptyDatabase();

        assertThat(tables(opened(Map.of("ledger.url", url, "ledger.username", Postgres.user(), Settings.WITHOUT_EFFECT,
                "true")))).contains("sei_window");
        try (var connection = DriverManager.getConnection(url, Postgres.user(), "")) {
            assertThat(tables(connection)).doesNotContain("sei_window", "sei_schema");
        }
    }

    @Test
    void a_command_that_only_looks_finds_the_ledger_however_its_address_is_spelled() throws Exception {
        var url = "jdbc:h2:nio:" + folder.resolve("ledger");
        var first = opened(Map.of("ledger.url", url));
        execute(first, "create table kept (a int)");
        first.stop();

        assertThat(tables(opened(Map.of("ledger.url", url, Settings.WITHOUT_EFFECT, "true")))).contains("kept");
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

    @Test
    void a_program_that_was_killed_while_it_made_the_tables_goes_on_with_them() throws Exception {
        var killed = opened(h2());
        execute(killed, "drop table sei_attempt");
        execute(killed, "drop table sei_job");
        execute(killed, "drop index sei_window_of_domain");
        execute(killed, "delete from sei_schema");
        killed.stop();

        assertThat(tables(opened(h2()))).contains("sei_window", "sei_delivery", "sei_attempt", "sei_job");
    }

    @Test
    void the_ledger_of_an_older_program_gets_what_it_lacks_and_keeps_what_it_holds() throws Exception {
        var older = opened(h2());
        execute(older, "drop table sei_job");
        execute(older, "delete from sei_schema where version <> '1'");
        execute(older, "insert into sei_window (server, id, domain, scope, granularity, window_start, window_end, "
                + "origin, state, failures, changed_at) values ('s', 'w', 'ba', 'team:1', 'weekly', '2026-04-01', "
                + "'2026-04-30', 'owed', 'delivered', 0, current_timestamp)");
        older.stop();

        var ledger = opened(h2());

        assertThat(tables(ledger)).contains("sei_job");
        try (var connection = pool(ledger).getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery("select id from sei_window")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void the_ledger_of_a_newer_program_is_refused() throws Exception {
        var newer = opened(h2());
        execute(newer, "insert into sei_schema select 99, '99', 'more', type, 'V99__more.sql', checksum, installed_by, "
                + "installed_on, execution_time, success from sei_schema where version = '1'");
        newer.stop();

        assertThatThrownBy(() -> opened(h2())).isInstanceOf(SettingException.class)
                .hasMessageEndingWith(": a newer version of this program has made this ledger; use that one")
                .message().hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://me:open-sesame@127.0.0.1:1/ledger",
        "jdbc:postgresql://127.0.0.1:1/ledger?user=me&sslpassword=open-sesame",
        "jdbc:postgresql://127.0.0.1:1/ledger?user=me&password=open-sesame&ssl=oh%zz",
        "jdbc:nonsense://me:open-sesame@host/ledger", "jdbc:h2:./x;USER=me;PASSWORD=open-sesame;NONSENSE=1"})
    void no_password_within_an_address_is_shown(String url) {
        assertThatThrownBy(() -> opened(Map.of("ledger.url", url))).isInstanceOf(SettingException.class)
                .message().doesNotContain(PASSWORD);
    }

    private Map<String, String> h2() {
        return Map.of("ledger.url", "jdbc:h2:" + folder.resolve("ledger"));
    }

    private CamelContext opened(Map<String, String> settings) {
        var context = CamelWith.settings(settings);
        contexts.add(context);
        var store = new LedgerStore();
        store.setCamelContext(context);
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

    private static int closedPort() throws IOException {
        try (var port = new ServerSocket(0)) {
            return port.getLocalPort();
        }
    }
}
