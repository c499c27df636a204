package io.seiexport.http;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says which of the calls that wait on this node goes next, and when. Polls and all others each go in the order in which
 * they came; while both wait, polls have six turns of ten. Moments are booked several at a time where there is use for
 * them; one that is not used soon is left unused, for it says nothing about later.
 *
 * @param <C> the calls
 */
final class Turns<C> {
    /** Leaves the rest of {@link Minute#LATE} for the answer of the ledger and for waking up. */
    private static final long LASTS = TimeUnit.SECONDS.toNanos(1);
    private static final int SECONDS = 60;
    private static final int SHARE_OF_POLLS = 6;
    private static final int SHARE_OF_OTHERS = 4;

    private final Bookings bookings;
    private final LongSupplier nanos;
    private final int longestBlock;
    private final Set<C> polls = new LinkedHashSet<>();
    private final Set<C> others = new LinkedHashSet<>();
    private final Deque<Long> moments = new ArrayDeque<>();
    private int lead;
    private int block;
    private int used;
    private boolean leftUnused;
    private long lastUse;

    Turns(int perMinute, Bookings bookings, LongSupplier nanos) {
        // Further ahead nobody knows how many will be needed.
        longestBlock = Math.max(1, perMinute / SECONDS);
        this.bookings = bookings;
        this.nanos = nanos;
    }

    synchronized void join(C call, boolean isPoll) {
        (isPoll ? polls : others).add(call);
    }

    /** False if it does not wait any more. */
    synchronized boolean leave(C call) {
        return polls.remove(call) || others.remove(call);
    }

    /** All that still wait; they do so no more. */
    synchronized List<C> dismiss() {
        var dismissed = new ArrayList<C>();
        while (someoneWaits()) {
            dismissed.add(first());
        }
        return dismissed;
    }

    /** Whose turn it is now; empty if it is nobody's yet. */
    synchronized Optional<C> next() throws SQLException {
        if (!someoneWaits()) {
            return Optional.empty();
        }
        dropOld(nanos.getAsLong());
        if (moments.isEmpty()) {
            book();
        }
        var now = nanos.getAsLong();
        if (moments.peek() > now) {
            return Optional.empty();
        }
        moments.poll();
        used++;
        lastUse = now;
        return Optional.of(first());
    }

    /** Nanoseconds until it has to be asked again whose turn it is; empty if nobody waits. */
    synchronized OptionalLong pause() {
        if (!someoneWaits()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(moments.isEmpty() ? 0 : Math.max(0, moments.peek() - nanos.getAsLong()));
    }

    private boolean someoneWaits() {
        return !polls.isEmpty() || !others.isEmpty();
    }

    private C first() {
        var poll = others.isEmpty() || !polls.isEmpty() && lead <= 0;
        if (!polls.isEmpty() && !others.isEmpty()) {
            lead += poll ? SHARE_OF_OTHERS : -SHARE_OF_POLLS;
        }
        var waiting = (poll ? polls : others).iterator();
        var first = waiting.next();
        waiting.remove();
        return first;
    }

    private void dropOld(long now) {
        while (!moments.isEmpty() && now - moments.peek() > LASTS) {
            moments.poll();
            leftUnused = true;
        }
    }

    private void book() throws SQLException {
        var booked = bookings.book(Math.max(needed(), polls.size() + others.size()));
        var moment = nanos.getAsLong() + TimeUnit.MICROSECONDS.toNanos(booked.pause());
        for (var i = 0; i < booked.calls(); i++) {
            moments.add(moment);
        }
        block = booked.calls();
        used = 0;
        leftUnused = false;
    }

    /** Twice as many as the last ones, if all of these were of use just now. */
    private int needed() {
        if (block == 0 || nanos.getAsLong() - lastUse > LASTS) {
            return 1;
        }
        return leftUnused ? Math.max(1, used) : Math.min(2 * block, longestBlock);
    }
}
