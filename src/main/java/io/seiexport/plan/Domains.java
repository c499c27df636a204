package io.seiexport.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;

/** Finds the metric domains that are declared, and the exports that the settings make of them. */
public final class Domains {
    private final CamelContext context;
    private final Settings settings;
    /** Each step of an export asks for them; once all routes run, no other will be declared. */
    private volatile Map<String, Domain> ofRunning;

    public Domains(CamelContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    Settings settings() {
        return settings;
    }

    /** Those that files declare. */
    public List<Domain> declared() {
        return context.getRegistry().findByType(Domain.class).stream()
                .sorted(Comparator.comparing(Domain::name)).toList();
    }

    /** Each of them, or its variants. */
    public List<Domain> all() {
        return declared().stream().flatMap(domain -> domain.exports(settings).stream()).toList();
    }

    /** Those that are switched on. */
    public List<Domain> enabled() {
        return all().stream().filter(domain -> settings.flag(domain.keyOfAll("enabled"))).toList();
    }

    /** The one of this name, if it is declared. */
    public Optional<Domain> named(String name) {
        return Optional.ofNullable(byName().get(name));
    }

    private Map<String, Domain> byName() {
        var known = ofRunning;
        if (known == null) {
            known = all().stream().collect(Collectors.toMap(Domain::name, Function.identity(), (one, same) -> one));
            ofRunning = context.isStarted() ? known : null;
        }
        return known;
    }

    /** Whether the API has a list of the exports of this domain. */
    public boolean hasList(String name) {
        return named(name).map(Domain::hasList).orElse(false);
    }
}
