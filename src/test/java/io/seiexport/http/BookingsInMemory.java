package io.seiexport.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** As the ledger keeps them, by a clock in milliseconds. */
final class BookingsInMemory implements Bookings {
    private final int perMinute;
    private final LongSupplier millis;
    private String booked = "";
    private int count;

    BookingsInMemory(int perMinute, LongSupplier millis) {
        this.perMinute = perMinute;
        this.millis = millis;
    }

    @Override
    public synchronized Booked book(int wanted) {
        count++;
        var minute = Minute.read(booked, perMinute);
        var answer = minute.book(wanted, TimeUnit.MILLISECONDS.toMicros(millis.getAsLong()));
        booked = minute.text();
        return answer;
    }

    /** How often the ledger was written. */
    synchronized int count() {
        return count;
    }
}
