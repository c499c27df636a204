package io.seiexport.job;

import java.util.List;
import java.util.Map;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import org.apache.camel.Exchange;

/** Refuses an answer about another job, and a job that two requests were given. */
public final class JobIds {

    /** Refuses an answer about another job than the one that was polled; the next answer may be right. */
    public void demandSame(Exchange exchange) throws Abandoned {
        var job = Job.of(exchange);
        var said = JobAnswers.idIn(exchange);
        if (job != null && !said.isEmpty() && !said.equals(job.exportId())) {
            throw new Abandoned(Reason.FOREIGN_JOB, "the server was asked about the job " + job.exportId()
                    + " and answered about " + (Job.isId(said) ? said : "one that cannot be printed")
                    + "; something at sei.base-url, or on the way to it, mixes up answers");
        }
    }

    /** Refuses a job that was named for another request of ours, too, which the variable rivals then holds. */
    public void demandAlone(Exchange exchange) throws ExportFailed {
        if (exchange.removeVariable("rivals") instanceof List<?> rivals && !rivals.isEmpty()) {
            throw new ExportFailed(Reason.FOREIGN_JOB, "the server named "
                    + Job.of(exchange).exportId() + " as the job of this export and also of "
                    + "another request, for " + ((Map<?, ?>) rivals.get(0)).get("window_id") + "; it is unknown whose "
                    + "rows it holds. Something at sei.base-url, or on the way to it, mixes up answers; after "
                    + "sei.reuse-window the server creates another job");
        }
    }
}
