package io.seiexport.delivery;

import static io.seiexport.failure.Reason.Rule.SPARES_SINK;

import java.util.List;
import java.util.stream.Collectors;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Lease;
import io.seiexport.plan.Export;
import io.seiexport.plan.SinkMarks;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes note of every sink that failed while the others go on, and fails the export when all have had their turn. */
public final class Deliveries implements AggregationStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final SinkMarks marks;

    public Deliveries(SinkMarks marks) {
        this.marks = marks;
    }

    /** Begins with the sinks that have not got this content since the window became owed. */
    public Delivery begin(Exchange exchange) throws ExportFailed {
        var entry = exchange.getVariable("entry", Entry.class);
        var export = Export.of(exchange);
        if (!Staged.of(exchange).isMadeBy(export.transform())) {
            throw new ExportFailed(Reason.TRANSFORM, "the file was not transformed by " + export.transform()
                    + ", so no sink gets it; use the routes/engine that came with this jar");
        }
        var content = Staged.of(exchange).proof().sha256();
        return new Delivery(export, owed(export, entry, content),
                !entry.byHand() && entry.sha256().equals(content), null, Staged.of(exchange).file().lastModified());
    }

    List<String> owed(Export export, Entry entry, String content) {
        var served = entry.served(content);
        return export.sinks().stream().filter(sink -> !served.contains(marks.of(sink))).distinct().toList();
    }

    /** Whether the sink is still to get the file. */
    public boolean owed(Exchange exchange) {
        return Delivery.of(exchange).owes(sink(exchange));
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange tried) {
        var thrown = tried.getException();
        if (thrown != null) {
            var reason = Failure.ofSink(thrown).reason();
            var sentence = "the sink " + name(tried) + (reason == Reason.HELD ? " was not tried, because "
                    : " did not accept the file: ") + SinkFailure.sentence(thrown, sink(tried), marks);
            LOG.debug("{}", sentence, thrown);
            Delivery.of(tried).failed(new Failure(reason, sentence));
            if (!reason.does(SPARES_SINK)) {
                Delivery.of(tried).holdBack(mark(tried));
            }
            tried.setException(null);
        }
        return tried;
    }

    /** What messages call the sink whose turn it is. */
    public String name(Exchange exchange) {
        return Export.sinkName(sink(exchange));
    }

    /** What the ledger calls it. */
    public String mark(Exchange exchange) {
        return marks.of(sink(exchange));
    }

    /** It still holds the file, and is given it no more. */
    public void spare(Exchange exchange) {
        Delivery.of(exchange).spare(sink(exchange));
    }

    /** A sink that changes the file makes the manifests of all others lie; a later try begins with a new download. */
    public void demandUnchanged(Exchange exchange) throws ExportFailed {
        var staged = Staged.of(exchange);
        var file = staged.file();
        if (file.length() != staged.proof().bytes() || !Delivery.of(exchange).isOfBegin(file.lastModified())) {
            throw new ExportFailed(Reason.SINK, "the staged file was changed or removed while it was delivered; a sink "
                    + "must not change the file that it gets");
        }
    }

    /** It has got the file. */
    public void served(Exchange exchange) {
        Delivery.of(exchange).served(sink(exchange));
    }

    public void demandDelivered(Exchange exchange) throws ExportFailed {
        var failures = Delivery.of(exchange).failures();
        if (failures.stream().anyMatch(failure -> failure.reason() == Reason.LEASE_LOST)) {
            throw Lease.lost();
        }
        if (!failures.isEmpty()) {
            // A sink may be back by itself; a file of another goes only if a person lets it.
            var foreign = failures.stream().allMatch(failure -> failure.reason() == Reason.FOREIGN_FILE);
            throw new ExportFailed(foreign ? Reason.FOREIGN_FILE : Reason.SINK,
                    failures.stream().map(Failure::sentence).collect(Collectors.joining("; ")));
        }
    }

    private static String sink(Exchange exchange) {
        return exchange.getVariable("sink", String.class);
    }
}
