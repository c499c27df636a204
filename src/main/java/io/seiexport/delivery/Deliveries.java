package io.seiexport.delivery;

import static io.seiexport.failure.Reason.Rule.SPARES_SINK;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Lease;
import io.seiexport.plan.Export;
import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.Settings;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes note of every sink that failed while the others go on, and fails the export when all have had their turn. */
public final class Deliveries implements AggregationStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final String UNDELIVERED = "undelivered";

    public void begin(Exchange exchange) {
        exchange.setVariable(UNDELIVERED, new ArrayList<Failure>());
        exchange.setVariable("failedSinks", new ArrayList<String>());
        // Else those that have not got it from an earlier try.
        if (exchange.getVariable("sinks") == null) {
            exchange.setVariable("sinks",
                    new CopyOnWriteArrayList<>(exchange.getVariable("export", Export.class).sinks()));
        }
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange delivery) {
        var thrown = delivery.getException();
        if (thrown != null) {
            var sink = Export.sinkName(delivery.getVariable("sink", String.class));
            var sentence = sink + " did not take it: " + SinkFailure.sentence(thrown);
            LOG.debug("{}", sentence, thrown);
            var reason = Failure.ofSink(thrown).reason();
            undelivered(delivery).add(new Failure(reason, sentence));
            if (!reason.does(SPARES_SINK)) {
                failedSinks(delivery).add(mark(delivery));
            }
            delivery.setException(null);
        }
        return delivery;
    }

    /** What the ledger calls the sink of this branch. */
    public String mark(Exchange exchange) {
        return new SinkMarks(new Settings(exchange.getContext())).of(exchange.getVariable("sink", String.class));
    }

    public void demandDelivered(Exchange exchange) throws ExportFailed {
        var undelivered = undelivered(exchange);
        if (undelivered.stream().anyMatch(failure -> failure.reason() == Reason.LEASE_LOST)) {
            throw Lease.lost();
        }
        if (!undelivered.isEmpty()) {
            // A sink may be back by itself; a file of another goes only if a person lets it.
            var foreign = undelivered.stream().allMatch(failure -> failure.reason() == Reason.FOREIGN_FILE);
            throw new ExportFailed(foreign ? Reason.FOREIGN_FILE : Reason.SINK,
                    undelivered.stream().map(Failure::sentence).collect(Collectors.joining("; ")));
        }
        exchange.setVariable("outcome", exchange.getVariable("unchanged", false, Boolean.class)
                ? "unchanged since it was delivered"
                : "delivered to " + exchange.getVariable("export", Export.class).sinkNames());
    }

    /** Those that are held back for a while. */
    @SuppressWarnings("unchecked")
    private static List<String> failedSinks(Exchange exchange) {
        return exchange.getVariable("failedSinks", List.class);
    }

    @SuppressWarnings("unchecked")
    private static List<Failure> undelivered(Exchange exchange) {
        return exchange.getVariable(UNDELIVERED, List.class);
    }
}
