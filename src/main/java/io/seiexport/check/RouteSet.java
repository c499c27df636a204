package io.seiexport.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.check.RouteParts.Part;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;

/**
 * Tells an engine of another version from the one that goes with this program: each route that the program was built
 * with must be there, start from where it started, and use what it used.
 */
record RouteSet(RouteFiles files) {
    private static final String ADVICE = "; use the routes that came with this jar";

    /** The same of files that nobody has read so far: it takes long, and an engine as it was packaged lacks nothing. */
    static List<String> findings(CamelContext context, String pattern, Map<Resource, String> files) {
        return RouteFiles.areOfThisProgram(files.values()) ? List.of()
                : new RouteSet(RouteFiles.of(context, pattern, files.entrySet().stream()
                        .flatMap(file -> readable(file.getKey().getLocation(), file.getValue())).toList())).findings();
    }

    /** A file of the user's own that is no YAML says nothing of the engine. */
    private static Stream<RouteFile> readable(String location, String text) {
        try {
            return Stream.of(new RouteFile(location, text));
        } catch (IllegalArgumentException e) {
            if (RouteParts.liesInTheEngine(location)) {
                throw e;
            }
            return Stream.empty();
        }
    }

    static String isOfAnotherVersion(String what, String why) {
        return what + " is from another version than this program: " + why + ADVICE;
    }

    /** One sentence for each part that is missing; for a file that is missing, one for all that is in it. */
    List<String> findings() {
        var findings = new LinkedHashSet<String>();
        findings.addAll(besideTheShelves());
        byFile().forEach((file, routes) -> {
            if (routes.size() > 1 && routes.stream().allMatch(own -> standIn(own).isEmpty())) {
                findings.add(lacks(file, routes));
            } else {
                routes.forEach(own -> findings.addAll(missing(own)));
            }
        });
        return List.copyOf(findings);
    }

    private List<String> besideTheShelves() {
        var folder = files.folder();
        return files.astray().stream().map(file -> file + " is not read; move it to " + folder + "exports, " + folder
                + "sinks, " + folder + "transforms or " + folder + "engine").toList();
    }

    private Map<String, List<RouteParts>> byFile() {
        return files.ofTheEngine().stream().collect(Collectors.groupingBy(
                own -> own.shelf() + "/" + own.fileName(), LinkedHashMap::new, Collectors.toList()));
    }

    private Optional<RouteParts> standIn(RouteParts own) {
        return files.here().stream().filter(route -> route.id().equals(own.id())).findFirst();
    }

    private List<String> missing(RouteParts own) {
        var found = standIn(own);
        if (found.isEmpty()) {
            return List.of(lacks(own.id(), List.of(own)));
        }
        var route = found.get();
        var served = own.names(Kind.SERVED).stream().filter(endpoint -> !route.serves(endpoint))
                .map(endpoint -> isOfAnotherVersion(route.file(), "its route " + own.id() + " does not start from "
                        + endpoint));
        var asked = route.asked();
        var used = own.asked().stream().filter(part -> !asked.contains(part))
                .map(part -> isOfAnotherVersion(route.file(), "it does not use " + part));
        return Stream.concat(served, used).toList();
    }

    private String lacks(String what, List<RouteParts> lacking) {
        var callers = files.here().stream().filter(route -> route.asked().stream()
                        .anyMatch(part -> lacking.stream().anyMatch(own -> isOf(part, own))))
                .map(RouteParts::file).distinct().toList();
        return isOfAnotherVersion(files.folder(), "it lacks " + what + ", which " + switch (callers.size()) {
            case 0 -> "this program needs";
            case 1 -> callers.get(0) + " uses";
            default -> String.join(" and ", callers) + " use";
        });
    }

    private static boolean isOf(Part part, RouteParts own) {
        return part.kind() == Kind.ENDPOINT && own.serves(part.name())
                || part.kind() == Kind.CONFIGURATION && own.id().equals(part.name());
    }

    /** Whether it is of the engine that goes with this program: then its lack is said here, with all that use it. */
    boolean isOfTheEngine(Part part) {
        return files.ofTheEngine().stream().anyMatch(own -> isOf(part, own));
    }
}
