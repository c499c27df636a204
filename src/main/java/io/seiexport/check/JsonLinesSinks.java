package io.seiexport.check;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Format;
import io.seiexport.settings.Settings;

/** Tells which sinks of a domain cannot take JSON lines: they read the rows of a CSV, or name each file so. */
record JsonLinesSinks(List<RouteFile> files, Settings settings) {
    private static final Set<String> READ_ROWS = Set.of("csvOnly", "postgresLoad");
    private static final Pattern NAMED_CSV = Pattern.compile("\\$\\{[^}]*}\\.csv\\b");

    /** One sentence for each sink that the domain lists in vain. */
    List<String> findings(Domain domain) {
        var format = domain.key("transform-format");
        return !settings.text(format).equals(Format.JSONL.toString()) ? List.of()
                : settings.list(domain.key("sinks")).stream().distinct().flatMap(sink -> files.stream()
                        .flatMap(file -> finding(sink, file)).map(finding -> format + " = jsonl: " + finding)).toList();
    }

    private static Stream<String> finding(String sink, RouteFile file) {
        var serving = file.parts().stream().filter(route -> route.serves(Starts.plain(sink))).findFirst();
        return serving.stream().flatMap(route -> Collections.disjoint(route.names(Kind.BEAN), READ_ROWS)
                ? NAMED_CSV.matcher(file.text()).results().limit(1).map(named -> route.file() + " calls every file "
                        + named.group() + "; write ${variable.export.fileName} there, which has the right ending")
                : Stream.of(sink + " reads the rows of a CSV; list another sink, or let the transform make a CSV"));
    }
}
