package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import io.seiexport.settings.RunMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program that was killed has left in the staging folder, and what becomes of it at the next start. */
class SweepTest extends RouteTest {
    private static final String NAME = "ba~team-1~weekly~2026-04-01_2026-04-30~1";

    @ParameterizedTest
    @ValueSource(strings = {NAME + ".csv", NAME + ".csv.part", NAME + ".csv.gz", NAME + ".csv.1.gz",
        NAME + ".transformed.csv", NAME + ".transformed.csv.part", NAME + ".transformed.jsonl",
        NAME + ".transformed.jsonl.part", NAME + ".scratch",
        NAME + ".received", "quarantine/x.json.part", "prints/" + NAME + ".rows.new",
        "prints/" + NAME + ".rows.new.part", "prints/rows-1.scratch"})
    void what_nobody_can_use_is_gone_after_the_start(String left) throws Exception {
        leave(left);

        start(Map.of());

        assertThat(staging().resolve(left)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.csv", "other.csv.part", "prints/" + NAME + ".rows", "quarantine/x.body"})
    void what_others_keep_there_stays(String kept) throws Exception {
        leave(kept);

        start(Map.of());

        assertThat(staging().resolve(kept)).exists();
    }

    @Test
    void a_file_that_waits_for_its_sink_stays() throws Exception {
        var sinkIsDown = Map.of("export.ba.scopes", "team:1", "export.ba.sinks",
                "file:" + Files.writeString(folder.resolve("down"), "a file where a folder should be"));
        start(sinkIsDown);
        tick("ba", NOW);
        ends.await();
        assertThat(waiting()).containsExactly(NAME + ".csv");
        leave(NAME.replaceFirst("1$", "2") + ".csv");

        startAgain(sinkIsDown);

        assertThat(waiting()).containsExactly(NAME + ".csv");
    }

    @Test
    void a_command_that_only_looks_leaves_all_as_it_is() throws Exception {
        leave(NAME + ".csv.part");

        start(Map.of(RunMode.WITHOUT_EFFECT, "true"));

        assertThat(waiting()).containsExactly(NAME + ".csv.part");
    }

    @Test
    void a_folder_that_is_in_use_is_left_alone() throws Exception {
        leave(NAME + ".csv.part");
        leave(".in-use");
        try (var user = FileChannel.open(staging().resolve(".in-use"), StandardOpenOption.READ);
                var lock = user.lock(0, Long.MAX_VALUE, true)) {
            start(Map.of());

            assertThat(lock.isValid()).isTrue();
            assertThat(waiting()).containsExactly(NAME + ".csv.part");
        }
    }

    @Test
    void when_the_program_has_ended_the_folder_is_free_for_another() throws Exception {
        start(Map.of());

        stopRoutes();

        try (var next = FileChannel.open(staging().resolve(".in-use"), StandardOpenOption.WRITE);
                var lock = next.tryLock()) {
            assertThat(lock).isNotNull();
        }
    }

    private void leave(String name) throws IOException {
        var file = staging().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a\n");
    }
}
