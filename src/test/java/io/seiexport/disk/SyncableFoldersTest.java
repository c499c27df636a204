package io.seiexport.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncableFoldersTest {
    @TempDir
    private Path folder;
    private final List<Folder> tried = new ArrayList<>();
    private final SyncableFolders folders = new SyncableFolders(one -> {
        tried.add(one);
        return one.couldBeSynced();
    });

    @Test
    void a_folder_is_tried_once_for_all_files_that_take_their_place_in_it() throws Exception {
        for (var number = 0; number < 3; number++) {
            try (var file = NewFile.forAll(folder.resolve(".part"), folder.resolve(number + ".csv"))) {
                file.takePlace(folders);
            }
        }

        assertThat(tried).containsExactly(new Folder(folder));
        assertThat(folder).isDirectoryContaining("glob:**/2.csv");
    }

    @Test
    void one_that_can_no_longer_be_synced_fails_and_is_then_tried_anew() throws Exception {
        var removed = new Folder(Files.createDirectory(folder.resolve("removed")));
        assertThat(folders.contain(removed)).isTrue();
        Files.delete(removed.path());

        assertThatThrownBy(() -> folders.sync(removed)).isInstanceOf(IOException.class);

        assertThat(folders.contain(removed)).isFalse();
        assertThat(tried).hasSize(2);
    }

    @Test
    void one_that_could_not_be_synced_for_a_moment_is_synced_afterwards() throws Exception {
        var late = new Folder(folder.resolve("late"));
        assertThat(folders.contain(late)).isFalse();

        Files.createDirectory(late.path());

        assertThat(folders.contain(late)).isTrue();
    }

    @Test
    void of_very_many_folders_the_earliest_are_forgotten() throws Exception {
        for (var number = 0; number < 1001; number++) {
            folders.contain(new Folder(Files.createDirectory(folder.resolve("one-" + number))));
        }

        folders.contain(new Folder(folder.resolve("one-1000")));
        assertThat(tried).hasSize(1001);
        folders.contain(new Folder(folder.resolve("one-0")));
        assertThat(tried).hasSize(1002);
    }
}
