package io.seiexport.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.TcpProxy;

/**
 * Measures a day's exports beside what people would take in place of the program: the loop of the API's documents in
 * Python, curl and gunzip in a loop of a shell, and a plain client in Java that proves each file.
 */
final class InsteadRow implements Row {
    private static final Duration JOB = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Path SCRIPTS = Path.of("src/test/resources/bench");
    private static final int GZIP = 0x1f;

    @Override
    public String name() {
        return "instead";
    }

    /** What one of them has cost, seen from its machine and from the server. */
    private record Outcome(Timed.Cost cost, long bytes, int requests) {

        String words() {
            return Figure.seconds(cost.wall()) + ", " + Figure.seconds(cost.processor()) + " of processor, "
                    + Figure.megabytes(cost.residentKb()) + ", " + bytes / 1000 + " kB, " + requests + " requests";
        }
    }

    private interface Way {
        ProcessBuilder from(String server, Path folder) throws IOException;
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        var teams = workshop.isFull() ? 40 : 1;
        var hashes = new TreeMap<String, String>();
        var list = new StringBuilder();
        Way program = (server, folder) -> workshop.installed("instead").exportingFrom(URI.create(server)).teams(teams)
                .call(List.of(), "once");
        var ours = outcome("instead", program, workshop);
        for (var manifest : new Installed(workshop.jar(), workshop.folder().resolve("instead")).manifests()) {
            var said = Installed.read(manifest);
            var name = said.get("domain").asText() + "-" + said.get("scope").asText().replace(':', '-');
            hashes.put(name, said.get("sha256").asText());
            list.append(line(said.get("domain").asText(), name, said.get("request").toString()));
        }
        BrokenPromise.unless(hashes.size() == teams * Installed.DOMAINS.size(),
                hashes.size() + " files were delivered");

        var figures = new ArrayList<Figure>();
        for (var way : ways(list.toString(), workshop).entrySet()) {
            if (!isThere(way.getKey())) {
                figures.add(Figure.notMeasured("instead." + way.getKey(), "what it needs is not installed"));
                continue;
            }
            var other = outcome(way.getKey(), way.getValue(), workshop);
            demandSame(hashes, workshop.folder().resolve(way.getKey()));
            figures.add(Figure.of("instead." + way.getKey(), hashes.size() + " exports: " + ours.words(),
                    way.getKey() + ": " + other.words(), other.cost().wall() / ours.cost().wall()));
        }
        return figures;
    }

    private static String line(String domain, String name, String request) {
        var insights = "SERVER/v2/insights/";
        var jobs = insights + (domain.equals("sprint") ? "sprints" : domain);
        return insights + domain + "/exports\t" + jobs + "/exports\t" + name + "\t" + request + "\n";
    }

    private static Map<String, Way> ways(String list, Workshop workshop) {
        var classes = workshop.jar() + File.pathSeparator + Path.of("target/test-classes").toAbsolutePath();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new TreeMap<>(Map.of(
                "python", (server, folder) -> new ProcessBuilder("python3", script("instead.py"),
                        written(list, server, folder), folder.toString()),
                "shell", (server, folder) -> new ProcessBuilder("sh", script("instead.sh"),
                        written(list, server, folder), folder.toString()),
                "plain-java", (server, folder) -> new ProcessBuilder(java, "-cp", classes, PlainClient.class.getName(),
                        written(list, server, folder), folder.toString())));
    }

    private static String script(String name) {
        return SCRIPTS.resolve(name).toAbsolutePath().toString();
    }

    private static String written(String list, String server, Path folder) throws IOException {
        return Files.writeString(folder.resolve("exports.tsv"), list.replace("SERVER", server)).toString();
    }

    private static boolean isThere(String way) throws IOException, InterruptedException {
        return switch (way) {
            case "python" -> Workshop.tool("python3").isPresent()
                    && Timed.run(new ProcessBuilder("python3", "-c", "import requests"), LIMIT).exitCode() == 0;
            case "shell" -> Workshop.tool("curl").isPresent() && Workshop.tool("gunzip").isPresent();
            default -> true;
        };
    }

    /** Of one of them alone with a server of its own, behind a wire that counts the bytes. */
    private static Outcome outcome(String name, Way way, Workshop workshop) throws Exception {
        var folder = workshop.folder().resolve(name);
        Workshop.delete(folder);
        Files.createDirectories(folder);
        try (var sandbox = Sandbox.start(0, Options.defaults().lasting(JOB, Duration.ZERO));
                var wire = TcpProxy.to("127.0.0.1", sandbox.address().getPort())) {
            var cost = Installed.ended(Timed.run(way.from("http://127.0.0.1:" + wire.port(), folder), LIMIT));
            return new Outcome(cost, wire.requestBytes() + wire.responseBytes(), RequestsRow.requests(sandbox));
        }
    }

    private static void demandSame(Map<String, String> hashes, Path folder) throws IOException {
        for (var file : hashes.entrySet()) {
            var csv = folder.resolve(file.getKey() + ".csv");
            BrokenPromise.unless(LargeFile.digest(unpacked(csv)).equals(file.getValue()), csv
                    + " is not the file that the program delivered");
        }
    }

    /** The documents' loop keeps a gzipped body as it came. */
    private static InputStream unpacked(Path csv) throws IOException {
        var bytes = Files.readAllBytes(csv);
        var content = Files.newInputStream(csv);
        return bytes.length > 0 && bytes[0] == GZIP ? new GZIPInputStream(content) : content;
    }
}
