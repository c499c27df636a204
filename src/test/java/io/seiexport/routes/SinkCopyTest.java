package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;

/** A sink that is like another one, with settings of its own. */
class SinkCopyTest extends RouteTest {
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";

    private void deliver() throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));
        tick("ba", NOW);
        assertThat(ends.await().failed()).isEmpty();
    }

    private Map<String, String> settings() {
        return Map.of("export.ba.scopes", "team:101", "export.ba.settle", "1",
                "export.ba.sinks", "direct:sink-file,direct:sink-archive",
                "sink.archive.like", "file", "sink.archive.directory", folder.resolve("archive").toString());
    }

    @Test
    void both_have_the_file_each_in_its_place() throws Exception {
        start(settings());

        deliver();

        assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        assertThat(filesIn(folder.resolve("archive"))).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        assertThat(folder.resolve("archive").resolve(NAME + ".csv"))
                .hasSameBinaryContentAs(data().resolve(NAME + ".csv"));
    }

    @Test
    void each_tells_for_itself_what_it_still_holds() throws Exception {
        start(settings());
        deliver();
        Files.delete(folder.resolve("archive").resolve(NAME + ".csv"));
        var other = Files.readString(data().resolve(NAME + ".manifest.json"));

        deliver();

        assertThat(filesIn(folder.resolve("archive"))).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        assertThat(data().resolve(NAME + ".manifest.json")).hasContent(other);
    }
}
