package io.seiexport.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Ends the process like a power failure at one step of the routes: the system property crash.step names it,
 * crash.after says whether it has been carried out by then, crash.pass which exchange that comes by it is meant, and
 * crash.freezes that the process is not ended, but stopped until somebody continues it.
 * Switched on by {@code camel.beans.crash=#class:io.seiexport.support.CrashAt}.
 */
public final class CrashAt implements InterceptStrategy, CamelContextAware {
    /** The exit status, the one of a process that was killed. */
    public static final int STATUS = 137;

    private final AtomicInteger passes = new AtomicInteger();
    private final int pass = Integer.getInteger("crash.pass", 1);
    private CamelContext context;

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext within, NamedNode step, Processor target,
            Processor next) {
        if (!step.getId().equals(System.getProperty("crash.step"))) {
            return target;
        }
        var after = Boolean.getBoolean("crash.after");
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (!after) {
                    crash();
                }
                return super.process(exchange, done -> {
                    if (after) {
                        crash();
                    }
                    callback.done(done);
                });
            }
        };
    }

    private void crash() {
        if (passes.incrementAndGet() != pass) {
            return;
        }
        if (Boolean.getBoolean("crash.freezes")) {
            freeze();
        } else {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /** Returns when somebody has continued the process. */
    private static void freeze() {
        try {
            new ProcessBuilder("sh", "-c", "kill -s STOP " + ProcessHandle.current().pid()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
        context.getCamelContextExtension().addInterceptStrategy(this);
    }
}
