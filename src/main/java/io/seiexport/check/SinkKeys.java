package io.seiexport.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.delivery.SinkSettings;
import io.seiexport.plan.Domain;
import io.seiexport.settings.Findings;
import io.seiexport.settings.Settings;

/** The settings that every sink has, whatever its route names: of those with a route and of those that are listed. */
record SinkKeys(Set<String> starts, Settings settings, List<Domain> domains) {
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
        var listed = domains.stream().flatMap(domain -> settings.list(domain.key("sinks")).stream());
        return Stream.concat(starts.stream(), listed).flatMap(sink -> SinkSettings.name(sink).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
