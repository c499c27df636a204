package io.seiexport.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.check.RouteParts.Use;

/**
 * Tells whether each variable that is read is written somewhere, and whether routes outside the engine leave alone what
 * the engine itself still reads: Camel takes an unknown variable for an empty one, and says nothing.
 */
record Variables(List<RouteParts> here) {
    /** What an export carries along; every route may read it, and only the engine may write it. */
    static final Set<String> OF_AN_EXPORT = Set.of("selection", "entry", "export", "polling", "job", "call", "staged",
            "delivery", "sink", "failure");
    /** What the engine gives to some routes, or keeps for itself, while routes of others run. */
    private static final Set<String> MORE_OF_THE_ENGINE = Set.of("trial", "known", "listing", "heldSink");

    /** One sentence for each variable that is read in vain, or that only the engine may write. */
    List<String> findings() {
        var toTheEngine = known(true);
        var toOthers = known(false);
        return here.stream().flatMap(route -> Stream.concat(
                readInVain(route, route.isOfTheEngine() ? toTheEngine : toOthers), taken(route))).distinct().toList();
    }

    private static Stream<String> readInVain(RouteParts route, Set<String> known) {
        return route.uses(Kind.READ)
                .filter(use -> !isOfTheWholeProgram(use.name()) && !known.contains(first(use.name())))
                .map(use -> route.isOfTheEngine()
                        ? RouteSet.isOfAnotherVersion(route.file(), "it reads the variable " + use.name()
                                + ", which no step writes")
                        : route.place(use) + " reads the variable " + use.name() + ", which no step writes"
                                + new Nearest(known).advice(use.name(), "%s",
                                        "set it by a step before, where Java or a script of yours writes it"));
    }

    private Set<String> known(boolean toTheEngine) {
        var known = new TreeSet<>(OF_AN_EXPORT);
        known.addAll(MORE_OF_THE_ENGINE);
        here.stream().filter(route -> toTheEngine || !route.isOfTheEngine())
                .flatMap(route -> route.names(Kind.WRITTEN).stream())
                .forEach(name -> known.add(first(name)));
        return known;
    }

    /** Of a name with dots the rest may as well be what the variable has. */
    private static String first(String name) {
        return name.replaceFirst("[.\\[].*", "");
    }

    private static Stream<String> taken(RouteParts route) {
        return route.isOfTheEngine() ? Stream.of() : Stream.concat(
                route.uses(Kind.WRITTEN).filter(use -> isOfTheEngine(use.name()))
                        .map(use -> taken(route, use, "writes")),
                route.uses(Kind.REMOVED).filter(use -> removesOfTheEngine(use.name()))
                        .map(use -> taken(route, use, "removes")));
    }

    private static String taken(RouteParts route, Use use, String does) {
        return route.place(use) + " " + does + " the variable " + use.name()
                + (use.name().endsWith("*") ? ", and with it those of the engine; name those of your own"
                        : ", which the engine needs; give yours another name");
    }

    private static boolean isOfTheEngine(String name) {
        return OF_AN_EXPORT.contains(name) || MORE_OF_THE_ENGINE.contains(name);
    }

    private static boolean removesOfTheEngine(String pattern) {
        return isOfTheEngine(pattern) || pattern.endsWith("*") && Stream.concat(OF_AN_EXPORT.stream(),
                        MORE_OF_THE_ENGINE.stream())
                .anyMatch(name -> name.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    /** Such as global:name, which the settings may write too. */
    private static boolean isOfTheWholeProgram(String name) {
        return name.contains(":");
    }
}
