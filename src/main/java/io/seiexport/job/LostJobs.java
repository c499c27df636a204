package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the job of a request whose answer was lost so long ago that the server would begin another one. Only some
 * domains have a list of jobs; where there is none, a second job is all that can be had.
 */
public final class LostJobs {
    private static final Logger LOG = LoggerFactory.getLogger(LostJobs.class);
    /** The clocks of two machines are never quite the same. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);
    /** A second job costs less than reading more. */
    private static final int MOST_PAGES = 20;

    private final JobSettings settings;
    private final InstantSource clock;

    public LostJobs(JobSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether there may be one: asked again in time, the server itself hands it out. */
    public boolean possible(Exchange exchange) {
        return exchange.getVariable("job") == null && asked(exchange) != null
                && clock.instant().isAfter(asked(exchange).plus(settings.reuseWindow()));
    }

    /** When this very request was sent, if nobody knows what became of it. */
    private static Instant asked(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        return entry.begun(Entry.ASKED, Export.of(exchange).request())
                ? entry.askedAt().orElse(null) : null;
    }

    /** Which part of the list may show it. */
    public JobList begin(Exchange exchange) {
        var export = Export.of(exchange);
        return JobList.begin(ListQuestion.all(export.domain(), export.paths(), MOST_PAGES).since(asked(exchange))
                .within(Polling.limits(exchange)));
    }

    /** The job of the request, if the list that was read holds it, else null. */
    public Job find(Exchange exchange) throws JsonProcessingException {
        var export = Export.of(exchange);
        var request = new SameRequest(export.request());
        var since = asked(exchange).minus(CLOCKS);
        for (var listed : JobList.of(exchange).jobs()) {
            if (begunSince(listed, since) && request.isLikely(listed.echo())) {
                LOG.info("{} is resumed: the answer was lost, and the server lists it as {}", export, listed.id());
                return Job.takenUp(listed.id(), listed.createdAt());
            }
        }
        return null;
    }

    private static boolean begunSince(ListedJob listed, Instant since) {
        return !Job.isFailure(listed.status()) && !listed.id().isEmpty()
                && listed.begun().filter(begun -> !begun.isBefore(since)).isPresent();
    }
}
