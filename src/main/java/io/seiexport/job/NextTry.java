package io.seiexport.job;

import static io.seiexport.failure.Reason.Rule.POSTPONES;
import static io.seiexport.failure.Reason.Rule.WAITS_FOR_NEW_JOB;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides when an export that has failed is tried again, and whether the failure counts against its window. */
public final class NextTry {
    private static final Logger LOG = LoggerFactory.getLogger(NextTry.class);
    /** Without any pause it would be started again at once. */
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration LONGEST_OF_ITS_OWN = Duration.ofDays(1);
    private static final int MOST_DOUBLINGS = 20;
    private static final double JITTER = 0.1;
    /** The clocks of two machines are never quite the same. */
    private static final int PART_FOR_CLOCKS = 30;

    private final JobSettings settings;
    private final Duration shortest;
    private final Duration longest;
    private final RunMode mode;
    private final Secrets secrets;
    private final InstantSource clock;

    /** What the world has failed is first tried again after the shortest pause, and waits up to the longest. */
    public NextTry(JobSettings settings, Duration shortest, Duration longest, RunMode mode, Secrets secrets,
            InstantSource clock) {
        this.settings = settings;
        this.shortest = shortest;
        this.longest = longest;
        this.mode = mode;
        this.secrets = secrets;
        this.clock = clock;
    }

    public long shortestMillis() {
        return shortest.toMillis();
    }

    public long longestMillis() {
        return longest.toMillis();
    }

    /** What comes after the failure that the exchange carries, to end a sentence with. */
    public String outlook(Exchange exchange) {
        var failure = exchange.getVariable("failure", Verdict.class);
        return mode.onTheClock() ? failure.outlook() : failure.outlookBeyondTheEnd();
    }

    /** Why the exchange has failed, without any secret, and what the ledger writes down of that. */
    public Verdict decide(Exchange exchange) {
        var thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        LOG.debug("{}", exchange.getVariable("export"), thrown);
        var explained = OneDay.explained(UnknownPath.explained(Failure.of(thrown), exchange), exchange);
        var failure = explained.without(secrets);
        var entry = exchange.getVariable("entry", Entry.class);
        var atOnce = isOfAForgottenJob(exchange, failure, entry);
        var pause = failure.reason() == Reason.STOPPED || atOnce ? Duration.ZERO : pause(exchange, failure, entry);
        return Verdict.of(failure, atOnce, entry.failures(), settings.giveUpAfter(), pause);
    }

    /** The server no longer knows the job: a new request creates another one. Once: it may know no job at all. */
    private static boolean isOfAForgottenJob(Exchange exchange, Failure failure, Entry entry) {
        return failure.reason() == Reason.NOT_FOUND && Job.isNamed(exchange)
                && !entry.reason().equals(Reason.NOT_FOUND.word());
    }

    private Duration pause(Exchange exchange, Failure failure, Entry entry) {
        var told = ExportFailed.untilAnother(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        if (told.isPresent()) {
            return told.get();
        }
        var window = settings.reuseWindow();
        var reuse = window.plus(window.dividedBy(PART_FOR_CLOCKS));
        if (failure.reason().does(WAITS_FOR_NEW_JOB) && entry.failures() == 0) {
            return untilNewJob(Job.of(exchange), reuse);
        }
        return failure.reason().does(POSTPONES)
                ? grown(shortest, entry.postponed(), longest, -JITTER)
                // Never sooner: within the reuse window the server would return the same file again.
                : grown(reuse.compareTo(shortest) < 0 ? shortest : reuse, entry.failures(), LONGEST_OF_ITS_OWN, 0);
    }

    private Duration untilNewJob(Job job, Duration reuse) {
        var now = clock.instant();
        var begun = job == null ? now : job.begun().filter(now::isAfter).orElse(now);
        var left = Duration.between(now, begun.plus(reuse));
        return left.compareTo(LEAST) > 0 ? left : LEAST;
    }

    /** Doubled each time, and a little scattered. */
    private static Duration grown(Duration first, int before, Duration longest, double least) {
        var grown = first.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
        var most = grown.compareTo(longest) < 0 ? grown : longest;
        var scattered = most.toMillis() * (1 + ThreadLocalRandom.current().nextDouble(least, JITTER));
        return Duration.ofMillis(Math.max(1, (long) scattered));
    }
}
