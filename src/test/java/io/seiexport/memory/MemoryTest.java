package io.seiexport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.support.CamelWith;
import io.seiexport.support.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

    @TempDir
    private Path folder;

    @Test
    void nothing_is_known_of_a_series_that_is_new() throws IOException {
        assertThat(memory().columns(export("1", "2026-01-01"))).isEmpty();
        assertThat(memory().took(export("1", "2026-01-01"))).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_is_known_outlives_the_program_and_holds_for_every_window() throws IOException {
        memory().keepColumns(export("1", "2026-01-01"), List.of("Team", "Größe, m²"));
        memory().keepTook(export("1", "2026-02-01"), Duration.ofMinutes(10));

        assertThat(memory().columns(export("1", "2026-03-01"))).containsExactly("Team", "Größe, m²");
        assertThat(memory().took(export("1", "2026-03-01"))).contains(Duration.ofMinutes(10));
    }

    @Test
    void the_last_one_counts() throws IOException {
        memory().keepColumns(export("1", "2026-01-01"), List.of("a"));
        memory().keepColumns(export("1", "2026-01-01"), List.of("b"));

        assertThat(memory().columns(export("1", "2026-01-01"))).containsExactly("b");
    }

    @Test
    void every_series_has_a_memory_of_its_own() throws IOException {
        memory().keepColumns(export("1", "2026-01-01"), List.of("a"));

        assertThat(memory().columns(export("2", "2026-01-01"))).isEmpty();
        assertThat(folder.resolve("memory/ba~team-1~weekly.json")).exists();
    }

    @Test
    void what_cannot_be_read_is_forgotten_with_a_warning() throws IOException {
        var file = Files.createDirectories(folder.resolve("memory")).resolve("ba~team-unreadable~weekly.json");
        Files.writeString(file, "{\"columns\":[\"a\"");
        try (var said = LogLines.of(Memory.class.getName())) {
            assertThat(memory().columns(export("unreadable", "2026-01-01"))).isEmpty();
            assertThat(memory().took(export("unreadable", "2026-01-01"))).isEmpty();

            assertThat(said.lines()).filteredOn(line -> line.contains("team-unreadable")).singleElement().asString()
                    .startsWith("WARN " + file + " cannot be read and is forgotten: ");
        }
        memory().keepTook(export("unreadable", "2026-01-01"), Duration.ofSeconds(1));
        assertThat(memory().took(export("unreadable", "2026-01-01"))).contains(Duration.ofSeconds(1));
    }

    @Test
    void what_cannot_be_written_is_no_reason_to_fail() throws IOException {
        Files.writeString(folder.resolve("memory"), "in the way");
        try (var said = LogLines.of(Memory.class.getName())) {
            memory().keepColumns(export("unwritable", "2026-01-01"), List.of("a"));

            assertThat(said.lines()).filteredOn(line -> line.contains("team-unwritable")).singleElement().asString()
                    .startsWith("WARN ").contains("cannot be written");
        }
    }

    @Test
    void what_is_damaged_in_another_way_than_json_can_be_is_forgotten_too() throws IOException {
        var file = Files.createDirectories(folder.resolve("memory")).resolve("ba~team-zeros~weekly.json");
        Files.write(file, new byte[64]);

        assertThat(memory().columns(export("zeros", "2026-01-01"))).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void what_cannot_be_read_now_is_neither_forgotten_nor_taken_for_unknown() throws IOException {
        var file = folder.resolve("memory/ba~team-away~weekly.json");
        Files.createDirectories(file.resolve("a-folder-in-its-place"));

        assertThatThrownBy(() -> memory().columns(export("away", "2026-01-01"))).isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " cannot be read: ");
        memory().keepColumns(export("away", "2026-01-01"), List.of("a"));
        memory().keepTook(export("away", "2026-01-01"), Duration.ofMinutes(1));

        assertThat(memory().took(export("away", "2026-01-01"))).isEmpty();
        assertThat(file).isDirectory().isNotEmptyDirectory();
    }

    @Test
    void a_folder_that_cannot_be_looked_into_hides_what_may_be_known() throws IOException {
        Files.writeString(folder.resolve("memory"), "a file where the folder should be");

        assertThatThrownBy(() -> memory().columns(export("hidden", "2026-01-01"))).isInstanceOf(IOException.class)
                .hasMessageContaining("memory");
    }

    private Memory memory() {
        var memory = new Memory();
        memory.setCamelContext(CamelWith.settings(Map.of("staging.directory", folder.toString())));
        return memory;
    }

    private static Export export(String team, String start) {
        return new Export("ba", List.of("ba"), new Scope("", team),
                new Window(LocalDate.parse(start), LocalDate.parse(start).plusDays(6)), "WEEKLY", "{}", List.of());
    }
}
