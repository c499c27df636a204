package io.seiexport.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;

/** Tells whether each clock has a trigger of its own: of two with the same name Quartz would know one. */
record Triggers(List<RouteParts> here) {

    /** One sentence for each clock without a name, and for each name that several have. */
    List<String> findings() {
        Map<String, List<RouteParts>> clocks = here.stream().filter(RouteParts::hasClock)
                .collect(Collectors.groupingBy(Triggers::trigger, LinkedHashMap::new, Collectors.toList()));
        return clocks.entrySet().stream().flatMap(same -> sentences(same.getKey(), same.getValue())).toList();
    }

    private static String trigger(RouteParts route) {
        return route.names(Kind.TRIGGER).iterator().next();
    }

    private static Stream<String> sentences(String trigger, List<RouteParts> routes) {
        var name = trigger.replaceFirst(".*/", "");
        if (name.isEmpty()) {
            return routes.stream().map(route -> route.file() + ": " + route.named() + " starts from quartz without a "
                    + "triggerName; give it the name of its domain");
        }
        var places = routes.stream().map(route -> route.named() + " in " + route.file())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return routes.size() < 2 ? Stream.of() : Stream.of(String.join(" and ", places) + " have the same triggerName "
                + name + "; give one of them another");
    }
}
