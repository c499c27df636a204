package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithdrawalTest {
    private static final String NAME = "ba/team-456/weekly/2026-01-01_2026-01-31.manifest.json";

    @TempDir
    private Path folder;

    @Test
    void an_old_manifest_is_taken_away_and_nothing_else() throws IOException {
        var manifest = folder.resolve(NAME);
        Files.createDirectories(manifest.getParent());
        Files.writeString(manifest, "{}");
        var csv = Files.writeString(manifest.resolveSibling("2026-01-01_2026-01-31.csv"), "a\n");

        new Withdrawal().withdraw(folder.toString(), NAME);

        assertThat(manifest).doesNotExist();
        assertThat(csv).exists();
    }

    @Test
    void where_there_is_none_nothing_happens() throws IOException {
        new Withdrawal().withdraw(folder.resolve("new").toString(), NAME);

        assertThat(folder).isEmptyDirectory();
    }
}
