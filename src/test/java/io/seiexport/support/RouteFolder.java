package io.seiexport.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of routes, with its shelves: that of this project, or a copy in which a test may change them. */
public record RouteFolder(Path path) {
    private static final String SUFFIX = ".camel.yaml";
    private static final Pattern ENTRY = Pattern.compile("- route(?:Configuration)?:\\s+id: (\\S+)");

    public static RouteFolder ofThisProject() {
        return new RouteFolder(Path.of("routes"));
    }

    public RouteFolder copyTo(Path folder) throws IOException {
        for (var file : files()) {
            var copy = folder.resolve(path.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return new RouteFolder(folder);
    }

    /** What lets Camel read all of them. */
    public String pattern() {
        return "file:" + path + "/*/*" + SUFFIX;
    }

    public List<Path> files() throws IOException {
        try (var paths = Files.walk(path)) {
            return paths.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    /** Of all routes and route configurations. */
    public List<String> ids() throws IOException {
        return files().stream().flatMap(RouteFolder::entries).map(ENTRY::matcher).filter(Matcher::lookingAt)
                .map(entry -> entry.group(1)).toList();
    }

    /** The file of this name, on whatever shelf it stands. */
    public Path file(String name) throws IOException {
        return files().stream().filter(file -> file.getFileName().toString().equals(name + SUFFIX)).findFirst()
                .orElseThrow(() -> new IllegalStateException(path + " has no " + name + SUFFIX));
    }

    /** The file with this route, or route configuration. */
    public Path fileWith(String id) throws IOException {
        return files().stream().filter(file -> entries(file).anyMatch(entry -> isOf(id, entry))).findFirst()
                .orElseThrow(() -> new IllegalStateException(path + " has no route " + id));
    }

    /** A route as it is written. */
    public String text(String id) throws IOException {
        return entries(fileWith(id)).filter(entry -> isOf(id, entry)).findFirst().orElseThrow();
    }

    public void remove(String id) throws IOException {
        var file = fileWith(id);
        var left = entries(file).filter(entry -> !isOf(id, entry)).collect(Collectors.joining());
        if (left.isEmpty()) {
            Files.delete(file);
        } else {
            Files.writeString(file, left);
        }
    }

    /** Puts another text in the place of one that has to be there. */
    public void replace(String id, String text, String other) throws IOException {
        var before = text(id);
        if (!before.contains(text)) {
            throw new IllegalStateException(id + " has no such text: " + text);
        }
        var file = fileWith(id);
        Files.writeString(file, Files.readString(file).replace(before, before.replace(text, other)));
    }

    /** Where a sink of one's own has its place. */
    public Path write(String shelf, String name, String text) throws IOException {
        return Files.writeString(path.resolve(shelf).resolve(name + SUFFIX), text);
    }

    private static Stream<String> entries(Path file) {
        try {
            return Stream.of(Files.readString(file).split("(?m)^(?=- )"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOf(String id, String entry) {
        var found = ENTRY.matcher(entry);
        return found.lookingAt() && found.group(1).equals(id);
    }
}
