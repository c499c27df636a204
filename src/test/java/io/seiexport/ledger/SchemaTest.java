package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SchemaTest {
    private final SQLiteDataSource ledger = new SQLiteDataSource();

    @TempDir
    private Path folder;

    @BeforeEach
    void nameTheLedger() {
        ledger.setUrl("jdbc:sqlite:" + folder.resolve("ledger.db"));
    }

    @Test
    void the_newest_version_is_that_of_the_last_file() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/io/seiexport/ledger"))) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("^V(\\d+)__.*", "$1"))
                    .mapToInt(Integer::parseInt).max()).hasValue(Schema.NEWEST);
        }
    }

    @Test
    void what_flyway_has_just_made_is_up_to_date() {
        migrate();

        assertThat(Schema.isUpToDate(ledger)).isTrue();
    }

    @Test
    void tables_beside_those_of_others_are_up_to_date() throws SQLException {
        execute("create table theirs (id int)");
        migrate();

        assertThat(Schema.isUpToDate(ledger)).isTrue();
    }

    @Test
    void an_empty_database_is_left_to_flyway() {
        assertThat(Schema.isUpToDate(ledger)).isFalse();
    }

    @Test
    void a_ledger_of_an_earlier_program_is_left_to_flyway() throws SQLException {
        migrate();
        execute("delete from sei_schema where version = '" + Schema.NEWEST + "'");

        assertThat(Schema.isUpToDate(ledger)).isFalse();
    }

    @Test
    void a_ledger_that_lacks_one_version_of_several_is_left_to_flyway() throws SQLException {
        migrate();
        execute("delete from sei_schema where version = '2'");

        assertThat(Schema.isUpToDate(ledger)).isFalse();
    }

    @Test
    void a_ledger_of_a_later_program_is_left_to_flyway() throws SQLException {
        migrate();
        enter(String.valueOf(Schema.NEWEST + 1), true);

        assertThat(Schema.isUpToDate(ledger)).isFalse();
    }

    @Test
    void a_version_that_failed_is_left_to_flyway() throws SQLException {
        migrate();
        execute("update sei_schema set success = 0 where version = '2'");

        assertThat(Schema.isUpToDate(ledger)).isFalse();
    }

    @Test
    void a_version_that_is_no_number_is_left_to_flyway() throws SQLException {
        migrate();
        enter("3.1", true);

        assertThat(Schema.isUpToDate(ledger)).isFalse();
    }

    private void migrate() {
        LedgerStore.tables(ledger.getUrl()).dataSource(ledger).load().migrate();
    }

    private void enter(String version, boolean success) throws SQLException {
        execute("insert into sei_schema select 99, '" + version + "', 'more', type, 'V99__more.sql', checksum, "
                + "installed_by, installed_on, execution_time, " + (success ? 1 : 0)
                + " from sei_schema where version = '1'");
    }

    private void execute(String statement) throws SQLException {
        try (var connection = ledger.getConnection(); var one = connection.createStatement()) {
            one.execute(statement);
        }
    }
}
