package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "jdbc:sqlite:./ledger.db,                            ./ledger.db",
        "jdbc:sqlite:/var/lib/sei/ledger.db,                 /var/lib/sei/ledger.db",
        "jdbc:sqlite:/var/lib/ledger.db?cache_size=-8192,    /var/lib/ledger.db",
        "jdbc:sqlite:file:ledger.db,                         ledger.db",
        "jdbc:sqlite:file:/var/lib/ledger.db?cache=private,  /var/lib/ledger.db",
        "jdbc:sqlite:file:///var/lib/ledger.db,              /var/lib/ledger.db",
        "jdbc:sqlite:file://localhost/var/lib/ledger.db,     /var/lib/ledger.db",
        "jdbc:sqlite:file:/var/lib/a%20b+c.db,               /var/lib/a b+c.db"})
    void the_file_is_found_however_it_is_spelled(String address, Path file) {
        assertThat(Embedded.of(address).orElseThrow().file()).contains(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file::memory:?cache=shared",
        "jdbc:sqlite:file:ledger?mode=memory&cache=shared"})
    void what_is_kept_in_memory_has_no_file(String address) throws IOException {
        var embedded = Embedded.of(address).orElseThrow();

        assertThat(embedded.file()).isEmpty();
        assertThat(embedded.exists()).isFalse();
        assertThat(embedded.truncated()).isFalse();
        embedded.keepForOwner(EmbeddedTest::makeTables);
    }

    @Test
    void another_database_is_not_embedded() {
        assertThat(Embedded.of("jdbc:postgresql://127.0.0.1/ledger")).isEmpty();
    }

    @Test
    void one_in_memory_is_another_one_each_time() {
        assertThat(Embedded.inMemory()).isNotEqualTo(Embedded.inMemory());
        assertThat(Embedded.of(Embedded.inMemory()).orElseThrow().file()).isEmpty();
    }

    @Test
    void a_new_one_is_a_database_of_its_owner_from_its_first_moment_on() throws Exception {
        var file = folder.resolve("new/ledger.db");
        var embedded = Embedded.of("jdbc:sqlite:" + file).orElseThrow();

        embedded.keepForOwner(EmbeddedTest::makeTables);

        assertThat(embedded.truncated()).isFalse();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(file.getParent().toFile().list()).containsExactly("ledger.db");
    }

    @Test
    void one_that_is_there_is_left_as_it_is_but_for_who_may_read_it() throws Exception {
        var file = folder.resolve("ledger.db");
        var address = "jdbc:sqlite:" + file;
        try (var connection = DriverManager.getConnection(address); var statement = connection.createStatement()) {
            statement.execute("create table kept (a int)");
        }
        var before = Files.readAllBytes(file);

        Embedded.of(address).orElseThrow().keepForOwner(EmbeddedTest::makeTables);

        assertThat(file).hasBinaryContent(before);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void only_an_empty_file_is_truncated() throws IOException {
        var file = folder.resolve("ledger.db");
        var embedded = Embedded.of("jdbc:sqlite:" + file).orElseThrow();
        assertThat(embedded.truncated()).as("no file").isFalse();

        Files.createFile(file);
        assertThat(embedded.truncated()).isTrue();

        Files.write(file, new byte[] {1});
        assertThat(embedded.truncated()).isFalse();
    }

    @Test
    void one_that_another_program_has_made_meanwhile_stays() throws Exception {
        var file = folder.resolve("ledger.db");
        var address = "jdbc:sqlite:" + file;

        Embedded.of(address).orElseThrow().keepForOwner(aside -> {
            makeTables(aside);
            makeTables(address);
            execute(address, "insert into kept values (42)");
        });

        try (var connection = DriverManager.getConnection(address); var statement = connection.createStatement();
                var rows = statement.executeQuery("select a from kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
        assertThat(folder.toFile().list()).containsExactly("ledger.db");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void a_program_that_fails_to_make_the_tables_leaves_nothing_behind() {
        assertThatThrownBy(() -> Embedded.of("jdbc:sqlite:" + folder.resolve("ledger.db")).orElseThrow()
                .keepForOwner(aside -> {
            throw new IllegalStateException("no space is left");
        })).hasMessage("no space is left");

        assertThat(folder).isEmptyDirectory();
    }

    private static void makeTables(String address) {
        execute(address, "create table kept (a int)");
    }

    private static void execute(String address, String sql) {
        try (var connection = DriverManager.getConnection(address); var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
