package io.seiexport.cli;

import io.seiexport.delivery.Quarantine;
import io.seiexport.http.NextAttempt;
import io.seiexport.job.Paths;
import io.seiexport.job.LogFields;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Passes each failed attempt of a call on to {@link NextAttempt}, which sets the pause, and to those who count it. */
public record Attempts(NextAttempt retry, Paths paths, Quarantine quarantine, Journal journal) implements Processor {
    @Override
    public void process(Exchange exchange) {
        LogFields.during(exchange, () -> {
            retry.noteFailure(exchange);
            paths.turnBack(exchange);
            quarantine.keep(exchange);
            journal.attemptFailed(exchange);
        });
    }
}
