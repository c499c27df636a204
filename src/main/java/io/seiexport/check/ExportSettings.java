package io.seiexport.check;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import io.seiexport.plan.Domain;
import io.seiexport.plan.Planner;
import io.seiexport.settings.Findings;
import io.seiexport.settings.Project;
import io.seiexport.settings.Settings;

/** Reads what the settings ask of each export, with the same sentences whether its routes are there or not. */
record ExportSettings(Settings settings, Planner planner, Variants variants, Set<String> given) {

    /** What is exported of a domain; nothing where it is switched off, or where that cannot be read. */
    List<Domain> enabled(Domain domain, Findings findings) {
        findings.read(all -> Project.demandKnown(all, domain.key("projects")));
        return findings.read(all -> all.flag(domain.key("enabled")) ? variants.of(domain) : List.of(), List::of);
    }

    /** One sentence for each setting of these exports that cannot be used, also of those that the caller reads. */
    List<String> findings(List<Domain> exports, Instant now, BiConsumer<Domain, Findings> more) {
        return exports.stream().flatMap(export -> {
            var findings = Findings.orNull(settings);
            // One window of each scope is enough to meet every wrong setting.
            findings.read(all -> planner.series(export, now));
            more.accept(export, findings);
            return findings.sentences().stream().flatMap(String::lines)
                    .map(sentence -> variants.asWritten(export, sentence, given));
        }).toList();
    }
}
