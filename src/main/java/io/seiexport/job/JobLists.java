package io.seiexport.job;

import io.seiexport.failure.Abandoned;
import org.apache.camel.Exchange;

/** Reads the answers to the calls that list jobs. */
public final class JobLists {

    /** Whether another page is to be read. */
    public boolean goesOn(Exchange exchange) {
        return JobList.of(exchange).goesOn();
    }

    /** What was seen before and the page that has come. */
    public JobList read(Exchange exchange) throws Abandoned {
        return JobList.of(exchange).with(exchange.getMessage().getBody());
    }
}
