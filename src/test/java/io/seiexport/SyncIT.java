package io.seiexport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** In which order what lands reaches the disk: as the system calls of the program tell, where strace may follow it. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class SyncIT {
    private static final String FOLDER = "ba/team-101/weekly";
    private static final String NAME = "2026-03-01_2026-03-31";
    private static final String LEDGER_SYNCED = "f(data)?sync\\(\\d+<.*/sei-export-ledger\\.db-wal>[) ]";

    @TempDir
    private Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/bin/strace")), "strace is not installed");
        sandbox = Sandbox.start(0, Options.immediate());
        sandbox.faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8))).forEver();
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:101")
                .set("export.ba.settle", 1);
    }

    @AfterEach
    void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void the_file_its_manifest_and_their_folders_are_on_the_disk_before_the_ledger_says_so() throws Exception {
        var calls = calls();

        var data = directory.resolve("data");
        var folder = data.resolve(FOLDER);
        inThisOrder(calls,
                synced(directory.resolve("staging/ba~team-101~weekly~" + NAME + "~1.csv.part")),
                renamed("~1.csv.part"),
                synced(directory.resolve("staging")),
                ledger("ba~team-101~weekly~" + NAME + "~1.csv"),
                LEDGER_SYNCED,
                synced(directory),
                synced(data),
                synced(data.resolve("ba")),
                synced(data.resolve("ba/team-101")),
                "link.*~1\\.csv\".*/\\." + NAME + "\\.csv\\.1\\.part\"",
                synced(folder.resolve("." + NAME + ".manifest.json.1.part")),
                renamed("." + NAME + ".csv.1.part"),
                synced(folder),
                renamed("." + NAME + ".manifest.json.1.part"),
                synced(folder),
                ledger("direct:sink-file"),
                LEDGER_SYNCED);
    }

    @Test
    void an_old_manifest_is_off_the_disk_before_its_file_is_replaced() throws Exception {
        calls();
        sandbox.faults().clear();
        sandbox.faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,3\n".getBytes(UTF_8)));

        var calls = calls();

        var folder = directory.resolve("data").resolve(FOLDER);
        inThisOrder(calls, "unlink.*/" + NAME + "\\.manifest\\.json\"", synced(folder),
                renamed("." + NAME + ".csv.2.part"));
    }

    @Test
    void what_lands_in_a_folder_without_a_route_is_on_the_disk_before_the_ledger_says_so() throws Exception {
        var share = directory.resolve("share");
        installation.set("export.ba.sinks", "file:" + share);

        var calls = calls();

        inThisOrder(calls, renamed("." + NAME + ".csv.part"), synced(share.resolve(FOLDER).resolve(NAME + ".csv")),
                synced(share.resolve(FOLDER)), ledger("file:"));
    }

    private List<String> calls() throws Exception {
        var trace = directory.resolve("trace");
        var ended = Installation.ended(installation.program().within("/usr/bin/strace", "-f", "-y", "-s", "5000",
                "-e", "trace=fsync,fdatasync,link,linkat,rename,renameat,renameat2,unlink,unlinkat,pwrite64", "-o",
                trace.toString()), "once", "--as-of", "2026-04-05T12:00:00Z");
        assumeTrue(!ended.errors().contains("ptrace"), "strace may not follow a process here: " + ended.errors());
        assertThat(ended.code()).as(ended.errors()).isZero();
        return Files.readAllLines(trace, ISO_8859_1);
    }

    private static void inThisOrder(List<String> calls, String... patterns) {
        var left = calls;
        for (var pattern : patterns) {
            var expected = Pattern.compile(pattern);
            var found = 0;
            while (found < left.size() && !expected.matcher(left.get(found)).find()) {
                found++;
            }
            assertThat(found).as("%s, among the calls after those before it:%n%s", pattern,
                    String.join("\n", left.stream().filter(call -> !call.contains("pwrite64")).toList()))
                    .isLessThan(left.size());
            left = left.subList(found + 1, left.size());
        }
    }

    private static String synced(Path path) {
        return "fsync\\(\\d+<" + quoted(path.toString()) + ">[) ]";
    }

    private static String renamed(String name) {
        return "rename.*" + quoted(name) + "\"";
    }

    /** A row of the ledger that holds this. */
    private static String ledger(String text) {
        return "pwrite64\\(\\d+<.*/sei-export-ledger\\.db-wal>.*" + quoted(text);
    }

    private static String quoted(String text) {
        return Pattern.quote(text);
    }
}
