package io.seiexport.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * Finds the settings that a route cannot do without: those that it names without a default, as {@code {{key}}}, and
 * those that its precondition asks for, because Camel leaves the route out without a word when they are empty.
 */
final class NeededKeys {
    private static final Pattern WITHOUT_DEFAULT = Pattern.compile("\\{\\{([a-zA-Z][\\w.-]*)}}");
    private static final Pattern IN_PRECONDITION = Pattern.compile("(?:\\{\\{|\\$\\{properties:)([a-zA-Z][\\w.-]*)");

    private final CamelContext context;
    private final Settings settings;
    /** Several lists name the same sink, whose file need not be read for each of them. */
    private final Map<RouteDefinition, Set<String>> known = new HashMap<>();

    NeededKeys(CamelContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** Those of a route that are not set. */
    Set<String> missing(RouteDefinition route) {
        return known.computeIfAbsent(route, this::look);
    }

    private Set<String> look(RouteDefinition route) {
        var missing = new TreeSet<String>();
        var written = route.getResource() == null ? null : KnownKeys.text(route.getResource());
        keys(WITHOUT_DEFAULT, written).stream()
                .filter(key -> context.getPropertiesComponent().resolveProperty(key).isEmpty())
                .forEach(missing::add);
        keys(IN_PRECONDITION, route.getPrecondition()).stream()
                .filter(key -> settings.text(key).isEmpty())
                .forEach(missing::add);
        return missing;
    }

    private static List<String> keys(Pattern pattern, String text) {
        return text == null ? List.of() : pattern.matcher(text).results().map(key -> key.group(1)).toList();
    }
}
