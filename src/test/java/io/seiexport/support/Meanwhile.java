package io.seiexport.support;

import java.util.concurrent.Callable;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Lets something happen in the world, once, while a context is between one step of its routes and the next. */
public final class Meanwhile implements InterceptStrategy {
    private volatile String step = "";
    private volatile Callable<?> event;

    /** It happens when this step has been carried out. */
    public void after(String carriedOut, Callable<?> happens) {
        event = happens;
        step = carriedOut;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return super.process(exchange, done -> {
                    if (definition.getId().equals(step)) {
                        step = "";
                        happen(exchange);
                    }
                    callback.done(done);
                });
            }
        };
    }

    private void happen(Exchange exchange) {
        try {
            event.call();
        } catch (Exception e) {
            exchange.setException(e);
        }
    }
}
