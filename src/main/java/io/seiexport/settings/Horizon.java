package io.seiexport.settings;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;

/** The days that an export can be about; what lies beyond is a typing error, and a sum of years without end. */
public final class Horizon {
    /** What a sentence calls it. */
    public static final String IN_WORDS = "from 1970-01-01 to ten years ahead";

    /** The longest that anything may be waited for on the calendar. */
    static final Period YEARS = Period.ofYears(10);

    private Horizon() {
    }

    public static boolean contains(LocalDate day) {
        return !day.isBefore(LocalDate.EPOCH) && !day.isAfter(LocalDate.now(ZoneOffset.UTC).plus(YEARS));
    }

    public static boolean contains(Instant moment) {
        // A moment may be too far away to have a day.
        return !moment.isBefore(Instant.EPOCH)
                && moment.isBefore(LocalDate.now(ZoneOffset.UTC).plus(YEARS).plusDays(1).atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
    }
}
