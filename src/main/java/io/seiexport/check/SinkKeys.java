package io.seiexport.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.delivery.SinkSettings;
import io.seiexport.plan.Domain;
import io.seiexport.settings.Findings;
import io.seiexport.settings.Settings;

/** The settings that every sink has, whatever its route names: of those with a route and of those that are listed. */
record SinkKeys(SinkCopies copies, Settings settings, List<Domain> domains) {
    private static final Pattern ROUTE = Pattern.compile(
            "(?m)^\\s*(?:name:\\s*[\"']?|uri:\\s*[\"']?direct:(?://)?)sink-([\\w.-]+)");

    Stream<String> keys() {
        return names().stream().flatMap(name -> Stream.of(SinkSettings.timeoutOf(name), SinkSettings.checkOf(name)));
    }

    /** Keeps a sentence for each that is set and cannot be used. */
    boolean read(Findings findings) {
        var names = names();
        names.forEach(name -> {
            findings.read(given -> new SinkSettings(given).ofSink(name));
            findings.read(given -> new SinkSettings(given).isTriedByName(name));
        });
        return !names.isEmpty();
    }

    private Set<String> names() {
        var names = new TreeSet<String>();
        copies.withFiles().map(KnownKeys::text)
                .flatMap(text -> ROUTE.matcher(text).results()).forEach(route -> names.add(route.group(1)));
        domains.stream().flatMap(domain -> settings.list(domain.key("sinks")).stream())
                .flatMap(sink -> SinkSettings.name(sink).stream()).forEach(names::add);
        return names;
    }
}
