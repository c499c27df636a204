package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;

/** Folders in whose place lies a file, which nobody may write into, not even root. */
class UnwritableFolderTest extends RouteTest {
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";

    @Test
    void a_staging_folder_that_cannot_be_written_is_named_at_once_and_healed_by_the_next_tick() throws Exception {
        Files.writeString(staging(), "a file where a folder should be");
        start(Map.of("export.ba.scopes", "team:101"));

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.FILE);
        assertThat(failure.sentence()).contains(staging().toString());
        assertThat(sandbox().count(Call.DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(filesIn(data())).isEmpty();

        assertThatItIsHealed(staging());
    }

    @Test
    void a_folder_of_a_sink_that_cannot_be_written_is_named_and_the_other_sink_is_served() throws Exception {
        var other = folder.resolve("other");
        Files.writeString(data(), "a file where a folder should be");
        start(Map.of("export.ba.scopes", "team:101", "export.ba.sinks", "direct:sink-file,file:" + other));

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.SINK);
        assertThat(failure.sentence()).startsWith("the sink direct:sink-file did not accept the file: ")
                .contains(data().toString());
        assertThat(filesIn(other)).containsExactly(NAME + ".csv");
        assertThat(waiting()).containsExactly(NAME.replace('/', '~') + "~1.csv");

        assertThatItIsHealed(data());
        assertThat(waiting()).isEmpty();
    }

    private Failure failure() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }

    private void assertThatItIsHealed(Path inTheWay) throws Exception {
        Files.delete(inTheWay);
        ring("ba");
        ends.await();
        assertThat(ends.delivered()).hasSize(1);
        assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
    }
}
