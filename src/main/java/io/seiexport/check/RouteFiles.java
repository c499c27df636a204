package io.seiexport.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;

/**
 * The routes that are used, and those that the program was built with and carries along.
 *
 * @param folder where they are, with a slash at its end
 * @param astray files that nobody reads, since they lie where all routes were before there were shelves
 */
record RouteFiles(List<RouteParts> here, List<RouteParts> builtWith, String folder, List<String> astray) {
    private static final String ON_A_SHELF = "/*/*.";
    private static final String BESIDE_THEM = "/*.";

    /** Whether each file of the engine that the program was built with is among these, to the letter. */
    static boolean areOfThisProgram(Collection<String> texts) {
        return PackagedRoutes.texts().entrySet().stream()
                .filter(own -> RouteParts.liesInTheEngine(own.getKey()))
                .map(Map.Entry::getValue).allMatch(texts::contains);
    }

    static RouteFiles of(CamelContext context, String pattern, List<RouteFile> files) {
        // Most files are as they were packaged, and a start would parse them once more.
        var read = files.stream().collect(Collectors.toMap(RouteFile::text, RouteFile::parts, (one, other) -> one));
        var builtWith = PackagedRoutes.texts().entrySet().stream().flatMap(own -> read.computeIfAbsent(
                own.getValue(), text -> RouteReader.read(own.getKey(), text)).stream());
        var astray = Stream.of(pattern.split(",")).filter(each -> each.contains(ON_A_SHELF))
                .flatMap(each -> RouteFile.resources(context, each.replace(ON_A_SHELF, BESIDE_THEM)))
                .map(file -> RouteFile.path(file.getLocation())).sorted().toList();
        return new RouteFiles(sorted(files.stream().flatMap(file -> file.parts().stream())), sorted(builtWith),
                RouteFile.path(pattern.replaceFirst(",.*", "")).replaceFirst("[^/]*(\\*.*)?$", ""), astray);
    }

    private static List<RouteParts> sorted(Stream<RouteParts> parts) {
        return parts.sorted(Comparator.comparing(RouteParts::file)).toList();
    }

    /** What the engine consists of. */
    List<RouteParts> ofTheEngine() {
        return builtWith.stream().filter(own -> !own.isReplaceable() && !own.id().isEmpty()).toList();
    }
}
