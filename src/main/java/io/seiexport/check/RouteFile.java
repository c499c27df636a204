package io.seiexport.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.settings.ComposedYaml;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * A file of routes as it was written, before its placeholders are filled, with what stands in it: read once for all
 * rules.
 *
 * @param location as Camel has it, such as file:routes/sinks/sink-file.camel.yaml
 */
record RouteFile(String location, String text, List<RouteParts> parts) {
    /** Where the files of routes are. */
    static final String PATTERN = "camel.main.routes-include-pattern";
    private static final Pattern NAMED = Pattern.compile("\\{(?:\\{\\??!?|(?<=\\$\\{)properties:)([a-zA-Z][\\w.-]*)");

    RouteFile(String location, String text) {
        this(location, text, RouteReader.read(path(location), text));
    }

    static List<RouteFile> all(CamelContext context, String patterns) {
        return resources(context, patterns).map(file -> read(context, file)).toList();
    }

    /** By what Camel has read of it, where it did. */
    private static RouteFile read(CamelContext context, Resource file) {
        var text = text(file);
        return new RouteFile(file.getLocation(), text,
                RouteReader.read(file.getLocation(), text, ComposedYaml.take(context, text)));
    }

    static Stream<Resource> resources(CamelContext context, String patterns) {
        return Stream.of(patterns.split(",")).flatMap(pattern -> matching(context, pattern).stream());
    }

    private static Collection<Resource> matching(CamelContext context, String pattern) {
        try {
            return PluginHelper.getPackageScanResourceResolver(context).findResources(pattern);
        } catch (Exception e) {
            throw new IllegalArgumentException(PATTERN + " = " + pattern + " cannot be read: " + e.getMessage(), e);
        }
    }

    static String text(Resource file) {
        try (var in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.getLocation(), e);
        }
    }

    static String path(String location) {
        return location.replaceFirst("^file:", "");
    }

    String path() {
        return path(location);
    }

    /** The settings that a text names, such as that of a file of routes. */
    static Stream<String> settings(String text) {
        return NAMED.matcher(text).results().map(named -> named.group(1));
    }

    boolean serves(String endpoint) {
        return parts.stream().anyMatch(route -> route.serves(endpoint));
    }
}
