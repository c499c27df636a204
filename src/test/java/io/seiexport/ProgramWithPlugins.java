package io.seiexport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import io.seiexport.support.JavaProgram;

/** The packaged program in a folder of its own, with a folder plugins/ beside it. */
record ProgramWithPlugins(Path folder) {
    private static final Path TARGET = Path.of("target");
    private static final String JAR = "sei-export.jar";

    static ProgramWithPlugins in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("plugins"));
        Files.copy(TARGET.resolve(JAR), folder.resolve(JAR));
        Files.createSymbolicLink(folder.resolve("lib"), TARGET.resolve("lib").toAbsolutePath());
        return new ProgramWithPlugins(folder);
    }

    Path plugin(String name) {
        return folder.resolve("plugins").resolve(name);
    }

    /** A plugin that is made of these entries. */
    void add(String name, Map<String, byte[]> entries) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(plugin(name)))) {
            for (var entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
    }

    /** Runs a command of it to its end, in another folder. */
    Installation.Ended run(Installation installation, String... arguments) throws IOException, InterruptedException {
        return Installation.ended(JavaProgram.jar(folder.resolve(JAR)).in(installation.path(""))
                .jvmOptions(Installation.QUICK), arguments);
    }
}
