package io.seiexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What becomes of an export when a disk is full: a real one, of a MiB, where the machine lets a test mount it. */
@Execution(ExecutionMode.CONCURRENT)
class FullDiskIT {
    private static final String NAME = "ba/team-101/weekly/2026-03-01_2026-03-31";
    private static final String STAGED = NAME.replace('/', '~');
    private static final int PAGE = 4096;
    private static final String A_DISK = """
            mount -t tmpfs -o size=1m tmpfs disk || exit %d
            run() {
              echo "=== run"; "$@" 2>&1; echo "status $?"; echo "files:"
              find disk data staging -type f -not -name .in-use -not -path '*/prints/*' \\
                  '(' -name '*.csv' -printf '%%p %%s\\n' -o -print ')' 2>/dev/null | sort
            }
            """.formatted(Installation.NOT_ALLOWED);
    /** One run on the empty disk, one on the full one, and one when there is room again. */
    private static final String THREE_RUNS = A_DISK + """
            run "$@"
            head -c 600000 /dev/zero > disk/filling
            run "$@"
            rm disk/filling
            run "$@"
            exit 0
            """;
    private static final byte[] SMALL = "a,b\n1,2\n".getBytes(UTF_8);
    /** Twice on the disk, for a moment, when it replaces itself. */
    private static final byte[] MEDIUM = ("a,b\n" + "1,2\n".repeat(75_000)).getBytes(UTF_8);
    private static final byte[] LARGE = ("a,b\n" + "1,2\n".repeat(150_000)).getBytes(UTF_8);

    @TempDir
    private Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        sandbox.faults().next(Call.DOWNLOAD, Fault.body("text/csv", SMALL));
        sandbox.faults().next(Call.DOWNLOAD, Fault.body("text/csv", LARGE)).forEver();
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:101")
                .set("export.ba.settle", 1);
        Files.createDirectory(directory.resolve("disk"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void a_full_staging_folder_is_named_and_leaves_nothing_and_is_healed_by_the_next_run() throws Exception {
        installation.set("staging.directory", "disk/staging").set("quarantine.max-bytes", 10_000);

        var runs = threeRuns();

        assertThat(runs[1]).contains("status 0");
        assertThat(runs[2]).contains("status 2", "failed (file): ", "disk/staging/", "no space is left on its disk",
                "staging.directory");
        assertThat(filesAfter(runs[2])).containsExactly("data/" + NAME + ".csv " + SMALL.length,
                "data/" + NAME + ".manifest.json", "disk/filling");
        assertThat(runs[3]).contains("status 0");
        assertThat(filesAfter(runs[3])).containsExactly("data/" + NAME + ".csv " + LARGE.length,
                "data/" + NAME + ".manifest.json");
    }

    @Test
    void a_full_folder_of_a_sink_is_named_and_keeps_the_old_file_and_is_healed_by_the_next_run() throws Exception {
        installation.set("sink.file.directory", "disk/data");

        var runs = threeRuns();

        assertThat(runs[1]).contains("status 0");
        assertThat(runs[2]).contains("status 2",
                "failed (sink): the sink direct:sink-file did not accept the file: disk/data/",
                "no space is left on its disk");
        assertThat(filesAfter(runs[2])).as("the old file and its manifest")
                .containsExactly("disk/data/" + NAME + ".csv " + SMALL.length, "disk/data/" + NAME + ".manifest.json",
                        "disk/filling", "staging/" + STAGED + "~2.csv " + LARGE.length);
        assertThat(runs[3]).contains("status 0");
        assertThat(filesAfter(runs[3])).containsExactly("disk/data/" + NAME + ".csv " + LARGE.length,
                "disk/data/" + NAME + ".manifest.json");
    }

    @Test
    void a_folder_of_a_sink_that_has_no_room_for_the_manifest_is_healed_by_the_next_run() throws Exception {
        sandbox.faults().clear();
        sandbox.faults().next(Call.DOWNLOAD, Fault.body("text/csv", MEDIUM)).forEver();
        installation.set("sink.file.directory", "disk/data");
        var filling = (1 << 20) - (MEDIUM.length / PAGE + 1) * PAGE;

        var runs = runs(A_DISK + """
                head -c %d /dev/zero > disk/filling
                run "$@"
                rm disk/filling
                run "$@"
                exit 0
                """.formatted(filling));

        assertThat(runs[1]).contains("status 2",
                "failed (sink): the sink direct:sink-file did not accept the file: disk/data/",
                ".manifest.json", "no space is left on its disk");
        assertThat(filesAfter(runs[1])).as("no file that no manifest vouches for")
                .containsExactly("disk/filling", "staging/" + STAGED + "~1.csv " + MEDIUM.length);
        assertThat(runs[2]).contains("status 0");
        assertThat(filesAfter(runs[2])).containsExactly("disk/data/" + NAME + ".csv " + MEDIUM.length,
                "disk/data/" + NAME + ".manifest.json");
    }

    private String[] threeRuns() throws Exception {
        return runs(THREE_RUNS);
    }

    /** What each of the runs wrote and left, from place 1 on. */
    private String[] runs(String script) throws Exception {
        var ended = Installation.ended(installation.mounting(script), "once", "--as-of", "2026-04-05T12:00:00Z");
        Installation.assumeMounted(ended.code(), ended.errors());
        assertThat(ended.code()).as(ended.errors()).isZero();
        return ended.output().split("=== run\n");
    }

    private static String[] filesAfter(String run) {
        return run.substring(run.indexOf("files:") + 6).strip().split("\n");
    }
}
