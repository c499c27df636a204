package io.seiexport.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Planner;
import io.seiexport.settings.BeansFirst;
import io.seiexport.settings.Findings;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;

/**
 * What {@link Preflight} refuses, for a command that opens the ledger and needs no route: an engine of another version,
 * and each setting of the ledger, of its account and of the exports that cannot be used.
 */
public record LedgerPreflight(CamelContext context, Settings settings, Domains domains, Planner planner) {

    /**
     * One sentence for each of them.
     *
     * @param readBefore those that are known already
     * @param ofExports  whether the domains are made, and what is set of the exports is read
     */
    public Set<String> findings(Set<String> readBefore, boolean ofExports, Instant now) {
        var findings = Findings.orNull(settings);
        findings.read(given -> {
            var files = texts(given.text(RouteFile.PATTERN));
            var ofAnotherVersion = RouteSet.findings(context, given.text(RouteFile.PATTERN), files);
            return ofAnotherVersion.isEmpty() ? read(findings, readBefore, files, ofExports, now)
                    : findings.add(ofAnotherVersion);
        });
        return findings.sentences();
    }

    private Map<Resource, String> texts(String pattern) {
        var texts = new LinkedHashMap<Resource, String>();
        RouteFile.resources(context, pattern).forEach(file -> texts.put(file, RouteFile.text(file)));
        return texts;
    }

    private boolean read(Findings findings, Set<String> readBefore, Map<Resource, String> files, boolean ofExports,
            Instant now) {
        var wrongDomains = ofExports ? makeDomains(files) : List.<String>of();
        var declared = ofExports ? domains.declared().stream().filter(Domain::isWhole).toList() : List.<Domain>of();
        var variants = new Variants(settings, planner, declared);
        findings.add(wrongDomains);
        if (wrongDomains.isEmpty()) {
            findings.read(given -> findings.add(variants.findings()));
            findings.read(given -> findings.add(new KnownKeys(context, List.copyOf(files.values()), variants)
                    .ofLedger(ofExports)));
        }
        findings.add(readBefore);
        var settingsOf = new ExportSettings(settings, planner, variants, Settings.counting(context));
        var exports = new ArrayList<Domain>();
        declared.forEach(domain -> exports.addAll(settingsOf.enabled(domain, findings)));
        return findings.add(settingsOf.findings(exports, now, (export, more) -> {
        }));
    }

    /** Those that the files declare; one sentence for each that lacks what makes it one. */
    private List<String> makeDomains(Map<Resource, String> files) {
        var declaring = files.entrySet().stream().filter(file -> file.getValue().contains(Domain.class.getName()))
                .toList();
        declaring.forEach(file -> BeansFirst.make(context, file.getKey()));
        if (domains.declared().stream().allMatch(Domain::isWhole)) {
            return List.of();
        }
        var here = declaring.stream().flatMap(file -> new RouteFile(file.getKey().getLocation(), file.getValue())
                .parts().stream()).toList();
        return new DomainRoutes(here, context.getRegistry().findByTypeWithName(Domain.class)).ofParts();
    }
}
