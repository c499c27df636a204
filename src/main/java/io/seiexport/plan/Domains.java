package io.seiexport.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;

/** Finds the metric domains that are declared, and the exports that the settings make of them. */
public record Domains(CamelContext context, Settings settings) {
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
        return all().stream().filter(domain -> domain.name().equals(name)).findFirst();
    }

    /** Whether the API has a list of the exports of this domain. */
    public boolean hasList(String name) {
        return named(name).map(Domain::hasList).orElse(false);
    }
}
