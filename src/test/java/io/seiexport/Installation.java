package io.seiexport;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

import io.seiexport.cli.SeiExport;
import io.seiexport.support.JavaProgram;
import io.seiexport.support.RouteFolder;
import io.seiexport.support.StartedProcess;

/** A folder as an operator has it, with the settings file and the routes, in which the packaged program is run. */
final class Installation {
    static final Duration LIMIT = Duration.ofMinutes(5);
    static final int NOT_ALLOWED = 77;
    static final List<String> DOMAINS = List.of("ba", "efficiency", "productivity", "sprint", "ticket-data");

    private static final Path SETTINGS = Path.of("application.properties");
    private static final Path ROUTES = Path.of("routes");
    // Halve the time of a short run: little of it is worth compiling, and a small part of the memory is used again and again.
    static final String[] QUICK = {"-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=3", "-XX:+UseSerialGC",
        "-Xmn24m"};

    private final Path directory;

    /** How a command ended, and all it wrote. */
    record Ended(int code, String output, String errors) {
    }

    private Installation(Path directory) {
        this.directory = directory;
    }

    /** A fresh one, with the settings as they are delivered; whatever lay in the folder is gone. */
    static Installation in(Path directory) throws IOException {
        empty(directory);
        Files.copy(SETTINGS, directory.resolve(SETTINGS));
        RouteFolder.ofThisProject().copyTo(directory.resolve(ROUTES));
        return new Installation(directory);
    }

    static void empty(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.skip(1).sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Days that nobody can be asked for yet, and that are not too far away to be meant. */
    static String windowToCome() {
        var next = Year.now(ZoneOffset.UTC).plusYears(1);
        return "fixed:" + next + "-01-01.." + next + "-01-31";
    }

    /** Adds a line to the settings file; of two lines with the same key the last one counts. */
    Installation set(String key, Object value) throws IOException {
        Files.writeString(directory.resolve(SETTINGS), "\n" + key + "=" + value, APPEND);
        return this;
    }

    /** Lets it export from a server, whose jobs are asked for again and again without much of a pause. */
    Installation exportingFrom(URI server) throws IOException {
        return set("sei.base-url", server)
                .set("sei.api-key", "a-key").set("sei.project", "a-project").set("sei.org", "an-org")
                .set("sei.max-requests-per-minute", "100000")
                .set("poll.first-delay", "50ms").set("poll.max-delay", "200ms")
                .set("retry.first-delay", "50ms").set("retry.max-delay", "100ms");
    }

    /** Leaves one domain switched on, with these scopes. */
    Installation only(String domain, String scopes) throws IOException {
        for (var other : DOMAINS) {
            set("export." + other + ".enabled", other.equals(domain));
        }
        return set("export." + domain + ".scopes", scopes);
    }

    RouteFolder routes() {
        return new RouteFolder(directory.resolve(ROUTES));
    }

    /** A file or folder below this folder. */
    Path path(String name) {
        return directory.resolve(name);
    }

    /** The names of all files below a folder of it, sorted; none when there is no such folder. */
    List<String> files(String folder) throws IOException {
        var root = path(folder);
        if (!Files.exists(root)) {
            return List.of();
        }
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString()).sorted().toList();
        }
    }

    JavaProgram program() {
        return JavaProgram.packaged().in(directory).jvmOptions(QUICK);
    }

    /** The same with a step at which it ends as if the power had failed; set must have switched on the bean. */
    JavaProgram crashing(String step, boolean after) {
        return JavaProgram.packagedWithTestClasses(SeiExport.class).in(directory).jvmOptions(QUICK)
                .jvmOptions("-Dcrash.step=" + step, "-Dcrash.after=" + after);
    }

    /** Called by a shell that may mount disks; a test is left out where there is no such shell. */
    JavaProgram mounting(String script) {
        assumeTrue(Files.exists(Path.of("/usr/bin/unshare")), "unshare is not installed");
        return program().within("unshare", "-rm", "sh", "-c", script, "sh");
    }

    /** Leaves a test out whose shell was not let to mount, which it says with the status {@link #NOT_ALLOWED}. */
    static void assumeMounted(int status, String errors) {
        assumeTrue(status != NOT_ALLOWED && !errors.startsWith("unshare: "),
                "this machine lets no test mount a disk: " + errors);
    }

    StartedProcess start(String... arguments) throws IOException {
        return program().start(arguments);
    }

    /** The same as a person sees it on a terminal, which is that of the program script of util-linux. */
    StartedProcess onATerminal(String command) throws IOException {
        assertThat(Path.of("/usr/bin/script")).as("the program script, of Debian's package bsdutils").exists();
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var jar = Path.of("target", "sei-export.jar").toAbsolutePath();
        var builder = new ProcessBuilder("/usr/bin/script", "--quiet", "--return", "--command",
                "'%s' %s %s -jar '%s' %s".formatted(java, String.join(" ", QUICK),
                String.join(" ", JavaProgram.quickly()), jar, command), "/dev/null");
        builder.directory(directory.toFile()).environment().clear();
        builder.environment().put("LANG", "C.UTF-8");
        return StartedProcess.start(builder);
    }

    /** Runs a command to its end, in a JVM that may have run others in this folder before; -D options come first. */
    Ended run(String... arguments) throws IOException {
        return WarmProgram.run(directory, arguments);
    }

    /** Runs a command to its end as a process of its own. */
    Ended runAlone(String... arguments) throws IOException, InterruptedException {
        return ended(program(), arguments);
    }

    /** The lines of warnings and errors, but for that of a pool which sees that the machine has stood still. */
    static List<String> complaints(String log) {
        return log.lines().filter(line -> line.contains("WARN") || line.contains("ERROR"))
                .filter(line -> !line.contains("Thread starvation or clock leap detected")).toList();
    }

    static Ended ended(JavaProgram program, String... arguments) throws IOException, InterruptedException {
        try (var process = program.start(arguments)) {
            var code = process.waitFor(LIMIT);
            return new Ended(code, process.output(), process.errors());
        }
    }
}
