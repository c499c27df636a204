package io.seiexport.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

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

    private CamelContext context;
    private Lane polls;
    private Lane others;

    /** Books the next moment that is free and returns the milliseconds until then. */
    public long turn(Exchange exchange) throws ExportFailed {
        var wait = book(isPoll(exchange), Instant.now());
        var deadline = exchange.getVariable("deadline", Instant.class);
        if (deadline != null && !wait.isZero() && Instant.now().plus(wait).isAfter(deadline)) {
            throw new ExportFailed("deadline", "the call would have had to wait " + wait.toSeconds() + " s for its turn"
                    + "; allow more calls with sei.max-requests-per-minute, or more time with poll.timeout");
        }
        return wait.plusNanos(999_999).toMillis();
    }

    private static boolean isPoll(Exchange exchange) {
        var path = exchange.getVariable("path", String.class);
        return !path.endsWith("/exports") && !path.endsWith(Paths.DOWNLOAD);
    }

    private synchronized Duration book(boolean poll, Instant now) {
        if (polls == null) {
            var perMinute = perMinute(new Settings(context));
            var share = Math.max(1, (int) (perMinute * SHARE_OF_POLLS));
            polls = Lane.of(share, perMinute >= ENOUGH_TO_SPREAD);
            others = Lane.of(perMinute - share, perMinute >= ENOUGH_TO_SPREAD);
        }
        return Duration.between(now, (poll ? polls : others).book(now));
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

        Instant book(Instant now) {
            var free = booked[oldest].plus(span);
            booked[oldest] = free.isAfter(now) ? free : now;
            var moment = booked[oldest];
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
