package io.seiexport.cli;

import org.apache.camel.CamelContext;

/** Tells the routes whether the program ends; for {@code ${camelContext.stopping}} Camel searches 800 methods. */
public record Shutdown(CamelContext context) {
    public boolean isUnderWay() {
        return context.isStopping();
    }
}
