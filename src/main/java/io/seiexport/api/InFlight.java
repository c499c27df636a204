package io.seiexport.api;

import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up the job that an earlier try has left at the server. */
public final class InFlight {
    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

    /** Keeps it as the variable job, if there is one for the very same request; else there is none yet. */
    public void takeUp(Exchange exchange) {
        exchange.removeVariable("job");
        var entry = exchange.getVariable("entry", Entry.class);
        var export = exchange.getVariable("export", Export.class);
        // A file that was staged by another node, or is gone, is downloaded again.
        if (!entry.exportId().isEmpty() && (entry.begun(Entry.CREATED, export.request())
                || entry.begun(Entry.STAGED, export.request()))) {
            LOG.info("{} is resumed: the server already works on it as {}", export, entry.exportId());
            exchange.setVariable("job", Job.takenUp(entry.exportId(), entry.createdAt()));
        }
    }
}
