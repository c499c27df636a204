package io.seiexport.api;

import io.seiexport.failure.ExportFailed;
import io.seiexport.plan.Export;
import io.seiexport.plan.Planner;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a job was created when its window had already closed: one from before then lacks what was still to
 * come. The server hands out the same job for half an hour, and our own clock may be ahead of the server's.
 */
public final class Freshness implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Freshness.class);

    private CamelContext context;

    /**
     * Nothing is final while the window is open at the server. On the clock a stale job is refused, since it can be
     * asked for again; by hand it is marked as stale.
     */
    public void refuseStale(Exchange exchange) throws ExportFailed {
        var job = exchange.getVariable("job", Job.class);
        var export = exchange.getVariable("export", Export.class);
        var closes = context.getRegistry().findSingleByType(Planner.class).closes(export);
        context.getRegistry().findSingleByType(ServerClock.class).demandClosed(exchange);
        if (!job.begun().map(begun -> begun.isBefore(closes)).orElse(false)) {
            return;
        }
        var sentence = "the server returned the job " + job.exportId() + ", created at " + job.createdAt()
                + ", before the window closed at " + closes;
        if (new Settings(context).onTheClock()) {
            throw new ExportFailed("stale", sentence);
        }
        exchange.setVariable("stale", true);
        LOG.warn("{}: {}; the file may lack later data", export, sentence);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
