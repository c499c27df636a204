package io.seiexport.bench;

import static java.nio.file.StandardOpenOption.APPEND;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.support.JavaProgram;
import io.seiexport.support.RouteFolder;

/** The packaged program as a user has it: settings and routes as they are delivered, in a folder of their own. */
record Installed(Path jar, Path folder) {
    static final List<String> DOMAINS = List.of("ba", "efficiency", "productivity", "sprint", "ticket-data");
    private static final Path SETTINGS = Path.of("application.properties");
    private static final Duration LIMIT = Duration.ofHours(1);

    static Installed in(Path folder, Path jar) throws IOException {
        Files.createDirectories(folder);
        Files.copy(SETTINGS, folder.resolve(SETTINGS));
        RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        return new Installed(jar, folder);
    }

    /** Adds a line to the settings file; of two lines with the same key the last one counts. */
    Installed set(String key, Object value) throws IOException {
        Files.writeString(folder.resolve(SETTINGS), "\n" + key + "=" + value, APPEND);
        return this;
    }

    Installed exportingFrom(URI server) throws IOException {
        return set("sei.base-url", server).set("sei.api-key", "a-key").set("sei.project", "a-project")
                .set("sei.org", "an-org");
    }

    /** Leaves one domain switched on, with one team. */
    Installed only(String domain) throws IOException {
        for (var other : DOMAINS) {
            set("export." + other + ".enabled", other.equals(domain));
        }
        return set("export." + domain + ".scopes", "team:1");
    }

    /** Gives each domain so many teams. */
    Installed teams(int count) throws IOException {
        var scopes = new StringBuilder("team:1");
        for (var team = 2; team <= count; team++) {
            scopes.append(",team:").append(team);
        }
        for (var domain : DOMAINS) {
            set("export." + domain + ".scopes", scopes);
        }
        return this;
    }

    /** A start of it as {@code java -jar} does it. */
    ProcessBuilder call(List<String> jvmOptions, String... arguments) throws IOException {
        return JavaProgram.jar(jar).in(folder).jvmOptions(jvmOptions.toArray(String[]::new)).call(arguments);
    }

    Timed.Cost run(List<String> jvmOptions, String... arguments) throws IOException, InterruptedException {
        return ended(Timed.run(call(jvmOptions, arguments), LIMIT));
    }

    /** The cost of a run, which has ended well. */
    static Timed.Cost ended(Timed.Cost cost) {
        if (cost.exitCode() != 0) {
            throw new BrokenPromise("exit code " + cost.exitCode() + ": " + cost.output() + cost.errors());
        }
        return cost;
    }

    List<Path> manifests() throws IOException {
        try (var files = Files.walk(folder.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".manifest.json")).sorted().toList();
        }
    }

    static Path csvOf(Path manifest) {
        return Path.of(manifest.toString().replace(".manifest.json", ".csv"));
    }

    static JsonNode read(Path manifest) throws IOException {
        return new ObjectMapper().readTree(manifest.toFile());
    }
}
