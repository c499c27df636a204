package io.seiexport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;

/**
 * Measures the way of one large file, from asking for the download to the staged file that is proven whole, beside curl
 * and gunzip (or igzip), which prove nothing but the checksum; and how much memory that takes.
 */
final class DownloadRow implements Row {
    private static final long SHORT_BYTES = 100_000_000;
    private static final long FULL_BYTES = 523_000_000;
    private static final int TIMES_FOR_10_GB = 19;
    private static final double RESIDENT_KB = 200_000;
    private static final int RUNS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "download";
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        var file = LargeFile.of(bytes(workshop.isFull()), workshop.folder());
        var beside = new ArrayList<>(List.of("gunzip", "igzip"));
        beside.removeIf(tool -> Workshop.tool("curl").isEmpty() || Workshop.tool(tool).isEmpty());
        var gunzip = new Pairs();
        var igzip = new Pairs();
        var resident = 0L;
        try (var sandbox = serving(file)) {
            for (var run = 0; run < RUNS; run++) {
                var installed = installed(workshop, sandbox);
                var cost = installed.run(List.of("-Xmx64m"), "once");
                resident = Math.max(resident, cost.residentKb());
                var manifest = installed.manifests().get(0);
                file.demandSame(Installed.csvOf(manifest));
                var seconds = Installed.read(manifest).get("transferMillis").asDouble() / 1000;
                var download = sandbox.address() + "/v2/insights/ba/exports/"
                        + Installed.read(manifest).get("exportId").asText() + "/download";
                for (var tool : beside) {
                    (tool.equals("igzip") ? igzip : gunzip).add(seconds, unpacked(download, tool, file, workshop));
                }
            }
        }
        var size = file.bytes() / 1_000_000 + " MB, " + file.zippedBytes() / 1_000_000 + " MB gzipped: ";
        var figures = new ArrayList<>(List.of(
                compared("gunzip", gunzip, size, beside), compared("igzip", igzip, size, beside),
                Figure.of("download.memory", Figure.megabytes(resident) + " resident with -Xmx64m", "200 MB",
                        RESIDENT_KB / resident)));
        if (workshop.isFull()) {
            figures.add(tenGigabytes(file, workshop));
        }
        return figures;
    }

    /** How large the file is. */
    static long bytes(boolean full) {
        return full ? FULL_BYTES : SHORT_BYTES;
    }

    private static Figure compared(String tool, Pairs pairs, String size, List<String> beside) {
        var name = "download." + tool;
        return !beside.contains(tool) ? Figure.notMeasured(name, "curl or " + tool + " is not installed")
                : Figure.of(name, size + Figure.seconds(pairs.ours()),
                "curl | " + tool + ": " + Figure.seconds(pairs.other()), pairs.ratio());
    }

    static Sandbox serving(LargeFile file) throws IOException {
        var sandbox = Sandbox.start(0, Options.immediate());
        var served = Fault.body("application/gzip", file.zippedBytes(), file::zipped);
        sandbox.faults().next(Call.DOWNLOAD, served).forEver();
        return sandbox;
    }

    private static Installed installed(Workshop workshop, Sandbox sandbox) throws IOException {
        return workshop.installed("download").exportingFrom(sandbox.address()).only("ba")
                .set("export.ba.window", "fixed:2026-01-01..2026-03-31");
    }

    private static double unpacked(String download, String tool, LargeFile file, Workshop workshop) throws Exception {
        var csv = workshop.folder().resolve("unpacked.csv");
        Files.deleteIfExists(csv);
        var command = new ProcessBuilder("sh", "-c", "curl -sSf -H 'Authorization: ApiKey a-key' '" + download
                + "?projectIdentifier=a-project&orgIdentifier=an-org' | " + tool + " -dc > '" + csv + "'");
        var cost = Installed.ended(Timed.run(command, LIMIT));
        file.demandSame(csv);
        Files.delete(csv);
        return cost.wall();
    }

    /** Ten gigabytes and their copy lie on a disk: they do not fit into memory. */
    private static Figure tenGigabytes(LargeFile file, Workshop workshop) throws Exception {
        var folder = Files.createTempDirectory(Path.of("target"), "bench");
        try {
            var larger = file.withRowsAgain(TIMES_FOR_10_GB, workshop.folder());
            try (var sandbox = serving(larger)) {
                var installed = installed(workshop, sandbox)
                        .set("staging.directory", folder.resolve("staging").toAbsolutePath())
                        .set("sink.file.directory", folder.resolve("data").toAbsolutePath());
                var cost = installed.run(List.of("-Xmx64m"), "once");
                try (var files = Files.walk(folder.resolve("data"))) {
                    larger.demandSame(files.filter(one -> one.toString().endsWith(".csv")).findFirst().orElseThrow());
                }
                return Figure.of("download.memory-10-gb", Figure.megabytes(cost.residentKb())
                        + " resident with -Xmx64m for " + larger.bytes() / 1_000_000 + " MB", "200 MB",
                        RESIDENT_KB / cost.residentKb());
            }
        } finally {
            Workshop.delete(folder);
        }
    }
}
