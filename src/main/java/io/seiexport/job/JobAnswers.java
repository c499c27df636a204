package io.seiexport.job;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.ExportFailed;
import org.apache.camel.Exchange;

/** Reads what the answer that has just come says of a job. */
public final class JobAnswers {

    public Job created(Exchange exchange) throws ExportFailed, Abandoned {
        return Job.created(exchange);
    }

    public Job polled(Exchange exchange) {
        return Job.polled(exchange);
    }
}
