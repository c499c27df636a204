package io.seiexport.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * Finds the settings that a route cannot do without: those that it names without a default, as {@code {{key}}}, and
 * those that its precondition asks for, because Camel leaves the route out without a word when they are empty.
 */
record NeededKeys(CamelContext context, Settings settings, Starts starts, List<RouteParts> here) {
    private static final Pattern IN_PRECONDITION = Pattern.compile("(?:\\{\\{|\\$\\{properties:)([a-zA-Z][\\w.-]*)");

    /** Those that are not set, of the route that starts from an endpoint. */
    Set<String> missing(String endpoint) {
        return starts.route(endpoint).map(this::missing).orElse(Set.of());
    }

    private Set<String> missing(RouteDefinition route) {
        var missing = new TreeSet<String>();
        if (route.getResource() != null) {
            var file = RouteFile.path(route.getResource().getLocation());
            here.stream().filter(part -> part.file().equals(file)).flatMap(part -> part.names(Kind.SETTING).stream())
                    .filter(key -> context.getPropertiesComponent().resolveProperty(key).isEmpty())
                    .forEach(missing::add);
        }
        if (route.getPrecondition() != null) {
            IN_PRECONDITION.matcher(route.getPrecondition()).results().map(key -> key.group(1))
                    .filter(key -> !Starts.parameters(route).containsKey(key) && settings.text(key).isEmpty())
                    .forEach(missing::add);
        }
        return missing;
    }
}
