package io.seiexport.check;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;

/**
 * The routes that are used, and those that the program was built with and carries along.
 *
 * @param folder where they are, with a slash at its end
 * @param astray files that nobody reads, since they lie where all routes were before there were shelves
 */
record RouteFiles(List<RouteParts> here, List<RouteParts> builtWith, String folder, List<String> astray) {
    /** One pattern for each shelf: with two stars Camel finds files within a jar, but cannot read them. */
    private static final String BUILT_WITH = Stream.of("exports", "sinks", "transforms", "engine")
            .map(shelf -> "classpath:io/seiexport/check/routes/" + shelf + "/*.camel.yaml")
            .collect(Collectors.joining(","));
    private static final String ON_A_SHELF = "/*/*.";
    private static final String BESIDE_THEM = "/*.";

    static RouteFiles of(CamelContext context, Settings settings, SinkCopies copies) {
        var pattern = settings.text(KnownKeys.ROUTES);
        var read = new HashMap<String, List<RouteParts>>();
        var here = sorted(copies.withFiles().flatMap(file -> {
            var text = KnownKeys.text(file);
            var parts = RouteReader.read(file.getLocation(), text);
            read.put(text, parts);
            return parts.stream();
        }));
        // Most files are as they were packaged, and a start would parse them once more.
        var builtWith = sorted(KnownKeys.resources(context, BUILT_WITH).flatMap(own -> read.computeIfAbsent(
                KnownKeys.text(own), text -> RouteReader.read(own.getLocation(), text)).stream()));
        var astray = Stream.of(pattern.split(",")).filter(each -> each.contains(ON_A_SHELF))
                .flatMap(each -> KnownKeys.resources(context, each.replace(ON_A_SHELF, BESIDE_THEM)))
                .map(file -> file.getLocation().replaceFirst("^file:", "")).sorted().toList();
        return new RouteFiles(here, builtWith, pattern.replaceFirst(",.*", "").replaceFirst("^file:", "")
                .replaceFirst("[^/]*(\\*.*)?$", ""), astray);
    }

    private static List<RouteParts> sorted(Stream<RouteParts> parts) {
        return parts.sorted(Comparator.comparing(RouteParts::file)).toList();
    }

    /** What the engine consists of. */
    List<RouteParts> ofTheEngine() {
        return builtWith.stream().filter(own -> !own.isReplaceable() && !own.id().isEmpty()).toList();
    }
}
