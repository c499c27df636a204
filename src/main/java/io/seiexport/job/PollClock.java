package io.seiexport.job;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.seiexport.failure.TimerThreads;
import io.seiexport.failure.FatalErrorHandler;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent.CamelContextStoppingEvent;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.OnCamelContextStopped;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.LifecycleStrategySupport;

/** Wakes what waits for its next poll or attempt: in time, or at once when the program stops, which Camel would not. */
public final class PollClock extends TimerThreads {
    private static final int THREADS = 4;

    private volatile boolean stopping;

    public PollClock(CamelContext context) {
        super("poll", THREADS);
        context.getManagementStrategy().addEventNotifier(new Alarm());
        context.addLifecycleStrategy(LifecycleStrategySupport.adapt((OnCamelContextStopped) ended -> shutdown()));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        var waiting = super.schedule(task, stopping ? 0 : delay, unit);
        if (stopping && delay > 0) {
            // It may have come to wait just after all were woken.
            wake((Runnable) waiting);
        }
        return waiting;
    }

    public void wakeAll() {
        stopping = true;
        for (var waiting : getQueue().toArray(Runnable[]::new)) {
            wake(waiting);
        }
    }

    private void wake(Runnable waiting) {
        if (remove(waiting)) {
            execute(() -> {
                waiting.run();
                FatalErrorHandler.heed(waiting, null, ending());
            });
        }
    }

    @Override
    public boolean ending() {
        return stopping || super.ending();
    }

    /** Rings when the context is stopping and says so; the lifecycle's onContextStopping comes before it does. */
    private final class Alarm extends EventNotifierSupport {
        Alarm() {
            setIgnoreExchangeEvents(true);
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelContextStoppingEvent) {
                wakeAll();
            }
        }
    }
}
