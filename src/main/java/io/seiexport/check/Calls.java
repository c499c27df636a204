package io.seiexport.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.check.RouteParts.Part;
import io.seiexport.check.RouteParts.Use;

/** Tells whether each route, route configuration and bean that a route uses is there. */
final class Calls {
    private final List<RouteParts> here;
    private final ProgramBeans beans;
    private final Predicate<Part> isSaidAlready;
    private final Set<String> served;
    private final Set<String> configurations = new HashSet<>();
    private final Set<String> ownBeans = new HashSet<>();

    /** The starts are all that Camel knows, also where a setting fills in the name, or no file of routes has them. */
    Calls(List<RouteParts> here, Set<String> starts, ProgramBeans beans, Predicate<Part> isSaidAlready) {
        this.here = here;
        served = new TreeSet<>(starts);
        this.beans = beans;
        this.isSaidAlready = isSaidAlready;
        here.forEach(route -> {
            served.addAll(route.names(Kind.SERVED));
            configurations.add(route.id());
            ownBeans.addAll(route.names(Kind.OWN_BEAN));
        });
    }

    /** One sentence for each use in vain. */
    List<String> findings() {
        return here.stream().flatMap(route -> route.asking()
                .filter(use -> !isThere(use.part()) && !isSaidAlready.test(use.part()))
                .map(use -> asksInVain(route, use))).distinct().toList();
    }

    private boolean isThere(Part part) {
        return switch (part.kind()) {
            case ENDPOINT -> served.contains(part.name());
            case CONFIGURATION -> configurations.contains(part.name());
            case BEAN -> beans.have(part) || ownBeans.contains(part.name());
            default -> true;
        };
    }

    private String asksInVain(RouteParts route, Use use) {
        var why = why(use.part());
        return route.isOfTheEngine() ? RouteSet.isOfAnotherVersion(route.file(), "it " + why)
                : route.place(use) + " " + why + undefined(use.part()) + advice(use.part());
    }

    private String why(Part part) {
        return switch (part.kind()) {
            case ENDPOINT -> "calls " + part + ", which no route has";
            case CONFIGURATION -> "names " + part + ", which does not exist";
            default -> "uses " + part + ", which this program does not have" + beans.otherwise(part);
        };
    }

    private String undefined(Part part) {
        return part.kind() == Kind.BEAN && !beans.know(part.name())
                ? ", and no camel.beans." + part.name() + " defines it" : "";
    }

    private String advice(Part part) {
        var suggestion = suggestion(part);
        return suggestion.isEmpty() ? "; if another version of this program left this file, delete it, or compare it "
                + "with the one that came with this jar" : suggestion;
    }

    private String suggestion(Part part) {
        return switch (part.kind()) {
            case ENDPOINT -> nearest(served, part.name());
            case BEAN -> beans.know(part.name()) ? beans.nearestMethod(part)
                    : new Nearest(beansInUse()).suggestion(part.name(), "%s");
            default -> "";
        };
    }

    private List<String> beansInUse() {
        return here.stream().flatMap(route -> route.names(Kind.BEAN).stream()).filter(beans::know).toList();
    }

    /** The endpoint that was probably meant, to end a sentence with. */
    static String nearest(Set<String> starts, String endpoint) {
        var scheme = endpoint.replaceFirst(":.*", ":");
        var names = starts.stream().filter(start -> start.startsWith(scheme))
                .map(start -> start.substring(scheme.length())).toList();
        return new Nearest(names).suggestion(endpoint.substring(scheme.length()), scheme + "%s");
    }
}
