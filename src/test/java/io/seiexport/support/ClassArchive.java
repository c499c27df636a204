package io.seiexport.support;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The classes of the packaged program as Java has once read and verified them: a start from it is cheaper by a fifth.
 */
final class ClassArchive {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path SETTINGS = Path.of("application.properties");
    private static final String QUIET = "-Xlog:cds=off,cds+dynamic=off";

    private final Path jar;
    private final Path archive;

    ClassArchive(Path jar) {
        this.jar = jar.toAbsolutePath();
        archive = this.jar.resolveSibling("sei-export.jsa");
    }

    /**
     * What to start the jar with; an archive that does not go with it, or that this Java cannot make, is left unused.
     */
    String[] jvmOptions() {
        return new String[] {"-XX:SharedArchiveFile=" + made(), "-Xshare:auto", QUIET};
    }

    private Path made() {
        synchronized (ClassArchive.class) {
            try {
                if (!Files.exists(archive) || isOlderThanTheJar()) {
                    make();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return archive;
    }

    private boolean isOlderThanTheJar() throws IOException {
        return Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0;
    }

    /** Of a run that exports from the simulator until it is told to stop: other commands need few classes beside. */
    private void make() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory(jar.getParent(), "class-archive");
        Files.copy(SETTINGS, folder.resolve(SETTINGS));
        RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        var unfinished = folder.resolve("classes.jsa");
        try (var run = JavaProgram.jar(jar).in(folder)
                .jvmOptions("-XX:ArchiveClassesAtExit=" + unfinished, QUIET, "-XX:TieredStopAtLevel=1")
                .jvmOptions("-Dpoll.first-delay=100ms", "-Dexport.ba.cron=* * * * * ?", "-Dcamel.management.port=0")
                .start("run")) {
            run.awaitOutput("ba .* is delivered to ", LIMIT);
            run.signal("TERM");
            run.waitFor(LIMIT);
        }
        if (!Files.exists(unfinished)) {
            Files.createFile(unfinished);
        }
        Files.move(unfinished, archive, ATOMIC_MOVE);
    }
}
