package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.seiexport.http.ApiCall;

/**
 * What the server's list of a domain's jobs is asked for, the newest first. The API has more parameters: scope=mine is
 * never sent, because nobody knows whose the jobs of a key are, and a job that is reused may be another user's.
 *
 * @param paths     how the API spells the domain; the last one lists
 * @param filters   parameters of the call with their values
 * @param mostPages so many are read at most
 * @param passes    how often the list is read if jobs move between its pages meanwhile
 * @param wanted    the ids that are looked for; when all were seen, nothing more is read; none: all are
 * @param limits    of the calls
 */
public record ListQuestion(String domain, List<String> paths, Map<String, String> filters, int mostPages, int passes,
        Set<String> wanted, ApiCall.Limits limits) {
    /** More is not allowed. */
    static final int ON_A_PAGE = 100;
    /** The clocks of two machines are never quite the same. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    public ListQuestion {
        filters = Map.copyOf(filters);
        wanted = Set.copyOf(wanted);
    }

    /** All jobs, read to the end, but for so many pages. */
    public static ListQuestion all(String domain, List<String> paths, int mostPages) {
        return new ListQuestion(domain, paths, Map.of(), mostPages, 2, Set.of(), ApiCall.Limits.NONE);
    }

    /** Only those with this status. */
    public ListQuestion withStatus(String status) {
        return with("status", status);
    }

    /** Only those that were created since then, by the clock of the server. */
    ListQuestion since(Instant created) {
        return with("dateFrom", created.minus(CLOCKS).toString());
    }

    private ListQuestion with(String name, String value) {
        var more = new LinkedHashMap<>(filters);
        more.put(name, value);
        return new ListQuestion(domain, paths, more, mostPages, passes, wanted, limits);
    }

    /** Read once, and only until these are found. */
    ListQuestion untilFound(Set<String> ids) {
        return new ListQuestion(domain, paths, filters, mostPages, 1, ids, limits);
    }

    ListQuestion within(ApiCall.Limits other) {
        return new ListQuestion(domain, paths, filters, mostPages, passes, wanted, other);
    }

    /** As a part of an address. */
    String query(int page) {
        var filtered = filters.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(filter -> filter.getKey() + "=" + ApiCall.encoded(filter.getValue()) + "&")
                .collect(Collectors.joining());
        return filtered + "sortBy=createdAt&sortOrder=desc&limit=" + ON_A_PAGE + "&page=" + page;
    }
}
