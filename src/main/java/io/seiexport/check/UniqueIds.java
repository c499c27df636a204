package io.seiexport.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import io.seiexport.check.RouteParts.Kind;

/** Tells whether each id of a route or step stands once: Camel ends at the second, and names no file. */
record UniqueIds(List<RouteParts> here) {

    /** One sentence for each id that stands more than once. */
    List<String> findings() {
        Map<String, List<String>> places = new LinkedHashMap<>();
        here.forEach(route -> route.uses(Kind.ID).forEach(use -> places
                .computeIfAbsent(use.name(), id -> new ArrayList<>()).add(route.file())));
        return places.entrySet().stream().filter(id -> id.getValue().size() > 1).map(id -> sentence(id.getKey(),
                id.getValue())).toList();
    }

    private static String sentence(String id, List<String> places) {
        var files = new LinkedHashSet<>(places);
        return files.size() == 1
                ? places.get(0) + ": the id " + id + " stands " + places.size() + " times; give each route and step "
                        + "its own"
                : String.join(" and ", files) + (files.size() == 2 ? " both" : " all") + " have the id " + id
                        + "; give the route or step in one of them another";
    }
}
