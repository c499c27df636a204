package io.seiexport.http;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives calls of one kind their moments. They are booked together with those of the other nodes, several at a time
 * where there is use for them; one that is not used soon is left unused, for it says nothing about later.
 */
final class Lane {
    /** Leaves the rest of {@link Rate#LATE} for the answer of the ledger and for waking up. */
    private static final long LASTS = TimeUnit.SECONDS.toNanos(1);
    /** Further ahead nobody knows how many will be needed. */
    private static final long LONGEST_BLOCK = 1_000_000;

    private final String name;
    private final Rate rate;
    private final Bookings bookings;
    private final LongSupplier nanos;
    private final Deque<Long> moments = new ArrayDeque<>();
    private int block;
    private int used;
    private boolean leftUnused;
    private long last;

    Lane(String name, Rate rate, Bookings bookings, LongSupplier nanos) {
        this.name = name;
        this.rate = rate;
        this.bookings = bookings;
        this.nanos = nanos;
    }

    /** How long to wait for the next moment, in nanoseconds; longer than there is time, it is left to others. */
    synchronized long take(long timeLeft) throws SQLException {
        dropOld(nanos.getAsLong());
        if (moments.isEmpty()) {
            book();
        }
        var now = nanos.getAsLong();
        last = now;
        var wait = Math.max(0, moments.peek() - now);
        if (wait == 0 || wait <= timeLeft) {
            moments.poll();
            used++;
        }
        return wait;
    }

    private void dropOld(long now) {
        while (!moments.isEmpty() && now - moments.peek() > LASTS) {
            moments.poll();
            leftUnused = true;
        }
    }

    private void book() throws SQLException {
        var calls = needed();
        var begins = bookings.book(name, rate.cost(calls), rate.credit());
        var now = nanos.getAsLong();
        for (var i = 0; i < calls; i++) {
            moments.add(now + TimeUnit.MICROSECONDS.toNanos(Math.max(0, begins + rate.cost(i))));
        }
        block = calls;
        used = 0;
        leftUnused = false;
    }

    /** Twice as many as the last ones, if all of these were of use just now. */
    private int needed() {
        if (block == 0 || nanos.getAsLong() - last > LASTS) {
            return 1;
        }
        return leftUnused ? Math.max(1, used) : Math.min(2 * block, rate.within(LONGEST_BLOCK));
    }
}
