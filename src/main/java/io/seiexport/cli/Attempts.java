package io.seiexport.cli;

import io.seiexport.delivery.Quarantine;
import io.seiexport.http.Retry;
import io.seiexport.job.Paths;
import io.seiexport.job.LogFields;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Hears of every failed attempt of a call and tells {@link Retry}, which sets the next pause, and those who count it. */
public final class Attempts implements Processor {
    private final Retry retry;
    private final Paths paths;
    private final Quarantine quarantine;
    private final Journal journal;

    public Attempts(Retry retry, Paths paths, Quarantine quarantine, Journal journal) {
        this.retry = retry;
        this.paths = paths;
        this.quarantine = quarantine;
        this.journal = journal;
    }

    @Override
    public void process(Exchange exchange) {
        LogFields.during(exchange, () -> {
            retry.process(exchange);
            paths.turnBack(exchange);
            quarantine.keep(exchange);
            journal.attemptFailed(exchange);
        });
    }
}
