package io.seiexport.http;

import java.net.URI;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Follows a call to where its answer points, a few times at most; whether it may go there is for {@link Origins}. */
public final class Redirects implements Processor {
    private static final int MOST = 5;
    private static final Set<Integer> FOR_READING = Set.of(301, 302, 303, 307, 308);
    /** The others would make another call of a POST. */
    private static final Set<Integer> FOR_ALL = Set.of(307, 308);

    private final SeiApi api;

    public Redirects(SeiApi api) {
        this.api = api;
    }

    /** Whether the answer that has just come leads this call on. */
    public boolean leadOn(Exchange exchange) {
        return next(exchange) != null;
    }

    /** Turns the call to its new place; run between the two attempts. */
    @Override
    public void process(Exchange exchange) {
        var next = next(exchange);
        if (next != null) {
            var call = ApiCall.of(exchange);
            call.with(call.course().to(next)).keep(exchange);
        }
    }

    private URI next(Exchange exchange) {
        var thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (!(thrown instanceof HttpOperationFailedException answer) || answer.getRedirectLocation() == null
                || ApiCall.of(exchange).course().redirects() >= MOST) {
            return null;
        }
        if (!(ApiCall.of(exchange).isPost() ? FOR_ALL : FOR_READING).contains(answer.getStatusCode())) {
            return null;
        }
        try {
            var here = api.target(ApiCall.of(exchange));
            var next = resolve(here, answer.getRedirectLocation().strip());
            return Origins.callable(next) && next.getRawUserInfo() == null ? next : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Java's own resolve drops the last part of the path where the location is a query alone. */
    private static URI resolve(URI here, String location) {
        return location.startsWith("?")
                ? URI.create(here.toString().replaceFirst("[?#].*", "") + location)
                : here.resolve(location);
    }
}
