package io.seiexport.check;

import java.util.Optional;
import java.util.regex.Pattern;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.delivery.ColumnRules;
import io.seiexport.plan.Domain;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** Tells whether what a domain sets about its transform can be used: the route, and the columns that it changes. */
record DomainTransform(CamelContext context, Settings settings, Domain domain) {
    private static final Pattern NAME = Pattern.compile("direct:transform-[\\w.-]+");
    private static final String COLUMNS = "direct:transform-columns";

    private String key() {
        return domain.key("transform");
    }

    private String transform() {
        return settings.text(key());
    }

    /** The route that it names; none if it names none. */
    Optional<RouteDefinition> route() {
        return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> route.getInput().getEndpointUri().replace("direct://", "direct:").equals(transform()))
                .findFirst();
    }

    /** Refuses a name that is none of a transform, or that no route has. */
    Object demandRoute() {
        if (!transform().isEmpty() && !NAME.matcher(transform()).matches()) {
            throw new SettingException(key(), transform(), "a transform is a route of its own such as " + COLUMNS);
        }
        if (!transform().isEmpty() && route().isEmpty()) {
            throw new SettingException(key(), transform(), "no route in routes/ has this name");
        }
        return transform();
    }

    /** Refuses columns that contradict each other, or that nobody would change. */
    Object demandColumns() {
        if (changesColumns()) {
            return ColumnRules.read(settings, domain.name());
        }
        if (ColumnRules.given(settings, domain.name())) {
            throw new SettingException(domain.key("columns.*") + " changes nothing unless " + key() + "=" + COLUMNS);
        }
        return transform();
    }

    /** It is the route for that, or one of the user's that calls it. */
    private boolean changesColumns() {
        return transform().equals(COLUMNS) || route().filter(route -> route.getResource() != null)
                .map(RouteDefinition::getResource)
                .map(file -> RouteReader.read(file.getLocation(), KnownKeys.text(file))).stream().flatMap(parts ->
                        parts.stream()).flatMap(part -> part.asked().stream())
                .anyMatch(part -> part.kind() == Kind.ENDPOINT && part.name().equals(COLUMNS));
    }
}
