package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.seiexport.failure.Reason;

@Order(1)
class SinkParquetTest extends CatalogueSinkTest {
    private static final String MANIFEST = "_manifests/" + NAME + ".json";

    SinkParquetTest() {
        super("sink-parquet");
    }

    @Override
    Map<String, String> ownSettings() {
        return Map.of("sink.parquet.directory", lake().toString());
    }

    @Test
    void each_cell_comes_back_as_the_type_of_its_column() throws Exception {
        startWith();

        deliver("""
                Issue Id,Share,Opened,Closed At,Done,Code,Note
                1,1.5,2026-04-01,2026-04-01 10:00:00,true,007,"said ""yes"",
                then ' no"
                2,,,,false,8,
                3000000000,-2,2026-04-02,2026-04-02T11:30:00,true,x,Zürich
                """);

        assertThat(rows("select typeof(issue_id), typeof(_share), typeof(opened), typeof(closed_at), typeof(done), "
                + "typeof(code), typeof(note) from ? limit 1")).containsExactly(
                "BIGINT|DOUBLE|DATE|TIMESTAMP|BOOLEAN|VARCHAR|VARCHAR");
        assertThat(rows("select * from ?")).containsExactly(
                "1|1.5|2026-04-01|2026-04-01 10:00:00.0|true|007|said \"yes\",\nthen ' no",
                "2|null|null|null|false|8|null",
                "3000000000|-2.0|2026-04-02|2026-04-02 11:30:00.0|true|x|Zürich");
        assertThat(filesIn(lake())).containsExactly(MANIFEST, NAME + ".parquet");
        assertThat(new ObjectMapper().readTree(lake().resolve(MANIFEST).toFile()).path("rows").intValue()).isEqualTo(3);
    }

    @Test
    void a_type_is_found_by_all_rows_however_many_there_are() throws Exception {
        startWith();

        deliver("Points,Note\n" + "1,x\n".repeat(50_000) + "none,x\n");

        assertThat(rows("select typeof(points), count(*) from ? group by 1")).containsExactly("VARCHAR|50001");
    }

    @Test
    void by_a_setting_all_columns_are_texts_under_their_own_names() throws Exception {
        startWith("sink.parquet.all-text", "true", "sink.parquet.normalize-names", "false");

        deliver("Story Points,Day\n1.50,2026-04-01\n");

        assertThat(rows("select \"Story Points\", Day, typeof(Day) from ?")).containsExactly("1.50|2026-04-01|VARCHAR");
    }

    @Test
    void a_file_that_is_delivered_again_replaces_the_old_one() throws Exception {
        startWith();
        deliver("Team,Points\nA,1\nB,2\n");

        deliver("Team,Points\nA,3\n");
        deliver("Team,Points\nA,3\n");

        assertThat(rows("select * from ?")).containsExactly("A|3");
        assertThat(filesIn(lake())).containsExactly(MANIFEST, NAME + ".parquet");
        assertThat(lake().resolve(MANIFEST)).content().contains("\"rows\" : 1,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's; a \"lake\" $1", "Bündel, 100% 'a+b' $x"})
    void a_folder_of_any_name_is_taken_as_it_is(String name) throws Exception {
        var odd = folder.resolve(name);
        startWith("sink.parquet.directory", odd.toString());

        deliver("Team,Points\nA,1\n");

        assertThat(filesIn(odd)).containsExactly(MANIFEST, NAME + ".parquet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"convert-to-parquet", "write-parquet-manifest-aside", "withdraw-parquet-manifest",
        "rename-parquet"})
    void what_another_node_has_delivered_meanwhile_stays(String step) throws Exception {
        startWith();
        deliver("Team,Points\nA,1\n");
        meanwhile.after(step, () -> {
            changeLedger("update sei_window set lease_no = lease_no + 1, lease_node = 'another'");
            Files.writeString(lake().resolve(NAME + ".parquet"), "of another node");
            return Files.writeString(lake().resolve(MANIFEST), "{}");
        });

        ring("ba");

        Awaitility.await().untilAsserted(() -> assertThat(ends.lost()).containsExactly("ba"));
        assertThat(lake().resolve(NAME + ".parquet")).hasContent("of another node");
        assertThat(lake().resolve(MANIFEST)).hasContent("{}");
        assertThat(filesIn(lake())).hasSize(2);
    }

    @Test
    void the_file_of_another_project_is_not_replaced() throws Exception {
        startWith();
        deliver("Team,Points\nA,1\n");
        startAgainWith("sei.project", "Theirs");

        assertThat(refused("Team,Points\nA,2\n").reason()).isEqualTo(Reason.FOREIGN_FILE);

        assertThat(rows("select * from ?")).containsExactly("A|1");
    }

    @Test
    void it_tells_whether_it_still_holds_what_it_got() throws Exception {
        startWith("export.ba.settle", "1");
        assertThat(settled("Team,Points\nA,1\n")).isTrue();
        assertThat(settled("Team,Points\nA,1\n")).isFalse();

        Files.delete(lake().resolve(NAME + ".parquet"));
        assertThat(settled("Team,Points\nA,1\n")).isTrue();
        Files.writeString(lake().resolve(MANIFEST), "{\"sha256\": \"another\"}");
        assertThat(settled("Team,Points\nA,1\n")).isTrue();

        assertThat(rows("select * from ?")).containsExactly("A|1");
        assertThat(settled("Team,Points\nA,1\n")).isFalse();
    }

    @Test
    void a_trial_leaves_no_file() throws Exception {
        startWith();

        assertThat(check()).containsExactly("ok    sink direct:sink-parquet");
        assertThat(lake().resolve("sei-export-check")).isDirectory();
        assertThat(filesIn(lake())).isEmpty();
    }

    @Test
    void a_file_of_which_other_rows_are_read_than_its_manifest_states_does_not_land() throws Exception {
        startWith();
        meanwhile.after("name-parquet-aside", () -> Files.writeString(staging().resolve(waiting().get(0)), "B,2\n",
                StandardOpenOption.APPEND));

        assertThat(refused("Team,Points\nA,1\n").sentence()).isEqualTo("the sink direct:sink-parquet did not accept the "
                + "file: IOException: DuckDB read 2 rows where the manifest states 1");

        assertThat(filesIn(lake())).isEmpty();
    }

    @Test
    void more_memory_than_the_setting_allows_is_not_taken() throws Exception {
        startWith("sink.parquet.memory-limit", "8MB");

        var failure = refused("Team,Points\n" + "A,1234567890123456789012345678901234567890\n".repeat(300_000));

        assertThat(failure.sentence()).startsWith("the sink direct:sink-parquet did not accept the file: ")
                .contains("Out of Memory Error");
        assertThat(filesIn(lake())).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_made_fails_this_sink_alone() throws Exception {
        Files.writeString(lake(), "in the way");
        startWith();

        assertThat(refused("Team,Points\nA,1\n").sentence())
                .startsWith("the sink direct:sink-parquet did not accept the file: " + lake());
    }

    @Test
    void without_its_folder_it_is_missed_at_the_start() {
        assertThatThrownBy(() -> startWith("sink.parquet.directory", "")).rootCause().hasMessage(
                "sink.parquet.directory is missing: export.ba.sinks names direct:sink-parquet, which needs it");
    }

    private Path lake() {
        return folder.resolve("lake");
    }

    /** The rows of a query for the file, each as its values with bars between them. */
    private List<String> rows(String sql) throws SQLException, IOException {
        var file = lake().resolve(NAME + ".parquet").toString();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql.replace("?", "read_parquet('" + file + "')"))) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                var values = new ArrayList<String>();
                for (var column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(result.getObject(column)));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        }
    }
}
