package io.seiexport.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;

import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Planner;
import io.seiexport.settings.BeansFirst;
import io.seiexport.settings.Findings;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;

/** Makes the domains that the files declare, without their routes, and reads what the settings ask of each export. */
public record ExportSettings(CamelContext context, Settings settings, Domains domains, Planner planner) {

    /** One sentence for each setting that cannot be used. */
    public Set<String> findings(Instant now) {
        RouteFile.resources(context, settings.text(RouteFile.PATTERN))
                .filter(file -> RouteFile.text(file).contains(Domain.class.getName()))
                .forEach(file -> BeansFirst.make(context, file));
        var declared = domains.declared();
        var variants = new Variants(settings, planner, declared);
        var findings = Findings.orNull(settings);
        findings.read(given -> findings.add(variants.findings()));
        var exports = new ArrayList<Domain>();
        for (var domain : declared) {
            findings.read(given -> given.flag(domain.key("enabled")) && exports.addAll(variants.of(domain)));
        }
        var set = Settings.counting(context);
        exports.forEach(export -> findings.add(of(export, now).stream()
                .flatMap(String::lines).map(sentence -> variants.asWritten(export, sentence, set)).toList()));
        return findings.sentences();
    }

    /** One window of each scope is enough to meet every wrong setting. */
    private Set<String> of(Domain export, Instant now) {
        var findings = Findings.orNull(settings);
        findings.read(given -> planner.series(export, now));
        return findings.sentences();
    }
}
