package io.seiexport.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has other permissions")
    void a_file_with_the_rights_of_a_new_one_gets_a_second_name() throws Exception {
        Files.writeString(aside, "left behind");

        assertThat(NewFile.link(whole, aside)).isTrue();

        assertThat(Files.isSameFile(whole, aside)).isTrue();
        assertThat(whole).hasContent("a,b\n");
    }

    /** No umask makes a new file one that can be run. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has other permissions")
    void a_file_that_others_might_not_read_gets_none() throws Exception {
        Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rwx------"));

        assertThat(NewFile.link(whole, aside)).isFalse();

        assertThat(aside).doesNotExist();
    }

    /** A zip is a file system of Java that knows neither owners nor modes, like that of Windows. */
    @Test
    void where_nobody_can_tell_who_may_read_a_file_no_two_are_alike() throws Exception {
        try (var zip = FileSystems.newFileSystem(folder.resolve("files.zip"), Map.of("create", "true"))) {
            var one = Files.writeString(zip.getPath("one.csv"), "a,b\n");
            var other = Files.writeString(zip.getPath("other.csv"), "a,b\n");

            assertThat(Owner.areAlike(one, other)).isFalse();
        }
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
            copy.takePlace(new SyncableFolders());
        }

        assertThat(folder.resolve("copy.csv")).hasSameBinaryContentAs(whole);
        assertThat(Files.isSameFile(whole, folder.resolve("copy.csv"))).isFalse();
    }
}
