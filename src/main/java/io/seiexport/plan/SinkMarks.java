package io.seiexport.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.settings.Project;
import io.seiexport.settings.Settings;

/**
 * What the ledger calls a sink: its name, and in a few digits where it leads to. A route {@code direct:sink-x} that
 * {@code sink.x.directory} or the like leads to another place is another sink, which has not got anything yet. So is
 * one whose files begin, or cease, to land below a folder for each project.
 */
public final class SinkMarks {
    /** The last words of the settings that say where a sink leads to; none of them is the name of a secret. */
    private static final List<String> PLACES = List.of("account", "address", "bucket", "container", "directory",
            "endpoint", "folder", "host", "path", "port", "prefix", "queue", "schema", "share", "table", "topic", "uri",
            "url");
    private static final Pattern FOLDER = Pattern.compile("(?m)^((?:directory|folder)=)(.*)$");
    private static final Pattern ROUTE = Pattern.compile("direct:(?://)?sink-([^?]+)(?:\\?.*)?");
    private static final int BYTES = 4;

    private final Settings settings;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    public SinkMarks(Settings settings) {
        this.settings = settings;
    }

    public String of(String sink) {
        return known.computeIfAbsent(sink, this::made);
    }

    private String made(String sink) {
        var mark = Export.sinkMark(sink);
        var place = Stream.of(place(sink), Project.of(settings).name()).filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
        return place.isEmpty() ? mark : mark + "#" + ShortHash.of(place, BYTES);
    }

    /** The setting by which a sink is another one with settings of its own. */
    public static String like(String sink) {
        return "sink." + sink + ".like";
    }

    /** Whether a setting of a sink says where it leads to. */
    public static boolean isPlace(String key) {
        return PLACES.contains(word(key));
    }

    private static String word(String key) {
        return key.replaceFirst(".*\\.", "");
    }

    /** A folder may be written in several ways, and reached by a link. */
    private static String resolved(String place) {
        return FOLDER.matcher(place).replaceAll(folder -> Matcher.quoteReplacement(
                folder.group(1) + resolvedFolder(folder.group(2))));
    }

    private static Object resolvedFolder(String folder) {
        try {
            var path = Path.of(folder).toAbsolutePath();
            return Files.exists(path) ? path.toRealPath() : path.normalize();
        } catch (IOException | InvalidPathException e) {
            return folder;
        }
    }

    /** Whether both sinks lead to the same place, as far as their settings say where they lead to. */
    public boolean samePlace(String sink, String other) {
        return !place(sink).isEmpty() && resolved(place(sink)).equals(resolved(place(other)));
    }

    /** The name alone, as it stands in a list of sinks. */
    public static String name(String mark) {
        return mark.replaceFirst("#.*", "");
    }

    /** As the settings call a sink: x of {@code direct:sink-x}; a bare endpoint has no settings of its own. */
    public static Optional<String> nameInSettings(String sink) {
        var route = ROUTE.matcher(sink);
        return route.matches() ? Optional.of(route.group(1)) : Optional.empty();
    }

    /** The settings that say where a sink leads to, as far as they are set. */
    public List<String> places(String sink) {
        return nameInSettings(sink).stream()
                .flatMap(name -> PLACES.stream().map(word -> key(settings, name, word)))
                .filter(key -> !settings.text(key).isEmpty()).toList();
    }

    private String place(String sink) {
        return places(sink).stream().map(key -> word(key) + "=" + spelledOnce(settings.text(key)))
                .filter(setting -> !setting.endsWith("=")).collect(Collectors.joining("\n"));
    }

    /** The setting that counts for a sink: its own, or that of the sink that it is like. */
    public static String key(Settings settings, String sink, String word) {
        var own = "sink." + sink + "." + word;
        var other = settings.text(like(sink));
        return other.isEmpty() || settings.isGiven(own) ? own : "sink." + other + "." + word;
    }

    /** Without a slash at its end, and without users, passwords and signatures, which may be exchanged. */
    private static String spelledOnce(String place) {
        return place.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?.*", "").replaceFirst("(?<=[^/])/+$", "");
    }
}
