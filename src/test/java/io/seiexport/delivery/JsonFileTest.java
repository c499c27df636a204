package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFileTest {

    @TempDir
    private Path folder;

    private record Team(String name, List<String> members) {
    }

    @Test
    void what_is_written_is_read() throws IOException {
        var file = new JsonFile<>(folder.resolve("deep/team.json"), Team.class);

        file.write(new Team("A", List.of("Ada")));
        file.write(new Team("Zürich", List.of("Ada", "Grace")));

        assertThat(file.read()).isEqualTo(new Team("Zürich", List.of("Ada", "Grace")));
        assertThat(folder.resolve("deep")).isDirectoryContaining("glob:**/team.json");
        assertThat(folder.resolve("deep").toFile().list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"name\":\"A\"} more", "{\"name\":\"A\",\"lead\":\"Ada\"}"})
    void what_is_no_such_record_is_not_read(String text) throws IOException {
        var path = Files.writeString(folder.resolve("team.json"), text);

        assertThatThrownBy(() -> new JsonFile<>(path, Team.class).read()).isInstanceOf(IOException.class);
    }

    @Test
    void what_cannot_take_its_place_leaves_the_old_one_and_nothing_aside() throws IOException {
        var path = Files.createDirectories(folder.resolve("team.json/in-the-way")).getParent();

        assertThatThrownBy(() -> new JsonFile<>(path, Team.class).write(new Team("A", List.of())))
                .isInstanceOf(IOException.class);
        assertThat(path).isDirectory();
        assertThat(folder.toFile().list()).containsExactly("team.json");
    }
}
