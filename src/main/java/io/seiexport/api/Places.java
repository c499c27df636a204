package io.seiexport.api;

import java.util.concurrent.Semaphore;

import io.seiexport.failure.ExportFailed;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Lets only so many exports at once be with the server. Camel's throttle for concurrent requests will not do: ten
 * seconds after an exchange has left it forgets those that are still within.
 */
public final class Places implements CamelContextAware {
    private static final String TAKEN = "placeTaken";
    private static final int ENOUGH_FOR_ALL = 1 << 20;

    private CamelContext context;
    private Semaphore places;
    private volatile boolean closed;

    /** Waits for a place, on the thread of the queue, which has nothing else to do meanwhile. */
    public void take(Exchange exchange) throws InterruptedException, ExportFailed {
        places().acquire();
        if (closed) {
            throw new ExportFailed("stopped", "the program was stopped before it was asked for");
        }
        exchange.setVariable(TAKEN, true);
    }

    public void leave(Exchange exchange) {
        if (exchange.removeVariable(TAKEN) != null) {
            places().release();
        }
    }

    private synchronized Semaphore places() {
        if (places == null) {
            places = new Semaphore(new Settings(context).count("export.max-in-flight", 1), true);
        }
        return places;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** When the program ends, whoever still waits is let through, to be told so. */
    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext ending) {
                closed = true;
                places().release(ENOUGH_FOR_ALL);
            }
        });
    }
}
