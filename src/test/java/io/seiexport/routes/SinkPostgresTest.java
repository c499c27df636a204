package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.Postgres;

class SinkPostgresTest extends CatalogueSinkTest {
    private String url;

    SinkPostgresTest() {
        super("sink-postgres");
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        url = Postgres.emptyDatabase();
    }

    @Override
    Map<String, String> ownSettings() {
        return Map.of("sink.postgres.url", url, "sink.postgres.username", Postgres.user(),
                "sink.postgres.password", "swordfish");
    }

    @Test
    void the_rows_are_loaded_as_they_are_beside_whose_they_are() throws Exception {
        startWith();

        deliver("Team,Story Points,Note\nA,1.50,\"said \"\"yes\"\",\n\\N, then no\"\nB,,\"\"\n");

        assertThat(rows("select team, story_points, note from sei_ba order by team")).containsExactly(
                "A|1.50|said \"yes\",\n\\N, then no", "B|null|");
        assertThat(rows("select distinct sei_server, sei_org, sei_project, sei_scope, sei_window_start, "
                + "sei_window_end, sei_granularity, sei_export_id like 'exp_%' from sei_ba")).containsExactly(
                sandbox().address() + "|Acme|Metrics|team:101|2026-04-01|2026-04-30|weekly|t");
        assertThat(rows("select sei_domain, row_count, sha256 = manifest->>'sha256', manifest->>'rows' "
                + "from sei_manifest")).containsExactly("ba|2|t|2");
    }

    @Test
    void a_window_that_is_delivered_again_replaces_its_own_rows_and_no_others() throws Exception {
        startWith("export.ba.scopes", "team:101,team:102");
        ring("ba");
        ends.await();
        var others = rows("select count(*) from sei_ba where sei_scope = 'team:102'");
        startAgainWith("export.ba.scopes", "team:101");

        deliver("Team,Points\nA,1\nB,2\n");
        deliver("Team,Points\nA,3\n");

        assertThat(rows("select team, points from sei_ba where sei_scope = 'team:101'")).containsExactly("A|3");
        assertThat(rows("select count(*) from sei_ba where sei_scope = 'team:102'")).isEqualTo(others);
        assertThat(rows("select row_count from sei_manifest where sei_scope = 'team:101'")).containsExactly("1");
    }

    @Test
    void a_report_of_zero_bytes_leaves_no_rows_of_its_window_but_its_manifest() throws Exception {
        startWith("export.legacy-efficiency.enabled", "true", "export.legacy-efficiency.scopes", "team:123",
                "export.legacy-efficiency.sinks", "direct:sink-postgres", "empty-replaces", "warn");
        ring("legacy-efficiency");
        ends.await();
        assertThat(rows("select count(*) from sei_legacy_efficiency")).containsExactly("1");
        sandbox().faults().next(Call.REPORT, Fault.body("text/csv", new byte[0]));

        ring("legacy-efficiency");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(rows("select count(*) from sei_legacy_efficiency")).containsExactly("0");
        assertThat(rows("select row_count, manifest->>'exportId' from sei_manifest")).containsExactly("0|null");
    }

    @Test
    void the_same_file_twice_is_there_once() throws Exception {
        startWith();

        deliver("Team,Points\nA,1\n");
        deliver("Team,Points\nA,1\n");

        assertThat(rows("select team, points from sei_ba")).containsExactly("A|1");
        assertThat(rows("select count(*) from sei_manifest")).containsExactly("1");
    }

    @Test
    void the_rows_of_another_project_in_the_same_tables_stay() throws Exception {
        startWith();
        deliver("Team,Points\nA,1\n");
        startAgainWith("sei.project", "Theirs");

        deliver("Team,Points\nA,2\n");

        assertThat(rows("select sei_project, points from sei_ba order by 1")).containsExactly("Metrics|1", "Theirs|2");
    }

    @Test
    void new_columns_are_added_and_missing_ones_are_left_empty() throws Exception {
        startWith();
        deliver("Team,Points\nA,1\n");

        deliver("Level,Team\nhigh,A\n");

        assertThat(rows("select team, points, level from sei_ba")).containsExactly("A|null|high");
    }

    @Test
    void a_column_that_a_person_gave_another_type_keeps_it() throws Exception {
        startWith();
        deliver("Team,Points\nA,1\n");
        rows("alter table sei_ba alter points type numeric(6,2) using points::numeric");

        deliver("Team,Points\nA,2.5\nB,\n");

        assertThat(rows("select sum(points), count(points) from sei_ba")).containsExactly("2.50|1");
        assertThat(refused("Team,Points\nA,many\n").sentence())
                .contains("invalid input syntax for type numeric: \"many\"");
        assertThat(rows("select sum(points) from sei_ba")).containsExactly("2.50");
    }

    @Test
    void names_that_are_odd_or_taken_or_the_same_are_told_apart() throws Exception {
        startWith();

        deliver("xmin,A b,a_b,Größe (cm),2026,\"x\"\"; drop table sei_ba; --\",sei_scope\n1,2,3,4,5,6,7\n");

        assertThat(rows("select column_name from information_schema.columns where table_name = 'sei_ba' and "
                + "ordinal_position > 8 order by ordinal_position")).containsExactly("xmin_003832da", "a_b_0000f843",
                "a_b_00017804", "größe_cm", "_2026", "x_drop_table_sei_ba", "sei_scope_f1a2806c");
    }

    @Test
    void nobody_sees_rows_before_their_manifest() throws Exception {
        startWith();
        deliver("Team,Points\nA,1\n");
        var seen = new ArrayList<String>();
        meanwhile.after("renew-lease-before-postgres-commit", () -> seen.addAll(rows(
                "select points, row_count from sei_ba, sei_manifest")));

        deliver("Team,Points\nA,2\nB,3\n");

        assertThat(seen).containsExactly("1|1");
    }

    @Test
    void what_another_node_has_loaded_meanwhile_stays() throws Exception {
        startWith();
        deliver("Team,Points\nA,1\n");
        meanwhile.after("write-manifest-for-postgres", () -> {
            changeLedger("update sei_window set lease_no = lease_no + 1, lease_node = 'another'");
            return null;
        });

        ring("ba");

        Awaitility.await().untilAsserted(() -> assertThat(ends.lost()).containsExactly("ba"));
        assertThat(rows("select team, points from sei_ba")).containsExactly("A|1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Team,Points\nA,1\nB\n", "Team,Points\n\\.\nA,1\n"})
    void a_file_that_the_database_reads_in_another_way_leaves_the_old_rows(String csv) throws Exception {
        startWith("ragged-rows", "warn");
        deliver("Team,Points\nA,1\n");

        assertThat(refused(csv).reason()).isEqualTo(Reason.SINK);

        assertThat(rows("select team, points from sei_ba")).containsExactly("A|1");
        assertThat(rows("select row_count from sei_manifest")).containsExactly("1");
    }

    @Test
    void it_tells_whether_it_still_holds_what_it_got() throws Exception {
        startWith("export.ba.settle", "1");
        assertThat(settled("Team,Points\nA,1\n")).isTrue();
        assertThat(settled("Team,Points\nA,1\n")).isFalse();

        rows("delete from sei_ba returning team");
        assertThat(settled("Team,Points\nA,1\n")).isTrue();
        rows("update sei_manifest set sha256 = 'another' returning sha256");
        assertThat(settled("Team,Points\nA,1\n")).isTrue();
        rows("drop table sei_ba");
        assertThat(settled("Team,Points\nA,1\n")).isTrue();

        assertThat(rows("select team, points from sei_ba")).containsExactly("A|1");
        assertThat(settled("Team,Points\nA,1\n")).isFalse();
    }

    @Test
    void a_trial_leaves_no_rows_and_no_table() throws Exception {
        startWith();

        assertThat(check()).containsExactly("ok    sink direct:sink-postgres");

        assertThat(rows("select table_name from information_schema.tables where table_schema = 'public'"))
                .containsExactly("sei_manifest");
        assertThat(rows("select count(*) from sei_manifest")).containsExactly("0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "sink.postgres.url      | jdbc:postgresql://127.0.0.1:1/x?password=swordfish | jdbc:postgresql://127.0.0.1:1/x: "
            + "Connection to 127.0.0.1:1 refused. Check that the hostname and port are correct and that the postmaster "
            + "is accepting TCP/IP connections; check sink.postgres.url",
        "sink.postgres.url      | mysql://127.0.0.1/x | sink.postgres.url = mysql://127.0.0.1/x: use an address such as "
            + "jdbc:postgresql://host/database",
        "sink.postgres.username | nobody | %s: FATAL: role \"nobody\" does not exist; check sink.postgres.username and "
            + "sink.postgres.password",
        "sink.postgres.schema   | none   | %s: ERROR: schema \"none\" does not exist; check sink.postgres.schema, and "
            + "what sink.postgres.username may do there"})
    void a_server_that_does_not_take_it_is_said_in_a_sentence(String key, String value, String sentence)
            throws Exception {
        startWith(key, value);

        assertThat(refused("Team,Points\nA,1\n").sentence()).startsWith(
                "the sink direct:sink-postgres did not accept the file: " + sentence.formatted(url))
                .doesNotContain("swordfish");
    }

    @Test
    void another_schema_is_another_place() throws Exception {
        rows("create schema metrics");
        startWith("sink.postgres.schema", "metrics");

        deliver("Team,Points\nA,1\n");

        assertThat(rows("select team, points from metrics.sei_ba")).containsExactly("A|1");
    }

    @Test
    void a_file_of_many_rows_is_loaded_whole() throws Exception {
        startWith();
        var rows = 200_000;

        deliver("Team,Points\n" + "A,1234567890123456789012345678901234567890\n".repeat(rows));

        assertThat(rows("select count(*), min(row_count) from sei_ba, sei_manifest"))
                .containsExactly(rows + "|" + rows);
    }

    @Test
    void its_settings_are_missed_at_the_start() {
        assertThatThrownBy(() -> startWith("sink.postgres.password", "", "sink.postgres.usernam", "x")).rootCause()
                .hasMessageContaining("sink.postgres.password is missing: export.ba.sinks names direct:sink-postgres")
                .hasMessageContaining("sink.postgres.usernam is not a setting; did you mean sink.postgres.username?");
    }

    /** The rows of a query, each as its values with bars between them; none of another statement. */
    private List<String> rows(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, Postgres.user(), "any");
                var statement = connection.createStatement()) {
            var rows = new ArrayList<String>();
            if (statement.execute(sql)) {
                var result = statement.getResultSet();
                while (result.next()) {
                    var values = new ArrayList<String>();
                    for (var column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                        values.add(String.valueOf(result.getString(column)));
                    }
                    rows.add(String.join("|", values));
                }
            }
            return rows;
        }
    }
}
