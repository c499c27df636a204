package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a start whose ledger cannot be opened. */
class LedgerIT {
    @TempDir
    private Path directory;

    @Test
    void of_two_processes_with_one_file_the_second_ends_at_once() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            sandbox.faults().next(Call.CREATE, Fault.neverReady());
            var installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1");
            try (var first = installation.start("once")) {
                await().atMost(Installation.LIMIT).until(() -> sandbox.count(Call.CREATE, "ba") == 1);

                var second = installation.run("once");

                assertThat(second.code()).isEqualTo(1);
                assertThat(second.output()).isEmpty();
                assertThat(second.errors()).isEqualTo("ledger.url = jdbc:h2:./sei-export-ledger: another process works "
                        + "with this ledger; stop that one first, or let both use a PostgreSQL\n");
                assertThat(first.isAlive()).isTrue();
                assertThat(sandbox.count(Call.CREATE, "ba")).isEqualTo(1);
            }
        }
    }

    @Test
    void a_damaged_file_ends_the_start_with_one_sentence() throws Exception {
        var installation = Installation.in(directory);
        Files.writeString(installation.path("sei-export-ledger.mv.db"), "no database at all, ".repeat(1000));

        var ended = installation.run("once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors().lines()).singleElement().asString()
                .startsWith("ledger.url = jdbc:h2:./sei-export-ledger: the ledger cannot be opened: ");
    }
}
