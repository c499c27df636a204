package io.seiexport.support;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Lets a context within the JVM of the tests end like one whose power fails: after so many steps of its routes, or
 * a certain one, nothing is carried out any more, neither what is left of an export nor what would follow its failure.
 * It may also fall asleep instead, and go on when it is woken.
 */
public final class PowerCut implements InterceptStrategy {
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final CountDownLatch awake = new CountDownLatch(1);
    private volatile boolean sleeps;
    private volatile String last = "";

    /** It comes when this step has been carried out. */
    public void after(String step) {
        last = step;
    }

    /** It comes after so many more steps. */
    public void in(int steps) {
        left.set(steps);
    }

    /** It falls asleep after so many more steps. */
    public void sleepIn(int steps) {
        sleeps = true;
        left.set(steps);
    }

    public void wake() {
        sleeps = false;
        left.set(Integer.MAX_VALUE);
        awake.countDown();
    }

    private void sleep() {
        try {
            awake.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the power is off, or the context asleep. */
    public boolean isCut() {
        return left.get() < 0;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target,
            Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                var cut = left.get() < 0 || left.decrementAndGet() < 0;
                if (cut && sleeps) {
                    sleep();
                } else if (cut) {
                    exchange.setRouteStop(true);
                    callback.done(true);
                    return true;
                }
                if (!step.getId().equals(last)) {
                    return super.process(exchange, callback);
                }
                return super.process(exchange, done -> {
                    left.set(-1);
                    callback.done(done);
                });
            }
        };
    }
}
