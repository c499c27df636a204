package io.seiexport.plan;

import java.time.LocalDate;
import java.time.temporal.TemporalAmount;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/**
 * The settings of one domain that is switched on, read and checked.
 *
 * @param scopesByWords in their order; the ledger knows them by these words
 */
record DomainSettings(Domain domain, RequestTemplate template, String granularity, Map<String, Scope> scopesByWords,
        TeamScopes teams, List<String> sinks, String transform, Format format, WindowRule rule, TemporalAmount lag,
        Optional<LocalDate> since, int settle) {

    /** Whatever cannot be used is said at once. */
    static DomainSettings read(Domain domain, Settings settings) {
        var findings = Findings.orNull(settings);
        var snapshot = domain.isSnapshot();
        var granularity = snapshot ? Snapshot.GRANULARITY : findings.read(given -> given.required(
                domain.key("granularity"), "the reporting interval of the rows"));
        var scopes = snapshot ? Map.of(Scope.ALL.toString(), Scope.ALL) : findings.read(given -> scopes(domain, given));
        var teams = snapshot ? TeamScopes.NONE : findings.read(given -> TeamScopes.read(domain, given));
        var sinks = findings.read(given -> sinks(domain, given));
        var rule = snapshot ? new Snapshot.Today() : findings.read(given -> WindowRule.parse(domain.key("window"),
                given.required(domain.key("window"), "the days to export, for example month")));
        var lag = snapshot ? Snapshot.LAG : findings.read(given -> given.calendarAmount(domain.key("closing-lag")));
        var since = snapshot ? Optional.<LocalDate>empty() : findings.read(given -> given.date(domain.key("since")));
        int settle = snapshot ? 0 : findings.read(given -> given.count(domain.key("settle"), 0), () -> 0);
        var format = findings.read(given -> Format.read(given, domain.key("transform-format")));
        var template = findings.read(given -> new RequestTemplate(domain, given).demandSwitches());
        var extra = findings.read(given -> Extra.read(domain, given, template == null ? Set.of()
                : template.namingPlaces()));
        findings.demandNone();
        return new DomainSettings(domain, template.with(extra), granularity, scopes, teams, sinks,
                settings.text(domain.key("transform")), format, rule, lag, since, settle);
    }

    private static Map<String, Scope> scopes(Domain domain, Settings settings) {
        var key = domain.key("scopes");
        var scopes = new LinkedHashMap<String, Scope>();
        for (var text : settings.list(key).stream().filter(text -> !TeamScopes.isOne(text)).toList()) {
            var scope = Scope.parse(key, text);
            if (scopes.put(scope.toString(), scope) != null) {
                throw new SettingException(key, text, "this scope is listed twice");
            }
        }
        if (settings.list(key).isEmpty()) {
            throw SettingException.missing(key, "whose metrics to export, for example team:456, tree:Engineering or "
                    + "teams:*");
        }
        return Collections.unmodifiableMap(scopes);
    }

    private static List<String> sinks(Domain domain, Settings settings) {
        var sinks = settings.list(domain.key("sinks"));
        if (sinks.isEmpty()) {
            throw SettingException.missing(domain.key("sinks"), "where the files go, for example direct:sink-file");
        }
        return sinks;
    }

    /** How the API spells it in its paths; none where it is asked for at one address alone. */
    List<String> spellings() {
        return domain.spellings();
    }

    /** The scope that the ledger knows by these words; empty if no setting names it itself. */
    Optional<Scope> scope(String words) {
        return Optional.ofNullable(scopesByWords.get(words));
    }

    List<Scope> scopes() {
        return List.copyOf(scopesByWords.values());
    }
}
