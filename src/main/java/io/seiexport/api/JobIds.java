package io.seiexport.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.ExportFailed;
import org.apache.camel.Exchange;

/** Holds the ids of jobs together: what a server says or has of one job is never taken for another one of ours. */
public final class JobIds {
    private static final String FOREIGN = "foreign-job";

    /** Refuses an answer about another job than the one that was polled; the next answer may be right. */
    public void demandSame(Exchange exchange) throws Abandoned {
        var job = exchange.getVariable("job", Job.class);
        var said = Job.idIn(exchange);
        if (job != null && !said.isEmpty() && !said.equals(job.exportId())) {
            throw new Abandoned(FOREIGN, "the server was asked about the job " + job.exportId()
                    + " and answered about " + (Job.isId(said) ? said : "one that cannot be printed")
                    + "; something at sei.base-url, or on the way to it, mixes up answers");
        }
    }

    /** Refuses a path of the API that is that of another job than the one that the call is about. */
    static void refusePathOfAnother(Exchange exchange, String path) throws ExportFailed {
        var job = exchange.getVariable("job", Job.class);
        if (job != null && isOfAnother(path, job.exportId())) {
            throw new ExportFailed(FOREIGN, "the server redirects the call about the job " + job.exportId() + " to "
                    + Paths.shown(path) + ", which is the path of another job; something at sei.base-url, or on the "
                    + "way to it, mixes up answers");
        }
    }

    /** Goes by what a server may make of the path, in which the id of a job follows the word for exports. */
    static boolean isOfAnother(String path, String exportId) {
        var steps = steps(SeiApi.decoded(path.replaceAll(";[^/]*", "")));
        var own = steps(exportId);
        return IntStream.range(0, steps.size() - 1).anyMatch(at -> steps.get(at).equalsIgnoreCase("exports")
                && !steps.subList(at + 1, Math.min(at + 1 + own.size(), steps.size())).equals(own));
    }

    private static List<String> steps(String path) {
        var steps = new ArrayList<String>();
        for (var step : path.split("[/\\\\]")) {
            if (step.equals("..") && !steps.isEmpty()) {
                steps.remove(steps.size() - 1);
            } else if (!step.isEmpty() && !step.matches("\\.\\.?")) {
                steps.add(step);
            }
        }
        return steps;
    }

    /** Refuses a job that was named for another request of ours, too, which the variable rivals then holds. */
    public void demandAlone(Exchange exchange) throws ExportFailed {
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> rivals = exchange.removeVariable("rivals") instanceof List<?> rows
                ? (List<Map<String, Object>>) rows : List.of();
        if (!rivals.isEmpty()) {
            throw new ExportFailed(FOREIGN, "the server named " + exchange.getVariable("job", Job.class).exportId()
                    + " as the job of this export and also of another request, for "
                    + rivals.get(0).get("window_id") + "; it is unknown whose rows it holds. Something at "
                    + "sei.base-url, or on the way to it, mixes up answers; after sei.reuse-window the server creates "
                    + "another job");
        }
    }
}
