package io.seiexport.http;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** As the ledger keeps them, by a clock in milliseconds. */
final class BookingsInMemory implements Bookings {
    private final Map<String, Long> until = new HashMap<>();
    private final LongSupplier millis;
    private int count;

    BookingsInMemory(LongSupplier millis) {
        this.millis = millis;
    }

    @Override
    public synchronized long book(String lane, long time, long credit) {
        count++;
        var now = millis.getAsLong() * 1000;
        var begins = Math.max(until.getOrDefault(lane, Long.MIN_VALUE), now - credit);
        until.put(lane, begins + time);
        return begins - now;
    }

    /** How often the ledger was written. */
    synchronized int count() {
        return count;
    }
}
