package io.seiexport.cli;

import io.seiexport.delivery.Quarantine;
import io.seiexport.http.NextAttempt;
import io.seiexport.job.Paths;
import io.seiexport.job.LogFields;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Hears of every failed attempt of a call and tells {@link NextAttempt}, which sets the next pause, and those who count it. */
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
