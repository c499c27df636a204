package io.seiexport.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.delivery.ColumnRules;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Format;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** Tells whether what a domain sets about its transform can be used: the route, and the columns that it changes. */
record DomainTransform(Settings settings, Domain domain, Starts starts, List<RouteParts> here) {
    private static final String PREFIX = "direct:transform-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[\\w.-]+");
    private static final String COLUMNS = PREFIX + "columns";

    private String key() {
        return domain.key("transform");
    }

    private String transform() {
        return settings.text(key());
    }

    /** Refuses a name that is none of a transform, or that no route has. */
    Object demandRoute() {
        if (!transform().isEmpty() && !NAME.matcher(transform()).matches()) {
            throw new SettingException(key(), transform(), "a transform is a route of its own such as " + COLUMNS);
        }
        if (!transform().isEmpty() && starts.route(transform()).isEmpty()) {
            throw new SettingException(key(), transform(), "no route in routes/ has this name" + suggestion());
        }
        return transform();
    }

    private String suggestion() {
        var names = here.stream().flatMap(route -> route.names(Kind.SERVED).stream())
                .filter(served -> served.startsWith(PREFIX)).map(served -> served.substring(PREFIX.length())).toList();
        return new Nearest(names).suggestion(transform().substring(PREFIX.length()), PREFIX + "%s");
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

    /** Refuses another format than CSV where nobody would make it. */
    Object demandMakerOfFormat() {
        var format = domain.key("transform-format");
        if (settings.text(format).equals(Format.JSONL.toString())) {
            if (transform().isEmpty()) {
                throw new SettingException(format, settings.text(format), "only a transform can make that of the CSV "
                        + "that the server sends; name one in " + key());
            }
            if (transform().equals(COLUMNS)) {
                throw new SettingException(format, settings.text(format), COLUMNS + " leaves a CSV; name in " + key()
                        + " a route of your own that calls it and makes JSON lines of what it leaves");
            }
        }
        return transform();
    }

    /** It is the route for that, or calls it, if only through others. */
    private boolean changesColumns() {
        if (transform().isEmpty()) {
            return false;
        }
        var reached = new LinkedHashSet<>(Set.of(transform()));
        while (reached.addAll(calledFrom(reached))) {
            // once more, from those that are new
        }
        return reached.contains(COLUMNS);
    }

    private List<String> calledFrom(Set<String> endpoints) {
        return here.stream().filter(route -> endpoints.stream().anyMatch(route::serves))
                .flatMap(route -> route.names(Kind.ENDPOINT).stream()).toList();
    }
}
