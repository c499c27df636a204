package io.seiexport.job;

import java.util.List;
import java.util.Set;

import io.seiexport.http.ApiCall;
import org.apache.camel.Exchange;

/** Takes off an exchange what steps of others must not find: what a call of the API has left, its key and addresses. */
public final class Border {
    private static final String ALL = "*";
    /** By them Camel knows where in a route it is; the others are of the last call and of its failure. */
    private static final String OF_CAMEL = "Camel*";
    /** By them a sink knows that its deadline is over. */
    private static final String OF_THIS_PROGRAM = "sei-export.*";
    /** With the answer that a step keeps in a variable, Camel keeps the headers of that moment. */
    private static final String OF_HEADERS = "header:";
    private static final Set<String> OF_CALLS = Set.of(Exchange.CHARSET_NAME, Exchange.SKIP_GZIP_ENCODING,
            Exchange.SKIP_WWW_FORM_URLENCODED, Exchange.EXCEPTION_CAUGHT, Exchange.FAILURE_ENDPOINT,
            Exchange.TO_ENDPOINT);

    /** Before steps that have the message for themselves. */
    public void clear(Exchange exchange) {
        exchange.getMessage().removeHeaders(ALL);
        forgetCalls(exchange);
    }

    /** Before a sink, which gets the name of the file as well. */
    public void clearForSink(Exchange exchange) {
        exchange.getMessage().removeHeaders(ALL, Exchange.FILE_NAME);
        forgetCalls(exchange);
    }

    private static void forgetCalls(Exchange exchange) {
        List.copyOf(exchange.getVariables().keySet()).stream().filter(name -> name.startsWith(OF_HEADERS))
                .forEach(exchange::removeVariable);
        exchange.removeProperties(ALL, OF_CAMEL, OF_THIS_PROGRAM);
        OF_CALLS.forEach(exchange::removeProperty);
        if (exchange.getVariable("call") != null) {
            ApiCall.of(exchange).ended().keep(exchange);
        }
        if (exchange.getVariable("job") instanceof Job job) {
            exchange.setVariable("job", job.withoutAddress());
        }
    }
}
