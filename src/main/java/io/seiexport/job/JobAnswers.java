package io.seiexport.job;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.ExportFailed;
import org.apache.camel.Exchange;

/**
 * Keeps what an answer says of a job as the variable job, and lets the answer itself go: many jobs are waited for at
 * the same time, for long, and nothing else of their answers is needed.
 */
public final class JobAnswers {

    public void created(Exchange exchange) throws ExportFailed, Abandoned {
        keep(exchange, Job.created(exchange));
    }

    public void polled(Exchange exchange) {
        keep(exchange, Job.polled(exchange));
    }

    private static void keep(Exchange exchange, Job job) {
        exchange.setVariable("job", job);
        exchange.getMessage().setBody(null);
    }
}
