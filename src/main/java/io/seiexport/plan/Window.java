package io.seiexport.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;

/** The days an export covers, both included. */
public record Window(LocalDate start, LocalDate end) {

    /** From this moment on the window is closed: its last day is over, and what was entered late has had its time. */
    public Instant closesAt(ZoneId zone, TemporalAmount lag) {
        return end.plusDays(1).atStartOfDay(zone).plus(lag).toInstant();
    }

    @Override
    public String toString() {
        return start + ".." + end;
    }
}
