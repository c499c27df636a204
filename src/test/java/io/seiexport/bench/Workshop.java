package io.seiexport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.seiexport.support.JavaProgram;

/** The place where all is measured: a folder in memory where there is one, and in it the program as it was packaged. */
final class Workshop implements AutoCloseable {
    private static final Path IN_MEMORY = Path.of("/dev/shm");
    private static final Path PACKAGED = Path.of("target");
    private static final String JAR = "sei-export.jar";
    private static final String PROGRAM = "program";
    /** Of the bucket's row: ready, staged, in the bucket by curl and by each run, and twice while the server writes. */
    private static final int LARGE_FILES = 8;
    private static final long ROOM_FOR_ALL_ELSE = 1_000_000_000;
    private static final Duration YARDSTICK_LIMIT = Duration.ofMinutes(2);

    private final boolean full;
    private final Path folder;

    Workshop(boolean full) throws IOException {
        this.full = full;
        folder = isRoomy(full) ? Files.createTempDirectory(IN_MEMORY, "sei-export-bench")
                : Files.createTempDirectory("sei-export-bench");
        var program = Files.createDirectories(folder.resolve(PROGRAM).resolve("lib")).getParent();
        Files.copy(PACKAGED.resolve(JAR), program.resolve(JAR));
        try (var jars = Files.list(PACKAGED.resolve("lib"))) {
            for (var jar : jars.toList()) {
                Files.copy(jar, program.resolve("lib").resolve(jar.getFileName()));
            }
        }
    }

    private static boolean isRoomy(boolean full) throws IOException {
        return Files.isWritable(IN_MEMORY) && Files.getFileStore(IN_MEMORY).getUsableSpace() > room(full);
    }

    /** How many bytes the row that needs the most may take. */
    static long room(boolean full) {
        return LARGE_FILES * DownloadRow.bytes(full) + ROOM_FOR_ALL_ELSE;
    }

    /** Whether the large ones are wanted, too. */
    boolean isFull() {
        return full;
    }

    Path folder() {
        return folder;
    }

    Path jar() {
        return folder.resolve(PROGRAM).resolve(JAR);
    }

    /** The program in a fresh folder; what was in a folder of this name is gone. */
    Installed installed(String name) throws IOException {
        delete(folder.resolve(name));
        return Installed.in(folder.resolve(name), jar());
    }

    /** A program of the machine, if it is there. */
    static Optional<Path> tool(String name) {
        return Stream.of(System.getenv("PATH").split(":")).map(Path::of).map(place -> place.resolve(name))
                .filter(Files::isExecutable).findFirst();
    }

    /** The cost of the yardstick now. */
    Timed.Cost yardstick() throws Exception {
        return Installed.ended(Timed.run(JavaProgram.main(Yardstick.class).in(folder).call(), YARDSTICK_LIMIT));
    }

    /** Its usual processor time, for what is not measured in turn with it. */
    double usualYardstick() throws Exception {
        return Pairs.median(List.of(yardstick().processor(), yardstick().processor(), yardstick().processor()));
    }

    /** Deletes all that a row has left, so that the next one has as much room. */
    void clear() throws IOException {
        clear(folder);
    }

    static void clear(Path folder) throws IOException {
        try (var left = Files.list(folder)) {
            for (var one : left.filter(path -> !path.endsWith(PROGRAM)).toList()) {
                delete(one);
            }
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }
}
