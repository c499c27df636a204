package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;

import io.seiexport.http.ApiCall;
import org.apache.camel.Exchange;

/**
 * How far an export is with its job; null where that is not known yet.
 *
 * @param deadline   when the export is given up
 * @param polls      answered so far
 * @param pace       by which a job is polled of which it is known how long the last one took
 * @param graceUntil until then a 404 may only mean that the server is not that far yet
 * @param tookMillis how long the job took
 * @param listed     how many of the last polls in a row a list has answered
 * @param listedAt   when the last of these lists was asked for
 */
public record Polling(Instant exportBegan, Instant deadline, int polls, Instant pollingBegan, Pace pace,
        Instant graceUntil, Long tookMillis, int listed, Instant listedAt) {

    /** Before a list has answered. */
    public Polling(Instant exportBegan, Instant deadline, int polls, Instant pollingBegan, Pace pace,
            Instant graceUntil, Long tookMillis) {
        this(exportBegan, deadline, polls, pollingBegan, pace, graceUntil, tookMillis, 0, null);
    }

    static Polling begin(Instant now, Duration timeout) {
        return new Polling(now, now.plus(timeout), 0, null, null, Instant.MIN, null);
    }

    static Polling of(Exchange exchange) {
        return exchange.getVariable("polling", Polling.class);
    }

    /** Those of a call that is made for this job. */
    static ApiCall.Limits limits(Exchange exchange) {
        var polling = of(exchange);
        return polling == null ? ApiCall.Limits.NONE : new ApiCall.Limits(polling.deadline, polling.graceUntil);
    }

    /** One more poll, answered by a list that was asked for then, or null for an answer of its own. */
    Polling oneMore(Instant toldAt) {
        return new Polling(exportBegan, deadline, polls + 1, pollingBegan, pace, graceUntil, tookMillis,
                toldAt == null ? 0 : listed + 1, toldAt == null ? listedAt : toldAt);
    }

    Polling pollingSince(Instant begin, Pace usual) {
        return new Polling(exportBegan, deadline, polls, begin, usual, graceUntil, tookMillis, 0, null);
    }

    /** What the server has just said, not all of its parts may know yet. */
    Polling withGraceUntil(Instant end) {
        return new Polling(exportBegan, deadline, polls, pollingBegan, pace, end, tookMillis, listed, listedAt);
    }

    Polling took(Duration took) {
        return new Polling(exportBegan, deadline, polls, pollingBegan, pace, graceUntil, took.toMillis(), listed,
                listedAt);
    }
}
