package io.seiexport.api;

import io.seiexport.ledger.Entry;
import io.seiexport.plan.Owed;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up the job that an earlier try has left at the server. */
public final class InFlight {
    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

    /** Keeps it as the variable job, if there is one for the very same request; else there is none yet. */
    public void takeUp(Exchange exchange) {
        exchange.removeVariable("job");
        var owed = exchange.getVariable("owed", Owed.class);
        if (owed == null) {
            return;
        }
        owed.begun(Entry.CREATED).filter(entry -> !entry.exportId().isEmpty()).ifPresent(entry -> {
            LOG.info("{} is taken up again: the server is at work on it as {}", owed.export(), entry.exportId());
            exchange.setVariable("job", Job.takenUp(entry.exportId(), entry.createdAt()));
        });
    }
}
