package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;

/** The columns of a file are changed by settings alone. */
class TransformColumnsTest extends RouteTest {
    private static final String LANDED = "ba/team-1/weekly/2026-04-01_2026-04-30.csv";
    private static final String SALT = "salt of the tests";

    private final Map<String, String> settings = new HashMap<>(Map.of("export.ba.scopes", "team:1",
            "export.ba.transform", "direct:transform-columns", "transform.columns.salt", SALT));

    private void export(String csv, String... columns) throws Exception {
        for (var column : columns) {
            settings.put("export.ba.columns." + column.split("=")[0], column.split("=")[1]);
        }
        start(settings);
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
        ring("ba");
        ends.await();
    }

    private static String hash(String cell) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SALT.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(cell.getBytes(UTF_8)));
    }

    @Test
    void a_file_lands_with_a_column_hashed_another_dropped_and_a_third_renamed() throws Exception {
        export("Team,Developer,E-mail,Hours\nA,Jane Doe,jane@example.com,1\nB,,,2\n", "hash=Developer", "drop=E-mail",
                "rename=Hours:Effort");

        assertThat(data().resolve(LANDED)).hasContent("Team,Developer,Effort\nA," + hash("Jane Doe") + ",1\nB,,2\n");
        assertThat(filesIn(data())).hasSize(2);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void the_manifest_says_what_became_of_each_column_that_did_not_stay_and_no_secret() throws Exception {
        export("Team,Developer,E-mail,Hours,Week\nA,Jane Doe,jane@example.com,1,2\n", "hash=Developer,Week",
                "drop=E-mail", "rename=Hours:Effort,Week:W");

        var manifest = Files.readString(data().resolve(LANDED.replace(".csv", ".manifest.json")));
        var json = new ObjectMapper();
        assertThat(json.readTree(manifest).get("changedColumns")).isEqualTo(json.readTree("""
                {"Developer": "hashed", "E-mail": "dropped", "Hours": "renamed to Effort",
                "Week": "hashed, renamed to W"}"""));
        assertThat(manifest).doesNotContain(SALT);
    }

    @Test
    void a_single_column_may_be_left_under_a_new_name() throws Exception {
        export("Team,Hours\nA,1\n", "keep=Team", "rename=Team:Group");

        assertThat(data().resolve(LANDED)).hasContent("Group\nA\n");
    }

    @Test
    void a_column_that_the_file_does_not_have_fails_the_export_and_nothing_lands() throws Exception {
        export("Team,Person\nA,Jane Doe\n", "hash=Developer");

        assertThat(ends.failed().values()).containsExactly(new Failure(Reason.TRANSFORM, "export.ba.columns.hash names "
                + "'Developer', which the file does not have; its columns are 'Team', 'Person'"));
        assertThat(filesIn(data())).isEmpty();
    }

    @Test
    void a_row_whose_cells_belong_to_no_column_fails_the_export_and_nothing_lands() throws Exception {
        settings.put("ragged-rows", "warn");

        export("Developer,Hours\nJane Doe,1\nof A,John Roe,2\n", "hash=Developer");

        assertThat(ends.failed().values()).containsExactly(new Failure(Reason.TRANSFORM, "row 2 of the file has not "
                + "the 2 fields of its header, so nobody can tell which of them belong to which column; ragged-rows=fail "
                + "refuses such a file as it comes"));
        assertThat(filesIn(data())).isEmpty();
    }

    @Test
    void where_the_disk_of_the_staging_folder_is_at_fault_the_transform_is_not_to_blame() throws Exception {
        var name = LANDED.replace('/', '~').replace(".csv", "~1.transformed.csv.part");
        Files.createDirectories(staging().resolve(name).resolve("in-the-way"));

        export("Team,Hours\nA,1\n", "keep=Team");

        assertThat(ends.failed().values()).extracting(Failure::reason).containsExactly(Reason.FILE);
    }
}
