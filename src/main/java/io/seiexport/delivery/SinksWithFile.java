package io.seiexport.delivery;

import io.seiexport.ledger.Entry;
import io.seiexport.plan.SinkMarks;
import org.apache.camel.Exchange;

/** Finds out whether a sink already has the staged file, and which routes beside its own it can be asked by. */
public final class SinksWithFile {
    private final SinkMarks marks;

    public SinksWithFile(SinkMarks marks) {
        this.marks = marks;
    }

    /** Whether it has got it before, going by the ledger; what a person asks for is delivered in any case. */
    public boolean byLedger(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        return !entry.byHand()
                && entry.holders(Staged.of(exchange).proof().sha256()).contains(marks.of(sink(exchange)));
    }

    /** The route that is asked for a sink: verify-x for direct:sink-x. */
    public String verifier(Exchange exchange) {
        return beside(exchange, "verify-");
    }

    /** Whether there is such a route; who cannot be asked is believed to hold what it has got. */
    public boolean canBeAsked(Exchange exchange) {
        return has(exchange, verifier(exchange));
    }

    /** The route that takes the file of the command check away again: clean-x for direct:sink-x. */
    public String cleaner(Exchange exchange) {
        return beside(exchange, "clean-");
    }

    /** Whether there is such a route. */
    public boolean canClean(Exchange exchange) {
        return has(exchange, cleaner(exchange));
    }

    private static String beside(Exchange exchange, String prefix) {
        return sink(exchange).replaceFirst("^direct:(//)?(sink-)?", prefix).replaceFirst("\\?.*", "");
    }

    private static boolean has(Exchange exchange, String route) {
        return sink(exchange).startsWith("direct:") && exchange.getContext().getRoutes().stream()
                .anyMatch(other -> other.getEndpoint().getEndpointBaseUri().equals("direct://" + route));
    }

    /** Why a sink did not do what such a route is for, in a sentence. */
    public String noAnswer(Exchange exchange) {
        return SinkFailure.sentence(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class), sink(exchange),
                marks);
    }

    private static String sink(Exchange exchange) {
        return exchange.getVariable("sink", String.class);
    }
}
