package io.seiexport.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.failure.Failure;
import io.seiexport.job.JobList;
import io.seiexport.job.ListQuestion;
import io.seiexport.job.ListedJob;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowFilter;
import io.seiexport.plan.Domain;
import io.seiexport.settings.Project;
import io.seiexport.settings.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of one domain that the server lists, each with the window that the ledger knows it by.
 *
 * @param project whose list it is
 * @param listed whether the API has such a list
 * @param fine   whether it could be read
 * @param whole  whether it was read to its end
 * @param said   a sentence where there is something to say
 */
record RemoteJobs(Project project, String domain, boolean listed, boolean fine, boolean whole, List<ListedJob> jobs,
        Map<String, Known> windows, String said) {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteJobs.class);
    /** A list may have no end. */
    private static final int MOST_PAGES = 100;
    private static final int AT_ONCE = 500;

    /** The window that a job was named for, and how far it is; empty where the ledger does not know the job. */
    record Known(String id, String state) {
        static final Known NONE = new Known("", "");
    }

    /** Those with this status, or all of them if it is empty. */
    static RemoteJobs read(Engine engine, Domain domain, String status) throws Exception {
        if (!domain.hasList()) {
            return new RemoteJobs(engine.project(), domain.domain(), false, true, true, List.of(), Map.of(),
                    "the API has no list of these exports; `history --export " + domain.domain()
                            + "` shows those of the ledger");
        }
        var all = ListQuestion.all(domain.domain(), domain.spellings(), MOST_PAGES);
        JobList list;
        try {
            list = engine.list(status.isEmpty() ? all : all.withStatus(status));
        } catch (Exception e) {
            LOG.debug("the list of {} could not be read", domain, e);
            return new RemoteJobs(engine.project(), domain.domain(), true, false, false, List.of(), Map.of(),
                    "the list could not be read: " + engine.part(Secrets.class).blotOut(Failure.of(e).sentence()));
        }
        // Its status may have changed while the list was read, and a server may know no such filter.
        var jobs = list.jobs().stream().filter(job -> status.isEmpty() || isSo(job, status)).toList();
        return new RemoteJobs(engine.project(), domain.domain(), true, true, list.whole(), jobs, windows(engine, jobs),
                said(list, jobs, status));
    }

    private static boolean isSo(ListedJob job, String status) {
        return job.status().replace("CANCELED", "CANCELLED").equals(status);
    }

    private static String said(JobList list, List<ListedJob> jobs, String status) {
        if (!list.whole()) {
            return "the list has more than the " + list.jobs().size() + " exports that were read";
        }
        return jobs.isEmpty() ? "the server lists no export" + (status.isEmpty() ? "" : " that is " + status) : "";
    }

    /** What the ledger holds now comes after what it was told before, and so counts. */
    private static Map<String, Known> windows(Engine engine, List<ListedJob> jobs) throws Exception {
        var ids = jobs.stream().map(ListedJob::id).filter(id -> !id.isEmpty()).toList();
        var windows = new HashMap<String, Known>();
        for (var from = 0; from < ids.size(); from += AT_ONCE) {
            var some = new ArrayList<>(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)));
            for (var row : Entry.all(engine.rows("ledger-read-jobs", Map.of("ids", WindowFilter.list(some))))) {
                windows.put(row.exportId(), new Known(row.id(), row.state()));
            }
        }
        return windows;
    }

    Known window(ListedJob job) {
        return windows.getOrDefault(job.id(), Known.NONE);
    }
}
