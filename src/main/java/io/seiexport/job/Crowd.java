package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.seiexport.http.ApiCall;
import io.seiexport.http.ServerClock;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Export;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Lets one list of the server answer for many jobs of a domain whose polls are due at the same time. The first of them
 * waits a moment for others and asks for all; the list is asked for after the polls were due, so that it tells no less
 * than they would. It is only believed when it says that a job goes on or is complete: a job that it does not show, or
 * shows as anything else, is asked for by itself, and so is each one now and then, in case the list lags behind.
 */
public final class Crowd extends AsyncProcessorSupport {
    /** More of a domain are asked for together. */
    private static final int MANY = 10;
    /** The list, of so many jobs for each page, and a call for each that it does not show should be fewer calls. */
    private static final int FEWEST = 3;
    /** So often in a row a job is believed to be what the list shows. */
    private static final int MOST_IN_A_ROW = 3;
    private static final int GATHERING = 10;
    private static final Duration LONGEST_GATHERING = Duration.ofMillis(200);
    private static final Duration WITHOUT_LIST = Duration.ofMinutes(10);
    /** A list that takes longer keeps nobody waiting. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    /** By which times of the server may differ that belong together. */
    private static final Duration A_LITTLE = Duration.ofSeconds(5);

    private final Map<String, Set<String>> inFlight = new ConcurrentHashMap<>();
    private final Map<String, Instant> aloneUntil = new ConcurrentHashMap<>();
    private final Map<String, JointPoll> open = new ConcurrentHashMap<>();
    private final Domains domains;
    private final JobSettings settings;
    private final ServerClock serverClock;
    private final PollClock pollClock;
    private final InstantSource clock;
    private final Duration longestWait;

    public Crowd(Domains domains, JobSettings settings, ServerClock serverClock, PollClock pollClock,
            InstantSource clock) {
        this(domains, settings, serverClock, pollClock, clock, LONGEST_WAIT);
    }

    Crowd(Domains domains, JobSettings settings, ServerClock serverClock, PollClock pollClock, InstantSource clock,
            Duration longestWait) {
        this.domains = domains;
        this.settings = settings;
        this.serverClock = serverClock;
        this.pollClock = pollClock;
        this.clock = clock;
        this.longestWait = longestWait;
    }

    /** As the API spells it, which lists all that is asked of it. */
    private static String domain(Exchange exchange) {
        return String.join(",", Export.of(exchange).paths());
    }

    /** Counts an export among those that have a job, until it ends. */
    void join(Exchange exchange) {
        var domain = domain(exchange);
        var id = exchange.getExchangeId();
        inFlight.computeIfAbsent(domain, name -> ConcurrentHashMap.newKeySet()).add(id);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange ended) {
                inFlight.get(domain).remove(id);
            }
        });
    }

    /** Whether jobs of its domain are asked for together. */
    boolean isLarge(Exchange exchange) {
        var domain = domain(exchange);
        return inFlight.getOrDefault(domain, Set.of()).size() > MANY
                && !clock.instant().isBefore(aloneUntil.getOrDefault(domain, Instant.MIN))
                && domains.hasList(Export.of(exchange).domain());
    }

    /** So long the first one waits for others whose pauses end at the same time. */
    Duration gathering() {
        var part = settings.firstDelay().dividedBy(GATHERING);
        return part.compareTo(LONGEST_GATHERING) < 0 ? part : LONGEST_GATHERING;
    }

    /** Brings a poll that is due together with others; it goes on when the list has told what it shows of its job. */
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        JointPoll.forget(exchange);
        if (!isLarge(exchange) || mayBeDone(exchange) || Polling.of(exchange).listed() >= MOST_IN_A_ROW) {
            callback.done(true);
            return true;
        }
        var domain = domain(exchange);
        open.compute(domain, (name, group) -> {
            var joined = group == null ? new JointPoll(pollClock) : group;
            joined.add(exchange, callback);
            if (group == null) {
                pollClock.schedule(() -> close(domain, joined), gathering().toMillis(), TimeUnit.MILLISECONDS);
            }
            return joined;
        });
        return false;
    }

    /** Then it is asked for at once. */
    private static boolean mayBeDone(Exchange exchange) {
        return Polling.of(exchange).polls() == 0 && Job.of(exchange).reused();
    }

    private void close(String domain, JointPoll group) {
        open.remove(domain, group);
        if (group.size() < FEWEST) {
            group.letGo();
        } else {
            group.lead(longestWait);
        }
    }

    /** Whether this one is to read the list for all. */
    public boolean leads(Exchange exchange) {
        return JointPoll.of(exchange) != null;
    }

    /**
     * The list that may show them: of jobs as old as theirs, and a page for every three of them. Where thousands are in
     * flight, those that are due now are spread over all that were created since the oldest of them.
     */
    public JobList begin(Exchange exchange) {
        var export = Export.of(exchange);
        var group = JointPoll.of(exchange);
        var now = clock.instant();
        group.begin(serverClock.now());
        var all = ListQuestion.all(export.domain(), export.paths(), Math.max(1, group.size() / FEWEST))
                .within(new ApiCall.Limits(now.plus(longestReading()), Instant.MIN)).untilFound(group.ids());
        return JobList.begin(group.oldest().map(all::since).orElse(all));
    }

    /** What was read by then is told while the others still wait. */
    private Duration longestReading() {
        return longestWait.multipliedBy(4).dividedBy(5);
    }

    /** Tells each what the list shows of its job. Where it tells few, the list is not asked for a while. */
    public void tell(Exchange exchange) {
        var group = JointPoll.of(exchange);
        var shown = JobList.of(exchange).byId();
        if (2 * group.tell(shown) < group.size()) {
            setAside(exchange);
        }
        group.letGo();
    }

    /** The list has failed: everybody asks for itself, and for a while does so at once. */
    public void doWithout(Exchange exchange) {
        setAside(exchange);
        JointPoll.of(exchange).letGo();
    }

    private void setAside(Exchange exchange) {
        aloneUntil.put(domain(exchange), clock.instant().plus(WITHOUT_LIST));
    }

    /** Whether a list has told how the job is, which is then the body; else it has to be asked for by itself. */
    public boolean hasTold(Exchange exchange) {
        return JointPoll.toldAt(exchange) != null;
    }

    /** Whether the list had not shown yet what a job had become long before; then it is not asked for a while. */
    public boolean lags(Exchange exchange) {
        var listed = Polling.of(exchange).listedAt();
        var job = Job.of(exchange);
        var lags = listed != null && job.completed() && Job.moment(job.completedAt())
                .filter(completed -> completed.plus(A_LITTLE).isBefore(listed)).isPresent();
        if (lags) {
            setAside(exchange);
        }
        return lags;
    }
}
