package io.seiexport.csv;

import java.time.Instant;
import java.time.InstantSource;

/** Until when a body has to have come, by a clock. */
record Deadline(Instant end, InstantSource clock) {
    static final Deadline NONE = new Deadline(Instant.MAX, InstantSource.system());

    boolean isOver() {
        return clock.instant().isAfter(end);
    }
}
