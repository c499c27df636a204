package io.seiexport.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Part;

/**
 * Tells a copy of a shipped sink that lacks a step which the program counts on: it would replace files of other
 * projects, write without the lease, or leave an old manifest beside a new file, and nothing would object.
 */
record SinkContract(List<RouteParts> here) {
    private static final String LEASE = "direct:ledger-lease";
    /** By what only such a sink uses: what it then has to use as well, and where that stands. */
    private static final Map<String, Demand> DEMANDS = Map.of(
            "landing.takePlace", new Demand("sink-file", Set.of("foreignFiles.refuse", "landing.write",
                    "manifest.write", "withdrawal.withdraw", LEASE)),
            "bucketProof.demand", new Demand("sink-s3", Set.of("foreignFiles.refuse", "bucketProof.look",
                    "manifest.write", "bucketProof.demandGone", LEASE)));

    private record Demand(String original, Set<String> parts) {
    }

    /** One sentence for each step that a file of a sink lacks. */
    List<String> findings() {
        return byFile().entrySet().stream().flatMap(file -> DEMANDS.entrySet().stream()
                .filter(demand -> file.getValue().contains(demand.getKey()))
                .flatMap(demand -> lacking(file.getKey(), file.getValue(), demand.getValue()))).toList();
    }

    private Map<String, Set<String>> byFile() {
        return here.stream().filter(route -> !route.isOfTheEngine()).collect(Collectors.groupingBy(RouteParts::file,
                LinkedHashMap::new, Collectors.flatMapping(route -> route.asked().stream().map(SinkContract::name),
                        Collectors.toSet())));
    }

    private static String name(Part part) {
        return part.name() + (part.method().isEmpty() ? "" : "." + part.method());
    }

    private static Stream<String> lacking(String file, Set<String> used, Demand demand) {
        return demand.parts().stream().filter(part -> !used.contains(part)).sorted()
                .map(part -> file + " is older than this program, or lost a step: it does not use "
                        + (part.equals(LEASE) ? part : "the bean " + part.replaceFirst("\\.(.*)", " ($1)"))
                        + "; take the step over from the " + demand.original() + " that came with this jar");
    }
}
