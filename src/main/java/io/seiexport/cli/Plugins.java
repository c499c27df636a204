package io.seiexport.cli;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import io.seiexport.settings.SettingException;

/**
 * The jars of the folder plugins/ beside the jar of this program, in the order of their names: those that it has not
 * got already go onto its class path, behind its own.
 *
 * @param added    those that go onto the class path
 * @param warnings what a person should know of the others
 */
record Plugins(List<Path> added, List<String> warnings) {
    private static final String FOLDER = "plugins";
    private static final String CAMEL = "org.apache.camel";
    private static final Plugins NONE = new Plugins(List.of(), List.of());
    /** The manifest of the jar opens it, so that it is open only where the program was started by java -jar. */
    private static final String LOADER = "jdk.internal.loader";
    /** By this name the system class loader has it for the tools of java.lang.instrument. */
    private static final String APPEND = "appendToClassPathForInstrumentation";

    /** Those of the program that runs; none where it was not started by java -jar. */
    static Plugins ofThisProgram() {
        try {
            var jar = Path.of(Plugins.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            var opened = Object.class.getModule().isOpen(LOADER, Plugins.class.getModule());
            return opened && Files.isRegularFile(jar) ? beside(jar) : NONE;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Plugins beside(Path program) {
        var folder = program.resolveSibling(FOLDER);
        if (!Files.isDirectory(folder)) {
            return NONE;
        }
        var known = new ArrayList<Library>();
        var added = new ArrayList<Path>();
        var others = new ArrayList<String>();
        var warnings = new ArrayList<String>();
        for (var file : jars(folder)) {
            var plugin = read(file);
            if (known.isEmpty()) {
                known.addAll(libraries(program));
            }
            var here = known.stream().filter(library -> isAnother(plugin, library)).findFirst();
            if (here.isEmpty()) {
                added.add(file);
                ofAnotherCamel(plugin, known).ifPresent(warnings::add);
                known.add(plugin);
            } else if (!here.get().version().equals(plugin.version())) {
                others.add(shown(file) + " (" + shown(here.get().file()) + " is there)");
            }
        }
        if (!others.isEmpty()) {
            warnings.add("not used, because there is another version of it: " + String.join(", ", others)
                    + "; delete it, or see whether what needs it works");
        }
        return new Plugins(List.copyOf(added), List.copyOf(warnings));
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new SettingException(shown(folder) + " cannot be read: " + e.getMessage());
        }
    }

    private static Library read(Path file) {
        try {
            return Library.read(file);
        } catch (IOException e) {
            throw new SettingException(shown(file) + " cannot be read as a jar: " + e.getMessage()
                    + "; replace it, or take it away");
        }
    }

    /** By the names of their files alone: most of them need not be opened. */
    private static List<Library> libraries(Path program) {
        try (var jar = new JarFile(program.toFile())) {
            var classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return classPath == null ? List.of() : Stream.of(classPath.split(" "))
                    .map(name -> Library.named(Path.of(program.toUri().resolve(URI.create(name))))).toList();
        } catch (IOException e) {
            throw new SettingException(program + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean isAnother(Library plugin, Library library) {
        try {
            return plugin.artifact().equals(library.artifact())
                    && plugin.isAnother(library.group().isEmpty() ? Library.read(library.file()) : library);
        } catch (IOException e) {
            throw new SettingException(shown(library.file()) + " cannot be read: " + e.getMessage());
        }
    }

    private static Optional<String> ofAnotherCamel(Library plugin, List<Library> known) {
        var camel = known.stream().filter(library -> library.artifact().equals("camel-api")).findFirst();
        return camel.filter(own -> plugin.group().startsWith(CAMEL) && !plugin.version().equals(own.version()))
                .map(own -> shown(plugin.file()) + " is made for Camel " + plugin.version() + ", and this program has "
                        + "Camel " + own.version() + "; take " + plugin.artifact() + " " + own.version());
    }

    /** With the folder that it is in. */
    private static String shown(Path file) {
        return file.getParent().getFileName() + "/" + file.getFileName();
    }

    void load() {
        if (added.isEmpty()) {
            return;
        }
        try {
            var system = ClassLoader.getSystemClassLoader();
            Method append = system.getClass().getDeclaredMethod(APPEND, String.class);
            append.setAccessible(true);
            for (var jar : added) {
                append.invoke(system, jar.toString());
            }
        } catch (ReflectiveOperationException e) {
            throw new SettingException(FOLDER + "/ cannot be used with this Java: " + e);
        }
    }
}
