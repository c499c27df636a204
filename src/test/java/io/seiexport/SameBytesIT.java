package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;

import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the program a second time, later, elsewhere and for another user: who doubts a jar can make it again. */
@Order(1)
class SameBytesIT {
    private static final Duration LIMIT = Duration.ofMinutes(9);
    private static final List<Path> SOURCES = List.of(Path.of("pom.xml"), Path.of("application.properties"),
            Path.of("LICENSE"), Path.of("routes"), Path.of("src", "main"));
    private static final boolean OFFLINE = "offline=true".equals(System.getProperty("build.mode"));
    private static final Path JAR = Path.of("target", "sei-export.jar");
    private static final Path BILL = Path.of("target", "sei-export.cdx.json");
    private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    @TempDir
    private Path elsewhere;

    @Test
    void two_builds_of_the_same_sources_are_the_same_bytes() throws Exception {
        assumeThat(System.getProperty("build.maven")).as("the Maven that runs this test").isNotNull();
        for (var source : SOURCES) {
            copy(source);
        }
        if (OFFLINE && Files.exists(BILL)) {
            copy(BILL);
        }

        build();

        assertThat(entries(elsewhere.resolve(JAR))).isEqualTo(entries(JAR));
        assertThat(elsewhere.resolve(JAR)).hasSameBinaryContentAs(JAR);
        assumeThat(OFFLINE).as("offline no bill of materials is made").isFalse();
        assertThat(elsewhere.resolve(BILL)).hasSameBinaryContentAs(BILL);
    }

    /** With the same Java, Maven and settings; nothing else of what a user may have set up is the same. */
    private void build() throws Exception {
        var command = new ArrayList<>(List.of(System.getProperty("build.maven"), "-B", "-ntp", "-DskipTests",
                "-Dmaven.repo.local=" + System.getProperty("localRepository"), "package"));
        var settings = System.getProperty("build.settings").substring("file:".length());
        if (Files.exists(Path.of(settings))) {
            command.addAll(List.of("-s", settings));
        }
        if (OFFLINE) {
            command.add("-o");
        }
        var builder = new ProcessBuilder(command).directory(elsewhere.toFile());
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "TZ", "Asia/Tokyo",
                "LC_ALL", "tr_TR.UTF-8"));
        builder.environment().merge("MAVEN_OPTS", QUICK + " -Duser.language=tr -Duser.name=somebody", (a, b) -> a + " " + b);
        try (var process = StartedProcess.start(builder)) {
            assertThat(process.waitFor(LIMIT)).as(() -> process.output() + process.errors()).isZero();
        }
    }

    /** The checksums of what is in a jar, to name what differs. */
    private static Map<String, Long> entries(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile())) {
            var entries = new TreeMap<String, Long>();
            jar.stream().forEach(entry -> entries.put(entry.getName(), entry.getCrc()));
            return entries;
        }
    }

    private void copy(Path source) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(elsewhere.resolve(file).getParent());
                Files.copy(file, elsewhere.resolve(file));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
