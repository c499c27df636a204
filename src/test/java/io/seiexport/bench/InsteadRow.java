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
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
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
    private static final String OURS = "instead";
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
        var figures = new ArrayList<Figure>();
        for (var name : List.of("plain-java", "python", "shell")) {
            if (isThere(name)) {
                var ours = outcome(OURS, program(teams, workshop), workshop);
                var delivered = new Installed(workshop.jar(), workshop.folder().resolve(OURS)).manifests();
                BrokenPromise.unless(delivered.size() == teams * Installed.DOMAINS.size(),
                        delivered.size() + " files were delivered");
                var other = outcome(name, way(name, listOf(delivered), workshop), workshop);
                demandSame(delivered, workshop.folder().resolve(name));
                figures.addAll(compared(name, delivered.size(), ours, other));
            } else {
                figures.add(Figure.notMeasured("instead." + name, "what it needs is not installed"));
            }
        }
        return figures;
    }

    private static List<Figure> compared(String name, int exports, Outcome ours, Outcome other) {
        var wall = Figure.of("instead." + name, exports + " exports: " + ours.words(), name + ": " + other.words(),
                other.cost().wall() / ours.cost().wall());
        // The others start neither Java nor prove anything: their processor time says nothing of the program.
        return !name.equals("plain-java") ? List.of(wall) : List.of(wall, Figure.of("instead.plain-java-processor",
                Figure.seconds(ours.cost().processor()) + " of processor", name + ": "
                + Figure.seconds(other.cost().processor()), other.cost().processor() / ours.cost().processor()));
    }

    private static Way program(int teams, Workshop workshop) {
        return (server, folder) -> workshop.installed(OURS).exportingFrom(URI.create(server)).teams(teams)
                .call(List.of(), "once");
    }

    /** The same requests as those of the program, for those that take its place. */
    private static String listOf(List<Path> manifests) throws IOException {
        var list = new StringBuilder();
        for (var manifest : manifests) {
            var said = Installed.read(manifest);
            list.append(line(said.get("domain").asText(), nameOf(said), said.get("request").toString()));
        }
        return list.toString();
    }

    private static String nameOf(JsonNode manifest) {
        return manifest.get("domain").asText() + "-" + manifest.get("scope").asText().replace(':', '-');
    }

    private static String line(String domain, String name, String request) {
        var insights = "SERVER/v2/insights/";
        var jobs = insights + (domain.equals("sprint") ? "sprints" : domain);
        return insights + domain + "/exports\t" + jobs + "/exports\t" + name + "\t" + request + "\n";
    }

    private static Way way(String name, String list, Workshop workshop) {
        var classes = workshop.jar() + File.pathSeparator + Path.of("target/test-classes").toAbsolutePath();
        var command = switch (name) {
            case "python" -> List.of("python3", script("instead.py"));
            case "shell" -> List.of("sh", script("instead.sh"));
            default -> List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classes,
                    PlainClient.class.getName());
        };
        return (server, folder) -> {
            var call = new ArrayList<>(command);
            call.add(Files.writeString(folder.resolve("exports.tsv"), list.replace("SERVER", server)).toString());
            call.add(folder.toString());
            return new ProcessBuilder(call);
        };
    }

    private static String script(String name) {
        return SCRIPTS.resolve(name).toAbsolutePath().toString();
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

    private static void demandSame(List<Path> delivered, Path folder) throws IOException {
        for (var manifest : delivered) {
            var said = Installed.read(manifest);
            var csv = folder.resolve(nameOf(said) + ".csv");
            BrokenPromise.unless(LargeFile.digest(unpacked(csv)).equals(said.get("sha256").asText()),
                    csv + " is not the file that the program delivered");
        }
    }

    /** The documents' loop keeps a gzipped body as it came. */
    private static InputStream unpacked(Path csv) throws IOException {
        var bytes = Files.readAllBytes(csv);
        var content = Files.newInputStream(csv);
        return bytes.length > 0 && bytes[0] == GZIP ? new GZIPInputStream(content) : content;
    }
}
