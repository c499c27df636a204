package io.seiexport.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;

/**
 * Tells whether each id of a route or step stands once, and each direct: is the start of one route, at whose second
 * Camel ends and names no file; and whether each bean is declared once: Camel makes only one of a name, and says
 * nothing of the other.
 */
record UniqueIds(List<RouteParts> here) {

    /** One sentence for the files that share ids or starts. */
    List<String> findings() {
        var starts = here.stream().filter(route -> route.uses(Kind.CONDITION).findAny().isEmpty()).toList();
        return Stream.of(shared(here, Kind.ID, "").entrySet().stream().map(UniqueIds::ofIds),
                shared(starts, Kind.SERVED, "direct:").entrySet().stream().map(UniqueIds::ofStarts),
                shared(here, Kind.OWN_BEAN, "").entrySet().stream().map(UniqueIds::ofBeans))
                .flatMap(Function.identity()).toList();
    }

    /** The names that stand more than once, by where they stand. */
    private static Map<List<String>, Set<String>> shared(List<RouteParts> routes, Kind kind, String beginning) {
        var places = new LinkedHashMap<String, List<String>>();
        routes.forEach(route -> route.uses(kind).filter(use -> use.name().startsWith(beginning))
                .forEach(use -> places.computeIfAbsent(use.name(), name -> new ArrayList<>()).add(route.file())));
        var shared = new LinkedHashMap<List<String>, Set<String>>();
        places.forEach((name, files) -> {
            if (files.size() > 1) {
                shared.computeIfAbsent(List.copyOf(new LinkedHashSet<>(files)), any -> new LinkedHashSet<>()).add(name);
            }
        });
        return shared;
    }

    private static String ofIds(Map.Entry<List<String>, Set<String>> shared) {
        return who(shared.getKey()) + " the " + (shared.getValue().size() == 1 ? "id " : "ids ")
                + String.join(", ", shared.getValue()) + (shared.getKey().size() == 1 ? " more than once" : "")
                + "; give each route and step its own";
    }

    private static String ofStarts(Map.Entry<List<String>, Set<String>> shared) {
        return String.join(" and ", shared.getKey()) + ": several routes start from "
                + String.join(", ", shared.getValue()) + "; give all but one another name";
    }

    private static String ofBeans(Map.Entry<List<String>, Set<String>> shared) {
        return String.join(" and ", shared.getKey()) + ": several of their beans are called "
                + String.join(", ", shared.getValue()) + ", of which Camel makes only one; give each its own name";
    }

    private static String who(List<String> files) {
        return switch (files.size()) {
            case 1 -> files.get(0) + " has";
            case 2 -> String.join(" and ", files) + " both have";
            default -> String.join(" and ", files) + " all have";
        };
    }
}
