package io.seiexport.support;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Java program to be started as a process of its own, on the Java of this JVM; it inherits no environment. */
public final class JavaProgram {

    private static final Path PACKAGED = Path.of("target", "sei-export.jar");

    private final List<String> program;
    private final List<String> jvmOptions = new ArrayList<>();
    // Without a locale Java 17 can neither write nor name a file beyond ASCII.
    private final Map<String, String> environment = new HashMap<>(Map.of("LANG", "C.UTF-8"));
    private final List<String> surroundings = new ArrayList<>();
    private Path directory = Path.of("");

    private JavaProgram(String... program) {
        this.program = List.of(program);
    }

    /** The program as it is delivered, with its libraries beside it. */
    public static JavaProgram packaged() {
        return jar(PACKAGED).jvmOptions(quickly());
    }

    /** What lets Java start the packaged program without reading all of its classes anew. */
    public static String[] quickly() {
        return new ClassArchive(PACKAGED).jvmOptions();
    }

    public static JavaProgram jar(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing; ./mvnw package brings it there");
        }
        return new JavaProgram("-jar", jar.toAbsolutePath().toString());
    }

    /** The same program with the classes of the tests beside it. */
    public static JavaProgram packagedWithTestClasses(Class<?> main) {
        var jar = jar(PACKAGED).program.get(1);
        return new JavaProgram("-cp", jar + File.pathSeparator + Path.of("target", "test-classes").toAbsolutePath(),
                main.getName()).jvmOptions(quickly());
    }

    /** A class that needs nothing but the classes beside it. */
    public static JavaProgram main(Class<?> main) throws URISyntaxException {
        var classes = Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
        return new JavaProgram("-cp", classes.toString(), main.getName());
    }

    /** A class that needs all that this JVM has. */
    public static JavaProgram mainWithLibraries(Class<?> main) {
        return new JavaProgram("-cp", System.getProperty("java.class.path"), main.getName());
    }

    public JavaProgram in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    public JavaProgram jvmOptions(String... options) {
        jvmOptions.addAll(List.of(options));
        return this;
    }

    public JavaProgram environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A command that gets the call of this program as its last arguments, and makes it, or makes it several times. */
    public JavaProgram within(String... command) {
        surroundings.addAll(List.of(command));
        return this;
    }

    public StartedProcess start(String... arguments) throws IOException {
        return StartedProcess.start(call(arguments));
    }

    /** The call of it, for whoever talks to it by way of its standard input and output. */
    public ProcessBuilder call(String... arguments) throws IOException {
        var command = new ArrayList<>(heedingInterrupts());
        command.addAll(surroundings);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(program);
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toAbsolutePath().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** A shell that starts a build in the background has it ignore SIGINT, and all that it starts inherits that. */
    private static List<String> heedingInterrupts() throws IOException {
        var status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            for (var line : Files.readAllLines(status)) {
                if (line.startsWith("SigIgn:") && (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0) {
                    return List.of("env", "--default-signal=INT");
                }
            }
        }
        return List.of();
    }
}
