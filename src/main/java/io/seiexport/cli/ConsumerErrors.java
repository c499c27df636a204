package io.seiexport.cli;

import io.seiexport.failure.Failure;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line what has ended a run of a route that nobody waits for: Camel would show a stack trace. */
public final class ConsumerErrors extends LifecycleStrategySupport implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerErrors.class);

    private final CamelContext context;

    public ConsumerErrors(CamelContext context) {
        this.context = context;
    }

    @Override
    public void onServiceAdd(CamelContext starting, Service service, Route route) {
        if (service instanceof DefaultConsumer consumer) {
            consumer.setExceptionHandler(this);
        }
    }

    @Override
    public void handleException(Throwable thrown) {
        handleException("A route stopped early", thrown);
    }

    @Override
    public void handleException(String message, Throwable thrown) {
        handleException(message, null, thrown);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable thrown) {
        LOG.debug(message, thrown);
        // What had waited, such as for an unavailable ledger, does not matter any more.
        if (!context.isStopping()) {
            LOG.warn("{}{}: {}", exchange == null ? "" : exchange.getFromRouteId() + ": ", message,
                    Failure.of(thrown).sentence());
        }
    }
}
