package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seiexport.http.ApiCall;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowFilter;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Export;
import io.seiexport.plan.Planner;
import org.apache.camel.Exchange;

/**
 * Finds a completed job for the very request that is owed, which somebody else has asked for, or this program before
 * its ledger was lost: its file saves a job. One list serves all windows of a domain for a minute.
 */
public final class Adoption {
    private static final int MOST_PAGES = 3;
    private static final Duration LISTED_FOR = Duration.ofMinutes(1);
    private static final Duration WITHOUT_LIST = Duration.ofMinutes(10);
    /** A job can always be asked for, so a list that fails is not asked for again. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    /** The clocks of two machines are never quite the same. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);
    /** Why a window is owed of which nobody has ever had a file. */
    private static final Set<String> NEVER_HAD = Set.of("new", "missed");

    private final Map<String, Seen> lists = new ConcurrentHashMap<>();
    private final Domains domains;
    private final Planner planner;
    private final InstantSource clock;

    /** The completed jobs since a moment, as they were listed then. */
    private record Seen(Instant since, Instant until, List<ListedJob> jobs) {
    }

    public Adoption(Domains domains, Planner planner, InstantSource clock) {
        this.domains = domains;
        this.planner = planner;
        this.clock = clock;
    }

    /** Not after a failure, which wants another job than the server may still show; nor before there can be one. */
    public boolean possible(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        return exchange.getVariable("job") == null && entry.failures() + entry.postponed() == 0 && since(exchange).isBefore(clock.instant())
                && domains.hasList(entry.domain());
    }

    /** As the API spells it, which lists all that is asked of it. */
    private static String domain(Exchange exchange) {
        return String.join(",", Export.of(exchange).paths());
    }

    /**
     * The file of an older job would lack what came later. Where there was a file before, what came later is just what
     * is wanted.
     */
    private Instant since(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        var closes = planner.closes(Export.of(exchange));
        var owed = entry.owedAt().plus(CLOCKS);
        return NEVER_HAD.contains(entry.why()) && entry.sha256().isEmpty() || closes.isAfter(owed) ? closes : owed;
    }

    /** Whether the jobs that are wanted were not listed just now. */
    public boolean mustRead(Exchange exchange) {
        var seen = lists.get(domain(exchange));
        return seen == null || !clock.instant().isBefore(seen.until) || seen.since.isAfter(since(exchange));
    }

    public JobList begin(Exchange exchange) {
        var export = Export.of(exchange);
        return JobList.begin(ListQuestion.all(export.domain(), export.paths(), MOST_PAGES).withStatus("COMPLETED")
                .since(since(exchange)).untilFound(Set.of())
                .within(new ApiCall.Limits(clock.instant().plus(LONGEST_WAIT), Instant.MIN)));
    }

    /** For the other windows of the domain, too. */
    public void keep(Exchange exchange) {
        lists.put(domain(exchange), new Seen(since(exchange), clock.instant().plus(LISTED_FOR),
                JobList.of(exchange).jobs().stream().filter(ListedJob::completed).toList()));
    }

    /** The list has failed: nothing is adopted for a while. */
    public void doWithout(Exchange exchange) {
        lists.put(domain(exchange), new Seen(Instant.MIN, clock.instant().plus(WITHOUT_LIST), List.of()));
    }

    /** The ids of the jobs that will do, as a JSON list. */
    public String candidates(Exchange exchange) throws JsonProcessingException {
        return WindowFilter.list(suitable(exchange).map(ListedJob::id).toList());
    }

    /** The newest of them that the ledger has never named, whose rows are the body; null if there is none. */
    public Job choose(Exchange exchange) throws JsonProcessingException {
        var named = Entry.all(Entry.rows(exchange.getMessage().getBody())).stream().map(Entry::exportId)
                .collect(Collectors.toSet());
        return suitable(exchange).filter(listed -> !named.contains(listed.id()))
                .max(Comparator.comparing(listed -> listed.begun().orElseThrow()))
                .map(listed -> Job.takenUp(listed.id(), listed.createdAt())).orElse(null);
    }

    private Stream<ListedJob> suitable(Exchange exchange) throws JsonProcessingException {
        var export = Export.of(exchange);
        var request = new SameRequest(export.request());
        var since = since(exchange);
        var seen = lists.get(domain(exchange));
        return seen == null ? Stream.of() : seen.jobs.stream().filter(listed -> !listed.id().isEmpty()
                && listed.begun().filter(begun -> !begun.isBefore(since)).isPresent()
                && request.isCertain(listed.echo()));
    }
}
