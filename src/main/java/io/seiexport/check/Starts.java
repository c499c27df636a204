package io.seiexport.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/**
 * Knows where the routes start from as Camel will have it, wherever they were written: in a file that may be left to a
 * setting, or to the parameters of a template.
 */
final class Starts {
    private final Map<String, RouteDefinition> routes = new LinkedHashMap<>();

    Starts(CamelContext context) {
        context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> route.getInput() != null)
                .forEach(route -> routes.putIfAbsent(plain(filled(context, route)), route));
    }

    /** One that a setting is missing for stays as it is: {@link UnsetKeys} refuses it. */
    private static String filled(CamelContext context, RouteDefinition route) {
        var uri = route.getInput().getEndpointUri();
        if (!uri.contains("{{")) {
            return uri;
        }
        var properties = context.getPropertiesComponent();
        var parameters = new Properties();
        parameters.putAll(parameters(route));
        properties.setLocalProperties(parameters);
        try {
            return context.resolvePropertyPlaceholders(uri);
        } catch (IllegalArgumentException e) {
            return uri;
        } finally {
            properties.setLocalProperties(null);
        }
    }

    /** Those that its template was given. */
    static Map<String, Object> parameters(RouteDefinition route) {
        return route.getTemplateParameters() == null ? Map.of() : route.getTemplateParameters();
    }

    /** The route that starts from an endpoint, whatever its id is. */
    Optional<RouteDefinition> route(String endpoint) {
        return Optional.ofNullable(routes.get(plain(endpoint)));
    }

    /** All of them, without their options. */
    Set<String> endpoints() {
        return routes.keySet();
    }

    static String plain(String endpoint) {
        return endpoint.split("\\?", 2)[0].replace("://", ":");
    }
}
