package io.seiexport.cli;

import io.seiexport.delivery.Quarantine;
import io.seiexport.http.NextAttempt;
import io.seiexport.job.Paths;
import io.seiexport.job.LogFields;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Hears of every failed attempt of a call and tells {@link NextAttempt}, which sets the pause before it, and those who
 * count it.
 */
public final class Attempts implements Processor, CamelContextAware {
    private CamelContext context;

    @Override
    public void process(Exchange exchange) {
        LogFields.during(exchange, () -> tell(exchange));
    }

    private void tell(Exchange exchange) {
        var registry = context.getRegistry();
        registry.findSingleByType(NextAttempt.class).noteFailure(exchange);
        registry.findSingleByType(Paths.class).turnBack(exchange);
        registry.findSingleByType(Quarantine.class).keep(exchange);
        registry.findSingleByType(Journal.class).attemptFailed(exchange);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
