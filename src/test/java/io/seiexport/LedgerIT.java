package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Manifests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a start whose ledger cannot be opened. */
class LedgerIT {
    @TempDir
    private static Path directory;

    @Test
    void two_processes_with_one_file_share_the_work_and_each_sees_all_of_it_through() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.defaults().lasting(Duration.ofSeconds(1), Duration.ofSeconds(4)))) {
            var installation = Installation.in(directory).exportingFrom(sandbox.address())
                    .only("ba", "team:1,team:2,team:3,team:4,team:5,team:6").set("export.max-in-flight", 2)
                    .set("export.ba.window", "fixed:2026-01-01..2026-01-31");
            try (var first = installation.start("once")) {
                await().atMost(Installation.LIMIT).until(() -> sandbox.count(Call.CREATE, "ba") > 0);

                var second = installation.runAlone("once");

                assertThat(Installation.complaints(second.errors())).isEmpty();
                assertThat(second.code()).isZero();
                assertThat(first.waitFor(Installation.LIMIT)).isZero();
                assertThat(Installation.complaints(first.errors())).isEmpty();
                assertThat(sandbox.count(Call.CREATE, "ba")).isEqualTo(6);
                assertThat(sandbox.count(Call.DOWNLOAD, "ba")).isEqualTo(6);
                assertThat(installation.files("data")).hasSize(12);
                Manifests.vouchForTheirFiles(installation.path("data"));
            }
        }
    }

    @Test
    void an_empty_file_is_not_taken_for_a_new_ledger() throws Exception {
        var installation = Installation.in(directory);
        Files.createFile(installation.path("sei-export-ledger.db"));

        var ended = installation.run("once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).isEqualTo("ledger.url = jdbc:sqlite:./sei-export-ledger.db: this file is empty, so "
                + "it is not a ledger; restore its backup, or delete it to start a new ledger\n");
        assertThat(installation.path("sei-export-ledger.db")).isEmptyFile();
    }

    @Test
    void a_damaged_file_ends_the_start_with_one_sentence() throws Exception {
        var installation = Installation.in(directory);
        Files.writeString(installation.path("sei-export-ledger.db"), "no database at all, ".repeat(1000));

        var ended = installation.run("once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors().lines()).singleElement().asString()
                .startsWith("ledger.url = jdbc:sqlite:./sei-export-ledger.db: the ledger cannot be opened: ");
    }
}
