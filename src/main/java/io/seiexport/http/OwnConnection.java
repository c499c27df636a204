package io.seiexport.http;

import java.io.IOException;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.Reason;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Lets no answer reach a call that it was not meant for. A connection is kept for reading one address alone, so that an
 * answer that comes twice is at worst an old one, or for the status of any job while {@link NamedAnswers} tell them
 * apart; every other call has one of its own.
 */
final class OwnConnection implements ExecChainHandler {
    /** A proxy may leave something over on every connection that it makes. */
    private static final int MOST_CONNECTIONS = 3;

    private final NamedAnswers named = new NamedAnswers();

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!isKept(request)) {
            request.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
            return call(request, scope, chain, new Object());
        }
        var job = NamedAnswers.jobIn(request.getPath());
        var shared = job == null ? null : named.connections();
        if (shared != null) {
            var answer = call(request, scope, chain, shared);
            if (named.mayTake(job, answer, scope.execRuntime, shared)) {
                return answer;
            }
        }
        var answer = call(request, scope, chain, request.getRequestUri());
        if (job != null) {
            named.learn(job, answer);
        }
        return answer;
    }

    /** Makes the call on a connection that was kept for the same, or else on a new one. */
    private static ClassicHttpResponse call(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain,
            Object keptFor) throws IOException, HttpException {
        scope.clientContext.setUserToken(keptFor);
        var over = false;
        var stale = false;
        for (var connections = 1; connections <= MOST_CONNECTIONS && !over; connections++) {
            try {
                return chain.proceed(ClassicRequestBuilder.copy(request).build(), scope);
            } catch (EarlyAnswer e) {
                over = e.connectionIsNew();
            } catch (StaleConnection e) {
                if (stale || !isKept(request)) {
                    throw (IOException) e.getCause();
                }
                stale = true;
            }
            scope.execRuntime.discardEndpoint();
            // A new one: what is wrong with one that was kept may be wrong with all of them.
            scope.clientContext.setUserToken(new Object());
        }
        throw new Abandoned(Reason.UNREADABLE_ANSWER, "the server answered before the request was sent; is "
                + "sei.base-url the address of the SEI API?");
    }

    private static boolean isKept(ClassicHttpRequest request) {
        return Method.GET.isSame(request.getMethod()) && !request.containsHeader(HttpHeaders.CONNECTION);
    }

    /** Only a file is asked for on a connection of its own as it is, and not as the transport may compress it. */
    static boolean isFile(ClassicHttpRequest request) {
        return !request.containsHeader(HttpHeaders.ACCEPT_ENCODING) && request.containsHeader(HttpHeaders.CONNECTION)
                && request.getFirstHeader(HttpHeaders.CONNECTION).getValue().equals(HeaderElements.CLOSE);
    }
}
