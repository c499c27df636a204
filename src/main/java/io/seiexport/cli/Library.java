package io.seiexport.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * A jar by the name of its artifact, its version, and its group, as Maven has written them into it; else by the name of
 * its file, and without a group.
 */
record Library(Path file, String group, String artifact, String version) {
    private static final Pattern NAMED = Pattern.compile("(.+?)(?:-(\\d.*))?\\.jar");
    private static final Pattern OF_MAVEN = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");

    /** By the name of the file alone, which need not be there. */
    static Library named(Path file) {
        var name = NAMED.matcher(file.getFileName().toString());
        return name.matches() ? new Library(file, "", name.group(1), name.group(2) == null ? "" : name.group(2))
                : new Library(file, "", file.getFileName().toString(), "");
    }

    static Library read(Path file) throws IOException {
        var named = named(file);
        try (var jar = new JarFile(file.toFile())) {
            var written = jar.stream().filter(entry -> OF_MAVEN.matcher(entry.getName()).matches())
                    .map(entry -> written(jar, entry)).toList();
            var own = written.size() == 1 ? Optional.of(written.get(0)) : written.stream()
                    .filter(one -> file.getFileName().toString().startsWith(text(one, "artifactId") + "-"
                            + text(one, "version"))).findFirst();
            return own.map(one -> new Library(file, text(one, "groupId"), text(one, "artifactId"),
                    text(one, "version"))).orElse(named);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Properties written(JarFile jar, ZipEntry entry) {
        var properties = new Properties();
        try (var in = jar.getInputStream(entry)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static String text(Properties properties, String key) {
        return properties.getProperty(key, "").strip();
    }

    /** Whether both are versions of one library: where the group of one is unknown, a class in common tells it. */
    boolean isAnother(Library other) throws IOException {
        return artifact.equals(other.artifact) && (group.isEmpty() || other.group.isEmpty()
                ? classes(file).stream().anyMatch(classes(other.file)::contains) : group.equals(other.group));
    }

    private static List<String> classes(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile())) {
            return jar.stream().map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class")).toList();
        }
    }

    @Override
    public String toString() {
        return artifact + " " + version;
    }
}
