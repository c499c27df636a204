package io.seiexport.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.Reason;
import org.apache.camel.Exchange;

/**
 * What the server's list of jobs has shown so far, and whether to read on. While it is read, new jobs push others to
 * the next page, and a job that is gone, or no more what was asked for, lets others move up: so a job that is shown
 * twice counts once, and where the list has said that it has more than were seen, it is read once more. A server that
 * always has more is believed only as long as its pages show something new.
 *
 * @param byId    those with an id, as they were read last
 * @param unnamed those without
 * @param page    the next one
 * @param read    how many pages were read
 * @param pass    how often the list was read to its end
 * @param total   how many there are, by what the pages of this pass have said at most
 * @param atEnd   whether nothing is read any more
 * @param whole   whether that is because there is no more
 */
public record JobList(ListQuestion question, Map<String, ListedJob> byId, List<ListedJob> unnamed, int page, int read,
        int pass, long total, boolean atEnd, boolean whole) {
    private static final String VARIABLE = "listing";

    public static JobList begin(ListQuestion question) {
        return new JobList(question, Map.of(), List.of(), 0, 0, 0, 0, false, false);
    }

    /** The one that is read; null if none is. */
    public static JobList of(Exchange exchange) {
        return exchange.getVariable(VARIABLE, JobList.class);
    }

    public void keep(Exchange exchange) {
        exchange.setVariable(VARIABLE, this);
    }

    public boolean goesOn() {
        return !atEnd;
    }

    /** All that were seen, the newest first, as far as the server keeps to that. */
    public List<ListedJob> jobs() {
        var all = new ArrayList<>(byId.values());
        all.addAll(unnamed);
        return all;
    }

    String query() {
        return question.query(page);
    }

    /** The same and one page more. */
    JobList with(Object answer) throws Abandoned {
        var said = answer instanceof Map<?, ?> map ? map : Map.of();
        if (!(said.get("exports") instanceof List<?> items)) {
            throw new Abandoned(Reason.UNREADABLE_ANSWER, "the server was asked for its list of exports, and its "
                    + "answer has no field exports");
        }
        var seen = new LinkedHashMap<>(byId);
        var nameless = new ArrayList<>(unnamed);
        for (var item : items) {
            var job = listed(item instanceof Map<?, ?> fields ? fields : Map.of());
            if (!job.id().isEmpty()) {
                seen.put(job.id(), job);
            } else if (pass == 0) {
                nameless.add(job);
            }
        }
        var some = seen.size() + nameless.size() > byId.size() + unnamed.size();
        var paging = said.get("pagination") instanceof Map<?, ?> map ? map : Map.of();
        return after(seen, nameless, (some || pass > 0) && hasMore(paging, items.size()),
                Math.max(total, number(paging, "total", 0)));
    }

    /** Most of a long list are looked for by nobody, so that no more is kept of them than their ids. */
    private ListedJob listed(Map<?, ?> said) {
        var wanted = question.wanted();
        if (wanted.isEmpty()) {
            return ListedJob.of(said);
        }
        var seen = ListedJob.seen(said);
        return wanted.contains(seen.id()) ? ListedJob.of(said) : seen;
    }

    private JobList after(Map<String, ListedJob> seen, List<ListedJob> nameless, boolean more, long most) {
        var found = !question.wanted().isEmpty() && seen.keySet().containsAll(question.wanted());
        var again = !more && most > seen.size() + nameless.size() && pass + 1 < question.passes();
        var ends = found || read + 1 >= question.mostPages() || !more && !again;
        return new JobList(question, seen, nameless, more ? page + 1 : 0, read + 1, more ? pass : pass + 1,
                more ? most : 0, ends, !more && !again);
    }

    private boolean hasMore(Map<?, ?> paging, int items) {
        if (items == 0) {
            return false;
        }
        if (paging.get("hasMore") instanceof Boolean more) {
            return more;
        }
        var pages = number(paging, "totalPages", -1);
        return pages >= 0 ? page + 1 < pages : items >= ListQuestion.ON_A_PAGE;
    }

    private static long number(Map<?, ?> paging, String name, long otherwise) {
        return paging.get(name) instanceof Number number ? number.longValue() : otherwise;
    }
}
