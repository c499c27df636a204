package io.seiexport.delivery;

import java.util.ArrayList;
import java.util.List;

import io.seiexport.failure.ExportFailed;
import io.seiexport.plan.Export;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes note of every sink that failed while the others go on, and fails the export when all have had their turn. */
public final class Deliveries implements AggregationStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final String UNDELIVERED = "undelivered";

    public void begin(Exchange exchange) {
        exchange.setVariable(UNDELIVERED, new ArrayList<String>());
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange delivery) {
        var thrown = delivery.getException();
        if (thrown != null) {
            var sink = Export.sinkName(delivery.getVariable("sink", String.class));
            var sentence = sink + " did not take it: " + SinkFailure.sentence(thrown);
            LOG.debug("{}", sentence, thrown);
            undelivered(delivery).add(sentence);
            delivery.setException(null);
        }
        return delivery;
    }

    /** What the ledger calls the sink of this branch. */
    public String mark(Exchange exchange) {
        return Export.sinkMark(exchange.getVariable("sink", String.class));
    }

    public void judge(Exchange exchange) throws ExportFailed {
        var undelivered = undelivered(exchange);
        if (!undelivered.isEmpty()) {
            throw new ExportFailed("sink", String.join("; ", undelivered));
        }
        exchange.setVariable("outcome", exchange.getVariable("unchanged", false, Boolean.class)
                ? "unchanged since it was delivered"
                : "delivered to " + exchange.getVariable("export", Export.class).sinkNames());
    }

    @SuppressWarnings("unchecked")
    private static List<String> undelivered(Exchange exchange) {
        return exchange.getVariable(UNDELIVERED, List.class);
    }
}
