package io.seiexport.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.delivery.S3Connection;
import io.seiexport.http.PlainHttp;
import io.seiexport.plan.Domains;
import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Makes the sinks that {@code sink.<name>.like=<other>} asks for: the routes of the other sink once more, under another
 * name, with the settings of their own where they are given and those of the other sink where they are not.
 */
final class SinkCopies {
    private static final String SINK = "direct:sink-";
    private static final Pattern KEY = Pattern.compile("sink\\.([\\w-]+)\\.like");
    private static final Pattern LISTED = Pattern.compile("direct:(?://)?sink-([\\w-]+)");
    private static final Pattern ID = Pattern.compile("(?m)^( *(?:- )?id: [\"']?)([\\w-]+)(?=[\"']? *$)");

    private final CamelContext context;
    private final Settings settings;
    private final SinkMarks marks;
    private final Domains domains;
    private final Map<String, List<String>> findings = new TreeMap<>();
    private List<RouteFile> files;

    SinkCopies(CamelContext context, Settings settings, SinkMarks marks, Domains domains) {
        this.context = context;
        this.settings = settings;
        this.marks = marks;
        this.domains = domains;
    }

    /** The files of routes, and those that are made of them and given to Camel; read and made once. */
    List<RouteFile> withFiles() {
        if (files == null) {
            var written = RouteFile.all(context, settings.text(RouteFile.PATTERN));
            var made = names().stream().flatMap(name -> made(written, name, other(name))).toList();
            give(made);
            files = Stream.concat(written.stream(), made.stream()).toList();
        }
        return files;
    }

    private void give(List<RouteFile> made) {
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(made.stream()
                    .map(file -> ResourceHelper.fromString(file.location(), file.text())).toList());
        } catch (Exception e) {
            throw new IllegalArgumentException("the sinks that are like others cannot be made: " + e.getMessage(), e);
        }
    }

    /** One sentence for each that cannot be made. */
    List<String> findings() {
        return findings.values().stream().flatMap(List::stream).toList();
    }

    /** Whether a sink is to be like another one and cannot be made: what follows from that need not be said. */
    boolean isRefused(String name) {
        withFiles();
        return findings.containsKey(name);
    }

    /** The sinks that are to be like others. */
    Set<String> names() {
        var given = Settings.given(context).stream();
        var listed = domains.all().stream()
                .flatMap(domain -> LISTED.matcher(settings.text(domain.key("sinks"))).results())
                .map(sink -> sink.group(1));
        return Stream.concat(given.flatMap(key -> KEY.matcher(key).results()).map(key -> key.group(1)), listed)
                .filter(name -> !other(name).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The one that a sink is to be like; empty if none. */
    String other(String name) {
        return settings.text(SinkMarks.like(name));
    }

    private Stream<RouteFile> made(List<RouteFile> written, String name, String other) {
        var of = written.stream().filter(file -> file.serves(SINK + other)).findFirst();
        var found = whyNot(name, other, written, of);
        if (!found.isEmpty()) {
            findings.put(name, found.stream().map(why -> SinkMarks.like(name) + " = " + other + ": " + why).toList());
        }
        return found.isEmpty() ? of.flatMap(file -> copied(file, name, other)).stream() : Stream.of();
    }

    /** Empty where a setting of its own cannot be used. */
    private Optional<RouteFile> copied(RouteFile file, String name, String other) {
        try {
            return Optional.of(copy(file, name, other));
        } catch (SettingException e) {
            findings.put(name, List.of(e.getMessage()));
            return Optional.empty();
        }
    }

    private List<String> whyNot(String name, String other, List<RouteFile> written, Optional<RouteFile> of) {
        var further = other(other);
        if (!further.isEmpty()) {
            return List.of("that sink is itself like " + further + "; write " + further + " here, too");
        }
        if (written.stream().anyMatch(file -> file.serves(SINK + name))) {
            return List.of(SINK + name + " has a route of its own; remove one of the two");
        }
        if (twins(name, other).anyMatch(twin -> marks.samePlace(SINK + name, SINK + twin))) {
            return List.of("both lead to the same place; give " + name + " one of its own, for example with sink."
                    + name + ".directory");
        }
        if (of.isEmpty()) {
            return List.of("no route starts from " + SINK + other
                    + new Nearest(sinks(written)).suggestion(other, "%s"));
        }
        return written.stream().filter(file -> file != of.get() && !file.location().contains("/engine/"))
                .filter(file -> file.text().contains("sink." + other + "."))
                .map(file -> file.path() + " names settings of sink." + other + ", too; put its routes into the file "
                        + "of " + SINK + other + ", so that both are made anew").toList();
    }

    /** As settings call them. */
    private static List<String> sinks(List<RouteFile> written) {
        return written.stream().flatMap(file -> file.parts().stream())
                .flatMap(route -> route.names(Kind.SERVED).stream()).filter(served -> served.startsWith(SINK))
                .map(served -> served.substring(SINK.length())).toList();
    }

    /** The original, and the copies of it that were made before. */
    private Stream<String> twins(String name, String other) {
        return Stream.concat(Stream.of(other), names().stream().filter(twin -> twin.compareTo(name) < 0
                && other(twin).equals(other)));
    }

    private RouteFile copy(RouteFile file, String name, String other) {
        var own = new LinkedHashSet<String>();
        for (var route : file.parts()) {
            route.names(Kind.SERVED).forEach(endpoint -> own.add(endpoint.replaceFirst(".*:", "")));
            own.addAll(route.names(Kind.OWN_BEAN));
        }
        var renamed = ID.matcher(file.text()).replaceAll(id -> own.contains(id.group(2)) ? "$0" : "$0-" + name);
        if (file.text().contains(S3Connection.CLIENT)) {
            var connection = new S3Connection(settings, option -> SinkMarks.key(settings, name, option));
            connection.endpoint(PlainHttp.of(settings));
            connection.demandWholeKey();
            connection.bindTo(context.getRegistry(), S3Connection.CLIENT + "-" + name);
            own.add(S3Connection.CLIENT);
        }
        for (var word : own) {
            renamed = renamed.replaceAll("(?<![\\w.-])(?<!(?<!direct:/)/)" + Pattern.quote(word) + "(?![\\w-])",
                    named(word, name, other));
        }
        var location = file.location().replaceFirst("sink-" + Pattern.quote(other) + "(?=[^/]*$)", "sink-" + name);
        return new RouteFile(location, withSettings(renamed, name, other));
    }

    /** sink-file becomes sink-archive, and put-s3 becomes put-archive; another name gets this one behind it. */
    private static String named(String word, String name, String other) {
        return word.endsWith("-" + other) ? word.substring(0, word.length() - other.length()) + name
                : word + "-" + name;
    }

    private String withSettings(String text, String name, String other) {
        return Pattern.compile("\\bsink\\." + Pattern.quote(other) + "\\.([\\w.-]+)").matcher(text)
                .replaceAll(key -> SinkMarks.key(settings, name, key.group(1)));
    }
}
