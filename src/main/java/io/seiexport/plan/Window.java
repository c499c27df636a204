package io.seiexport.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;

import io.seiexport.ledger.Entry;

/** The days an export covers, both included. */
public record Window(LocalDate start, LocalDate end) {

    static Window of(Entry entry) {
        return new Window(entry.start(), entry.end());
    }

    /** From this moment on the window is closed: its last day is over, and what was entered late has had its time. */
    public Instant closesAt(ZoneId zone, TemporalAmount lag) {
        var next = end.plusDays(1);
        // Days of lag are counted on the calendar first: a day may begin at one o'clock, and the one after it does not.
        return lag instanceof Period
                ? next.plus(lag).atStartOfDay(zone).toInstant()
                : next.atStartOfDay(zone).plus(lag).toInstant();
    }

    @Override
    public String toString() {
        return start + ".." + end;
    }
}
