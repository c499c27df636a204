package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;

/** Who may look at what the program keeps for itself, and at what it lands. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has other permissions")
class OwnerTest extends RouteTest {
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";
    private static final byte[] CSV = "a,b\n1,2\n".getBytes(UTF_8);

    @Test
    void the_ledger_and_the_staging_folder_are_for_their_owner_alone() throws Exception {
        withoutLedger();
        start(Map.of("export.ba.scopes", "team:101"));

        export();

        try (var files = Files.list(folder).filter(file -> file.getFileName().toString().startsWith("ledger.db"))) {
            assertThat(files).contains(folder.resolve("ledger.db"), folder.resolve("ledger.db-wal"))
                    .allSatisfy(file -> assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------"));
        }
        assertThat(permissions(staging())).isEqualTo("rwx------");
    }

    @Test
    void what_was_refused_is_for_the_owner_alone() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "retry.max-attempts", "1"));
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/html", "<html>no</html>".getBytes(UTF_8)));

        ring("ba");
        ends.await();

        assertThat(permissions(staging().resolve("quarantine"))).isEqualTo("rwx------");
        try (var kept = Files.list(staging().resolve("quarantine"))) {
            assertThat(kept).hasSize(2).allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void a_staging_folder_that_is_open_to_others_stays_so_and_what_is_remembered_there_is_for_the_owner()
            throws Exception {
        Files.createDirectory(staging());
        permit(staging(), "rwxrwxrwx");
        start(Map.of("export.ba.scopes", "team:101", "export.ba.settle", "1"));

        export();

        assertThat(permissions(staging())).isEqualTo("rwxrwxrwx");
        assertThat(permissions(staging().resolve("prints"))).isEqualTo("rwx------");
        assertThat(filesIn(staging().resolve("prints"))).isNotEmpty();
    }

    @Test
    void what_somebody_has_left_open_is_closed() throws Exception {
        for (var own : Set.of("prints", "quarantine")) {
            Files.createDirectories(staging().resolve(own));
            permit(staging().resolve(own), "rwxr-xr-x");
        }
        start(Map.of());
        stopRoutes();
        permit(folder.resolve("ledger.db"), "rw-r--r--");

        startAgain(Map.of());

        assertThat(permissions(staging().resolve("prints"))).isEqualTo("rwx------");
        assertThat(permissions(staging().resolve("quarantine"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("ledger.db"))).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:sink-file", "file:"})
    void what_lands_is_for_whom_the_umask_lets_in(String sink) throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "export.ba.sinks", sink.equals("file:") ? sink + data() : sink));

        export();

        var mine = Files.createFile(folder.resolve("mine"));
        var myFolder = Files.createDirectory(folder.resolve("my-folder"));
        for (var name : filesIn(data())) {
            assertThat(permissions(data().resolve(name))).as(name).isEqualTo(permissions(mine));
        }
        assertThat(permissions(data())).isEqualTo(permissions(myFolder));
        assertThat(permissions(data().resolve(NAME).getParent())).isEqualTo(permissions(myFolder));
    }

    private void export() throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", CSV));
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
