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

    /**
     * Whether another page is to be read. Where some jobs are looked for, none is when whoever waits for them waits no
     * longer; any other list is read to its end, because what it does not show is taken for missing.
     */
    public boolean goesOn(Exchange exchange) {
        var list = JobList.of(exchange);
        var inTime = clock.instant().isBefore(list.question().limits().deadline());
        return list.goesOn() && (inTime || list.read() == 0 || list.question().wanted().isEmpty());
    }

    /** What was seen before and the page that has come. */
    public JobList read(Exchange exchange) throws Abandoned {
        return JobList.of(exchange).with(exchange.getMessage().getBody());
    }
}
