package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;

/** What somebody may have put where a file is about to be written. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no pipes, and links need a privilege")
@Execution(ExecutionMode.CONCURRENT)
class PlantedTest extends RouteTest {
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";
    private static final String PRINT = "ba~team-101~weekly~2026-04-01_2026-04-30";
    /** The first that works on a window says so in the names of its files. */
    private static final String STAGED = PRINT + "~1";
    private static final String CSV = "a,b\n1,2\n";
    private static final String SECRET = "of somebody else";

    private Path target;

    @BeforeEach
    void target() throws IOException {
        target = Files.writeString(folder.resolve("target"), SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {".2026-04-01_2026-04-30.csv.1.part", ".2026-04-01_2026-04-30.manifest.json.1.part",
        "2026-04-01_2026-04-30.csv", "2026-04-01_2026-04-30.manifest.json"})
    void a_link_in_the_folder_of_a_sink_is_replaced_and_not_followed(String name) throws Exception {
        var planted = inTheSink(name);
        Files.createSymbolicLink(planted, target);

        deliver();

        assertThat(target).hasContent(SECRET);
        assertThatItLanded();
    }

    @ParameterizedTest
    @ValueSource(strings = {".2026-04-01_2026-04-30.csv.1.part", ".2026-04-01_2026-04-30.manifest.json.1.part",
        "2026-04-01_2026-04-30.csv", "2026-04-01_2026-04-30.manifest.json"})
    void a_pipe_in_the_folder_of_a_sink_is_replaced_and_not_waited_for(String name) throws Exception {
        pipe(inTheSink(name));

        deliver();

        assertThatItLanded();
    }

    @ParameterizedTest
    @ValueSource(strings = {".csv.part", ".csv", ".received"})
    void a_link_in_the_staging_folder_is_replaced_and_not_followed(String ending) throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        Files.createSymbolicLink(Files.createDirectories(staging()).resolve(STAGED + ending), target);

        export();

        assertThat(target).hasContent(SECRET);
        assertThatItLanded();
        assertThat(waiting()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {STAGED + ".csv.part", STAGED + ".csv", STAGED + ".received", ".in-use"})
    void a_pipe_in_the_staging_folder_is_replaced_and_not_waited_for(String name) throws Exception {
        pipe(Files.createDirectories(staging()).resolve(name));

        deliver();

        assertThatItLanded();
        assertThat(waiting()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PRINT + ".rows", PRINT + ".rows.new", PRINT + ".rows.new.part"})
    void a_pipe_in_what_is_remembered_is_replaced_and_not_waited_for(String name) throws Exception {
        var planted = Files.createDirectories(staging().resolve("prints")).resolve(name);
        pipe(planted);
        start(Map.of("export.ba.scopes", "team:101", "export.ba.settle", "1"));

        export();
        export();

        assertThatItLanded();
        assertThat(Files.isRegularFile(planted) || Files.notExists(planted)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {PRINT + ".rows", PRINT + ".rows.new", PRINT + ".rows.new.part"})
    void a_link_in_what_is_remembered_is_replaced_and_not_followed(String name) throws Exception {
        var planted = Files.createDirectories(staging().resolve("prints")).resolve(name);
        Files.createSymbolicLink(planted, target);
        start(Map.of("export.ba.scopes", "team:101", "export.ba.settle", "1"));

        export();

        assertThat(target).hasContent(SECRET);
        assertThat(planted).satisfiesAnyOf(there -> assertThat(there).isRegularFile(),
                there -> assertThat(there).doesNotExist());
        assertThat(Files.isSymbolicLink(planted)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-04-01_2026-04-30.csv", "2026-04-01_2026-04-30.manifest.json"})
    void a_pipe_in_place_of_what_was_delivered_is_not_waited_for(String name) throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "export.ba.settle", "1"));
        export();
        Files.delete(inTheSink(name));
        pipe(inTheSink(name));

        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", CSV.getBytes(UTF_8)));
        tick("ba", NOW);

        assertThat(ends.await().failed()).isEmpty();
        assertThatItLanded();
    }

    @ParameterizedTest
    @ValueSource(strings = {".2026-04-01_2026-04-30.csv.part", "2026-04-01_2026-04-30.csv"})
    void a_pipe_in_a_folder_without_a_route_is_replaced_and_not_waited_for(String name) throws Exception {
        pipe(inTheSink(name));
        start(Map.of("export.ba.scopes", "team:101", "export.ba.sinks", "file:" + data()));

        export();

        assertThat(data().resolve(NAME + ".csv")).isRegularFile().hasContent(CSV);
    }

    @Test
    void a_pipe_in_place_of_the_ledger_is_named_and_not_waited_for() throws Exception {
        withoutLedger();
        pipe(folder.resolve("ledger.db"));

        assertThatThrownBy(() -> start(Map.of())).rootCause().hasMessageContaining("ledger.db");
    }

    @Test
    void an_empty_folder_under_the_hidden_name_is_taken_away() throws Exception {
        Files.createDirectory(inTheSink(".2026-04-01_2026-04-30.csv.1.part"));

        deliver();

        assertThatItLanded();
    }

    @Test
    void a_folder_under_the_hidden_name_that_holds_something_is_named() throws Exception {
        var planted = inTheSink(".2026-04-01_2026-04-30.csv.1.part");
        Files.createDirectories(planted.resolve("something"));
        start(Map.of("export.ba.scopes", "team:101"));

        ring("ba");

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> assertThat(failure.sentence())
                .isEqualTo("the sink direct:sink-file did not accept the file: " + planted
                + " cannot be written: directory not "
                + "empty"));
        assertThat(planted.resolve("something")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data/ba/team-101/weekly", "staging"})
    void a_folder_may_be_a_link_to_another(String linked) throws Exception {
        var link = folder.resolve(linked);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Files.createDirectory(folder.resolve("elsewhere")));

        deliver();

        assertThatItLanded();
        assertThat(link).isSymbolicLink();
    }

    private Path inTheSink(String name) throws IOException {
        return Files.createDirectories(data().resolve(NAME).getParent()).resolve(name);
    }

    private static void pipe(Path path) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor()).isZero();
    }

    private void deliver() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        export();
    }

    private void export() throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", CSV.getBytes(UTF_8)));
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private void assertThatItLanded() throws IOException {
        var csv = data().resolve(NAME + ".csv");
        var manifest = data().resolve(NAME + ".manifest.json");
        assertThat(Files.isRegularFile(csv, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(csv).hasContent(CSV);
        try (var names = Files.list(csv.getParent())) {
            assertThat(names).containsExactlyInAnyOrder(csv, manifest);
        }
    }
}
