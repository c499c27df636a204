package io.seiexport.plan;

import java.util.Comparator;
import java.util.List;

import org.apache.camel.CamelContext;

/** Finds the metric domains that are declared. */
public final class Domains {

    private Domains() {
    }

    public static List<Domain> of(CamelContext context) {
        return context.getRegistry().findByType(Domain.class).stream()
                .sorted(Comparator.comparing(Domain::name)).toList();
    }
}
