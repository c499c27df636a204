package io.seiexport.job;

import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resumes the job that an earlier try of the export has left at the server. */
public final class EarlierJob {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierJob.class);
    /** How many a job is given before another one is requested. */
    private static final int TRIES = 2;

    /** The one for the very same request; null if there is none yet. */
    public Job takeUp(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        var export = Export.of(exchange);
        // A file that was staged by another node, or is gone, is downloaded again.
        if (entry.exportId().isEmpty() || !entry.begun(Entry.CREATED, export.request())
                && !entry.begun(Entry.STAGED, export.request())) {
            return null;
        }
        if (isTakenForDead(entry)) {
            LOG.warn("{} is requested anew: the server still works on {} after {} tries that each lasted as long as "
                    + "poll.timeout allows", export, entry.exportId(), TRIES);
            return null;
        }
        LOG.info("{} is resumed: the server already works on it as {}", export, entry.exportId());
        return Job.takenUp(entry.exportId(), entry.createdAt());
    }

    /** A server that has lost whoever worked on a job never ends it; one that is slow gets more time than one try. */
    private static boolean isTakenForDead(Entry entry) {
        return entry.state().equals(Entry.CREATED) && entry.reason().equals(Reason.DEADLINE.word())
                && entry.failures() > 0 && entry.failures() % TRIES == 0;
    }
}
