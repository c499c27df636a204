package io.seiexport.delivery;

import io.seiexport.ledger.Entry;
import io.seiexport.plan.SinkMarks;
import org.apache.camel.Exchange;

/** Finds the sinks that already have the content of the staged file, so that they are not given it again. */
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
        return sink(exchange).replaceFirst("^direct:(//)?(sink-)?", "verify-").replaceFirst("\\?.*", "");
    }

    /** Whether there is such a route; who cannot be asked is believed to hold what it has got. */
    public boolean canBeAsked(Exchange exchange) {
        return sink(exchange).startsWith("direct:") && exchange.getContext().getRoute(verifier(exchange)) != null;
    }

    /** Why a sink did not answer, in a sentence. */
    public String noAnswer(Exchange exchange) {
        return SinkFailure.sentence(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    private static String sink(Exchange exchange) {
        return exchange.getVariable("sink", String.class);
    }
}
