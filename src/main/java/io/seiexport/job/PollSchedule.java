package io.seiexport.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.OwedExport;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Decides how long to wait for a job: until the next poll, and at all; and how long a 404 may be too early. */
public final class PollSchedule {
    private static final double PART_OF_TIME = 0.5;
    /** Only ever later: a poll that is a little too early has to be repeated. */
    private static final double JITTER = 0.1;
    /** A call itself takes its time. */
    private static final double LEAST_PAUSE = 50;
    /** By this part of it a pause may be shorter, so that it ends together with those of other exports. */
    private static final int PART = 5;
    /** So long a 404 about a job is retried, but not more often than retry.max-attempts allows. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final CamelContext context;
    private final JobSettings settings;
    private final Crowd crowd;
    private final InstantSource clock;

    public PollSchedule(CamelContext context, JobSettings settings, Crowd crowd, InstantSource clock) {
        this.context = context;
        this.settings = settings;
        this.crowd = crowd;
        this.clock = clock;
    }

    /** Starts the clock of one export; nothing new is begun while the program ends. */
    public Polling begin() throws ExportFailed {
        refuseWhileStopping("before it was requested");
        return Polling.begin(clock.instant(), settings.timeout());
    }

    /** Keeps a call from starting a job while the program ends; what was started is still polled. */
    public void refuseToAsk(Exchange exchange) throws ExportFailed {
        if (Paths.asks(exchange)) {
            refuseWhileStopping("before it was requested");
        }
    }

    /** Starts the clock of a job that has just been created, and recalls how long the last one of its series took. */
    public Polling beginWait(Exchange exchange) {
        crowd.join(exchange);
        var now = clock.instant();
        // A job that is reused was begun at another time, so nobody knows how much of it is left.
        var pace = Job.of(exchange).begunBefore(now) ? Optional.<Pace>empty()
                : took(exchange).flatMap(last -> Pace.of(last, settings.firstDelay()));
        return Polling.of(exchange).pollingSince(now, pace.orElse(null)).withGraceUntil(now.plus(GRACE));
    }

    /** One more poll has been answered. */
    public Polling polled(Exchange exchange) {
        return Polling.of(exchange).oneMore(JointPoll.toldAt(exchange));
    }

    /**
     * Milliseconds until the next poll: none for a job that may be done already, by the time that a long job took
     * before, or else growing and a little scattered.
     */
    public long pause(Exchange exchange) {
        var polls = Polling.of(exchange).polls();
        if (polls == 0 && Job.of(exchange).reused()) {
            return 0;
        }
        return Math.max(0, Math.min(paced(exchange, polls), left(exchange).toMillis()));
    }

    private long paced(Exchange exchange, int polls) {
        var together = crowd.isLarge(exchange);
        var chance = together ? 0 : ThreadLocalRandom.current().nextDouble();
        var pace = Polling.of(exchange).pace();
        if (pace != null && pace.covers(waited(exchange))) {
            var pause = pace.pause(polls, waited(exchange), chance);
            return together ? endingTogether(pause) : pause;
        }
        var grown = pace == null ? grown(polls)
                : Math.min(PART_OF_TIME * waited(exchange).toMillis(), settings.maxDelay().toMillis());
        return together ? endingTogether((long) grown) : (long) (grown * (1 + JITTER * chance));
    }

    /**
     * Scattered, many polls would need a call each. So they end at common moments, a little before their time and never
     * after it, also if the first one then waits for the others.
     */
    private long endingTogether(long pause) {
        var step = Math.max(1, Long.highestOneBit(pause / PART));
        var now = clock.millis();
        var latest = now + pause - crowd.gathering().toMillis();
        return Math.max(0, latest - Math.floorMod(latest, step) - now);
    }

    /** After the first one a poll comes when half of the time gone by is over once more. */
    private double grown(int polls) {
        var first = settings.firstDelay().toMillis();
        return Math.min(polls == 0 ? first : PART_OF_TIME * first * Math.pow(1 + PART_OF_TIME, polls - 1),
                settings.maxDelay().toMillis());
    }

    /**
     * About how many calls of the API an export takes, if nothing goes wrong: the request, the polls, and the download;
     * what an earlier try has left behind saves some of them.
     */
    public int callsOf(OwedExport owed) {
        var entry = owed.entry().orElse(null);
        if (entry != null && entry.state().equals(Entry.STAGED)) {
            return 0;
        }
        if (owed.export().report() != null) {
            return 1;
        }
        var begun = entry != null && entry.begun(Entry.CREATED, owed.export().request());
        return begun ? 2 : 2 + pollsOf(owed.usually().orElse(Duration.ZERO));
    }

    /** About how often a job is polled that takes as long as the last one of its kind. */
    private int pollsOf(Duration took) {
        var pace = Pace.of(took, settings.firstDelay());
        var polls = 0;
        var waited = 0.0;
        do {
            var pause = pace.isPresent() ? pace.get().pause(polls, Duration.ofMillis((long) waited), 0) : grown(polls);
            waited += Math.max(LEAST_PAUSE, pause);
            polls++;
        } while (waited < took.toMillis());
        return polls;
    }

    /** Whether to go on waiting. */
    public boolean lasts(Exchange exchange) {
        return !context.isStopping() && !left(exchange).isNegative() && !left(exchange).isZero();
    }

    /** Lets a completed job pass and says of every other one why it ends here. */
    public Polling demandCompleted(Exchange exchange) throws ExportFailed {
        var job = Job.of(exchange);
        if (job.failed()) {
            throw new ExportFailed(job.status().equals("FAILED") ? Reason.JOB_FAILED : Reason.JOB_CANCELLED,
                    "the server ended the job as " + job.status() + ": " + job.reason());
        }
        if (job.waiting()) {
            refuseWhileStopping("while the server was still working; if it is requested again within "
                    + "sei.reuse-window, the server continues the same job");
            throw new ExportFailed(Reason.DEADLINE, "the job was still " + statusOf(job) + " after "
                    + settings.timeout().toSeconds() + " s; allow more with poll.timeout");
        }
        return learn(exchange, job).withGraceUntil(clock.instant().plus(GRACE));
    }

    /** A report is answered: so long the server has worked on it. */
    public Polling answered(Exchange exchange) {
        return Polling.of(exchange).took(Duration.between(ApiCall.of(exchange).sentAt(), clock.instant()));
    }

    /** A job that is reused took at least as long as it was waited for, unless it was complete when it was found. */
    private Polling learn(Exchange exchange, Job job) {
        var polling = Polling.of(exchange);
        if (polling.pollingBegan() == null) {
            return polling;
        }
        var took = job.took().filter(said -> said.compareTo(waited(exchange)) < 0)
                .orElseGet(() -> waitedAtMost(exchange, polling));
        var known = took(exchange).orElse(Duration.ZERO);
        return !job.begunBefore(polling.pollingBegan()) || polling.polls() > 1 && took.compareTo(known) > 0
                ? polling.took(took) : polling;
    }

    /** A job that was done when it was first looked at, late as the last one took long, may have been done for long. */
    private Duration waitedAtMost(Exchange exchange, Polling polling) {
        var waited = waited(exchange);
        return polling.pace() != null && polling.polls() <= 1 ? waited.multipliedBy(2).dividedBy(3) : waited;
    }

    /** How long the server took for the last job of the series. */
    private static Optional<Duration> took(Exchange exchange) {
        return Optional.of(exchange.getVariable("entry", Entry.class).number("took_millis"))
                .filter(millis -> millis > 0).map(Duration::ofMillis);
    }

    private static String statusOf(Job job) {
        return job.status().isEmpty() ? "without a status" : job.status();
    }

    private void refuseWhileStopping(String when) throws ExportFailed {
        if (context.isStopping()) {
            throw new ExportFailed(Reason.STOPPED, "the program was stopped " + when);
        }
    }

    private Duration waited(Exchange exchange) {
        return Duration.between(Polling.of(exchange).pollingBegan(), clock.instant());
    }

    private Duration left(Exchange exchange) {
        return Duration.between(clock.instant(), Polling.of(exchange).deadline());
    }
}
