package io.seiexport.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;

/** Finds the metric domains that are declared. */
public record Domains(CamelContext context, Settings settings) {
    public List<Domain> all() {
        return context.getRegistry().findByType(Domain.class).stream()
                .sorted(Comparator.comparing(Domain::name)).toList();
    }

    /** Those that are switched on. */
    public List<Domain> enabled() {
        return all().stream().filter(domain -> settings.flag(domain.key("enabled"))).toList();
    }

    Optional<Domain> named(String name) {
        return all().stream().filter(domain -> domain.name().equals(name)).findFirst();
    }
}
