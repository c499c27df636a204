package io.seiexport.job;

import java.time.InstantSource;

import io.seiexport.failure.Abandoned;
import org.apache.camel.Exchange;

/** Reads the answers to the calls that list jobs. */
public final class JobLists {
    private final InstantSource clock;

    public JobLists(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether another page is to be read; none is when whoever waits for them waits no longer. */
    public boolean goesOn(Exchange exchange) {
        var list = JobList.of(exchange);
        return list.goesOn() && clock.instant().isBefore(list.question().limits().deadline());
    }

    /** What was seen before and the page that has come. */
    public JobList read(Exchange exchange) throws Abandoned {
        return JobList.of(exchange).with(exchange.getMessage().getBody());
    }
}
