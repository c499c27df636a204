package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;

import io.seiexport.http.ApiCall;
import org.apache.camel.Exchange;

/**
 * How far an export is with its job: when it began, its deadline, the polls so far, since when and at which pace it is polled, until when a
 * 404 may only mean that the server is not that far yet, and how long the job took, if that is known by now.
 */
public record Polling(Instant begun, Instant deadline, int polls, Instant since, Pace pace, Instant grace, Long tookMillis) {

    static Polling begin(Instant now, Duration timeout) {
        return new Polling(now, now.plus(timeout), 0, null, null, Instant.MIN, null);
    }

    static Polling of(Exchange exchange) {
        return exchange.getVariable("polling", Polling.class);
    }

    /** Those of a call that is made for this job. */
    static ApiCall.Limits limits(Exchange exchange) {
        var polling = of(exchange);
        return polling == null ? ApiCall.Limits.NONE : new ApiCall.Limits(polling.deadline, polling.grace);
    }

    Polling oneMore() {
        return new Polling(begun, deadline, polls + 1, since, pace, grace, tookMillis);
    }

    Polling since(Instant begin, Pace usual) {
        return new Polling(begun, deadline, polls, begin, usual, grace, tookMillis);
    }

    /** What the server has just said, not all of its parts may know yet. */
    Polling graceUntil(Instant end) {
        return new Polling(begun, deadline, polls, since, pace, end, tookMillis);
    }

    Polling took(Duration took) {
        return new Polling(begun, deadline, polls, since, pace, grace, took.toMillis());
    }
}
