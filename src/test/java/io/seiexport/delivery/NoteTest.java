package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

import io.seiexport.api.Job;
import io.seiexport.memory.JsonFile;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.proof.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteTest {
    private static final File CSV = new File("x.csv");
    private static final Staged STAGED = new Staged(CSV, new Proof(3, 2, 4_000_000_000L, 1000, "abc",
            List.of("a", "b"), List.of("Odd.")), Duration.ofMillis(1500), new Drift(List.of("b"), List.of(), true),
            true);
    private static final Job JOB = new Job("exp_1", true, "COMPLETED", "2026-02-01T05:00:00Z", "2026-02-01T05:01:30Z",
            "a message", "", "https://files.example.com/x?signature=secret");

    @TempDir
    private Path folder;

    @Test
    void all_that_the_sinks_and_the_manifest_need_comes_back_from_the_file() throws IOException {
        var note = written(note("direct:sink-file"));

        assertThat(note.request()).isEqualTo("{\"a\":1}");
        assertThat(note.staged(CSV)).isEqualTo(STAGED);
        assertThat(note.staged(CSV).warnings()).hasSize(3).startsWith("Odd.");
        assertThat(note.job()).isEqualTo(new Job("exp_1", true, "COMPLETED", "2026-02-01T05:00:00Z",
                "2026-02-01T05:01:30Z", "", "", ""));
    }

    @Test
    void a_sink_that_has_the_file_is_not_owed_and_one_that_is_added_is() throws IOException {
        var note = written(note("direct:one", "direct:two", "direct:three").servedAlso("direct:two"));

        assertThat(note.owed(List.of("direct:one", "direct:two", "direct:three")))
                .containsExactly("direct:one", "direct:three");
        assertThat(note.owed(List.of("direct:two", "direct:four"))).containsExactly("direct:four");
        assertThat(note.owed(List.of("direct:two"))).isEmpty();
    }

    @Test
    void sinks_of_the_same_name_are_told_apart() throws IOException {
        var note = written(note().servedAlso("file:/mnt?fileName=a"));

        assertThat(note.owed(List.of("file:/mnt?fileName=a", "file:/mnt?fileName=b", "file:/mnt")))
                .containsExactly("file:/mnt?fileName=b", "file:/mnt");
    }

    @Test
    void no_secret_is_written_down() throws IOException {
        written(note().servedAlso("sftp://me:swordfish@host/x?password=RAW(swordfish)&pasword=swordfish"));

        assertThat(folder.resolve("note.json")).content().contains("sftp:").doesNotContain("swordfish")
                .doesNotContain("signature");
    }

    @Test
    void a_note_that_lacks_something_is_none() throws IOException {
        written(note());
        var text = Files.readString(folder.resolve("note.json"));
        for (var field : List.of("server", "request", "served", "exportId", "createdAt", "completedAt", "proof",
                "drift")) {
            Files.writeString(folder.resolve("note.json"), text.replace("\"" + field + "\" :", "\"" + field + "\" : null, \"reused\" :"));
            assertThatThrownBy(() -> new JsonFile<>(folder.resolve("note.json"), Note.class).read()).as(field)
                    .isInstanceOf(IOException.class);
        }
    }

    private Note written(Note note) throws IOException {
        var file = new JsonFile<>(folder.resolve("note.json"), Note.class);
        file.write(note);
        return file.read();
    }

    private static Note note(String... sinks) {
        return Note.of("prod1", new Export("ba", List.of("ba"), new Scope("", "1"),
                new Window(LocalDate.EPOCH, LocalDate.EPOCH), "weekly", "{\"a\":1}", List.of(sinks)), JOB, STAGED);
    }
}
