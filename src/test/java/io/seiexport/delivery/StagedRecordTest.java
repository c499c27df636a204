package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.seiexport.csv.Proof;
import io.seiexport.job.Job;
import io.seiexport.ledger.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger keeps of a staged file. */
class StagedRecordTest {
    private static final File CSV = new File("/staging/x~7.csv");
    private static final Staged STAGED = new Staged(CSV, new Proof(3, 2, 4_000_000_000L, 1000, "abc",
            List.of("a", "b"), List.of("Odd.")), Duration.ofMillis(1500), new Drift(List.of("b"), List.of(), true),
            true);
    private static final Job JOB = new Job("exp_1", true, "COMPLETED", "2026-02-01T05:00:00Z", "2026-02-01T05:01:30Z",
            "a message", "", "https://files.example.com/x?signature=secret");

    private static final String KEPT = StagedRecord.of(JOB, STAGED).write();

    @Test
    void all_that_the_sinks_and_the_manifest_need_comes_back_from_the_row() throws IOException {
        var kept = StagedRecord.read(KEPT);

        assertThat(kept.staged(Path.of("/staging"))).isEqualTo(STAGED.asRecorded());
        assertThat(kept.staged(Path.of("/staging")).warnings()).hasSize(3).startsWith("Odd.");
        assertThat(kept.job(row(true))).isEqualTo(new Job("exp_1", true, "COMPLETED", "2026-02-01T05:00:00Z",
                "2026-02-01T05:01:30Z", "", "", ""));
        assertThat(kept.job(row(0)).reused()).isFalse();
    }

    @Test
    void one_of_a_release_that_knew_of_no_question_can_be_read() throws IOException {
        var kept = StagedRecord.read(KEPT.replace(",\"unanswered\":[]", ""));

        assertThat(KEPT).contains("\"unanswered\"");
        assertThat(kept).isEqualTo(StagedRecord.read(KEPT));
    }

    @Test
    void the_file_is_looked_for_in_the_folder_of_whoever_goes_on() throws IOException {
        assertThat(StagedRecord.read(KEPT).staged(Path.of("/elsewhere")).file())
                .isEqualTo(new File("/elsewhere/x~7.csv"));
    }

    @Test
    void nothing_of_what_the_server_said_but_the_manifest_needs_is_kept() {
        assertThat(KEPT).doesNotContain("secret").doesNotContain("signature").doesNotContain("https")
                .doesNotContain("a message")
                .doesNotContain("/staging");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "completedAt", "proof", "drift"})
    void what_lacks_something_is_nothing(String field) {
        assertThatThrownBy(() ->
                StagedRecord.read(KEPT.replace("\"" + field + "\":", "\"" + field + "\":null,\"transferMillis\":")))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "null", "{\"other\": 1}"})
    void what_is_no_such_record_is_nothing(String text) {
        assertThatThrownBy(() -> StagedRecord.read(text)).isInstanceOf(IOException.class);
    }

    private static Entry row(Object reused) {
        return Entry.of(Map.of("export_id", "exp_1", "created_at", "2026-02-01T05:00:00Z", "reused", reused));
    }
}
