package io.seiexport.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
    @TempDir
    private Path folder;
    private Path whole;
    private Path aside;

    @BeforeEach
    void write() throws IOException {
        whole = Files.writeString(folder.resolve("whole.csv"), "a,b\n");
        aside = folder.resolve(".whole.csv.part");
    }

    @Test
    void a_file_with_the_rights_of_a_new_one_gets_a_second_name() throws Exception {
        Files.writeString(aside, "left behind");

        assertThat(NewFile.link(whole, aside)).isTrue();

        assertThat(Files.isSameFile(whole, aside)).isTrue();
        assertThat(whole).hasContent("a,b\n");
    }

    @Test
    void a_file_that_others_might_not_read_gets_none() throws Exception {
        Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));

        assertThat(NewFile.link(whole, aside)).isFalse();

        assertThat(aside).doesNotExist();
    }

    @Test
    void where_no_file_can_be_made_it_is_said_as_of_any_new_one() {
        assertThatThrownBy(() -> NewFile.link(whole, folder.resolve("missing").resolve(".part")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_copy_has_all_bytes_and_is_a_file_of_its_own() throws Exception {
        Files.write(whole, new byte[40_000_000]);

        try (var copy = NewFile.forAll(aside, folder.resolve("copy.csv"))) {
            copy.copy(whole);
            copy.takePlace();
        }

        assertThat(folder.resolve("copy.csv")).hasSameBinaryContentAs(whole);
        assertThat(Files.isSameFile(whole, folder.resolve("copy.csv"))).isFalse();
    }
}
