package io.seiexport.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;

import io.seiexport.failure.ExportFailed;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;

/**
 * Keeps all calls together within sei.max-requests-per-minute: each call is given its moment, and waits for it without
 * a thread. Polls have a share of their own, so that no storm of them keeps other calls waiting, nor the other way.
 */
public final class Budget implements CamelContextAware {
    private static final double SHARE_OF_POLLS = 0.6;
    /** From so many calls a minute on, a tenth of them may be made in a tenth of a minute, for a more even pace. */
    private static final int ENOUGH_TO_SPREAD = 100;
    private static final int PARTS = 10;

    /** A download may have any path that the server names for it. */
    private static final Pattern STATUS = Pattern.compile("/v2/insights/[^/]+/exports/[^/]+");

    private CamelContext context;
    private Lane polls;
    private Lane others;

    /** Books the next moment that is free and returns the milliseconds until then. */
    public long turn(Exchange exchange) throws ExportFailed {
        var now = Instant.now();
        var deadline = exchange.getVariable("deadline", Instant.MAX, Instant.class);
        var wait = book(isPoll(exchange), now, deadline);
        if (!wait.isZero() && now.plus(wait).isAfter(deadline)) {
            throw new ExportFailed("deadline", "the call would have had to wait " + wait.toSeconds() + " s for its turn"
                    + "; allow more calls with sei.max-requests-per-minute, or more time with poll.timeout");
        }
        return wait.plusNanos(999_999).toMillis();
    }

    private static boolean isPoll(Exchange exchange) {
        var path = exchange.getVariable("path", String.class);
        return STATUS.matcher(path).matches();
    }

    /** How long to wait; longer than until the deadline, the moment is left to others. */
    private synchronized Duration book(boolean poll, Instant now, Instant deadline) {
        if (polls == null) {
            var perMinute = perMinute(new Settings(context));
            var share = Math.max(1, (int) (perMinute * SHARE_OF_POLLS));
            polls = Lane.of(share, perMinute >= ENOUGH_TO_SPREAD);
            others = Lane.of(perMinute - share, perMinute >= ENOUGH_TO_SPREAD);
        }
        var lane = poll ? polls : others;
        var moment = lane.next(now);
        return Duration.between(now, moment.isAfter(now) && moment.isAfter(deadline) ? moment : lane.book(now));
    }

    /** At least two, since neither polls nor other calls can do without one. */
    static int perMinute(Settings settings) {
        return settings.count("sei.max-requests-per-minute", 2);
    }

    /** Never more calls than it has places for, in any stretch of time as long as its span. */
    static final class Lane {
        private final Instant[] booked;
        private final Duration span;
        private int oldest;

        private Lane(int places, Duration span) {
            this.span = span;
            booked = new Instant[places];
            Arrays.fill(booked, Instant.EPOCH);
        }

        static Lane of(int perMinute, boolean spread) {
            var minute = Duration.ofMinutes(1);
            return spread ? new Lane(perMinute / PARTS, minute.dividedBy(PARTS)) : new Lane(perMinute, minute);
        }

        Instant next(Instant now) {
            var free = booked[oldest].plus(span);
            return free.isAfter(now) ? free : now;
        }

        Instant book(Instant now) {
            var moment = next(now);
            booked[oldest] = moment;
            oldest = (oldest + 1) % booked.length;
            return moment;
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
