package io.seiexport.cli;

import org.apache.camel.CamelContext;

/**
 * Tells the routes whether the program ends. By {@code ${camelContext.stopping}} they could ask Camel itself, which for
 * that looks through all 800 methods of its context: a quarter of what it works until it has started.
 */
public record Shutdown(CamelContext context) {
    public boolean isUnderWay() {
        return context.isStopping();
    }
}
