package io.seiexport.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

import org.apache.camel.Exchange;

/**
 * Which of the owed exports a clock or a command asks for.
 *
 * @param now   the moment as of which a window is closed
 * @param tick  the moment that a clock was set for, the same on all nodes: all their ticks are one; none by hand
 * @param from  with to: only the windows of these days, whatever was owed before
 * @param force also what has been delivered; without days, the last closed window
 * @param chosen of these only those
 */
public record PlanRequest(Instant now, Optional<Instant> tick, Optional<LocalDate> from, Optional<LocalDate> to,
        boolean force, Chosen chosen) {

    /** Of all windows. */
    public PlanRequest(Instant now, Optional<Instant> tick, Optional<LocalDate> from, Optional<LocalDate> to,
            boolean force) {
        this(now, tick, from, to, force, Chosen.ALL);
    }

    /** All that is owed at a moment. */
    public static PlanRequest of(Instant now) {
        return of(now, Chosen.ALL);
    }

    /** All that is owed of the chosen windows at a moment. */
    public static PlanRequest of(Instant now, Chosen chosen) {
        return new PlanRequest(now, Optional.empty(), Optional.empty(), Optional.empty(), false, chosen);
    }

    /** That of a command; a clock makes none, but shows when it was to ring. */
    static PlanRequest of(Exchange exchange, Instant now) {
        var scheduled = exchange.getMessage().getHeader("scheduledFireTime", Date.class);
        return exchange.getVariable("selection") instanceof PlanRequest request ? request
                : new PlanRequest(now, Optional.ofNullable(scheduled).map(Date::toInstant), Optional.empty(),
                        Optional.empty(), false);
    }

    /** The same for these exports alone. */
    public PlanRequest only(Set<String> exports) {
        return new PlanRequest(now, tick, from, to, force, chosen.only(exports));
    }

    /** Whether a person names the windows, instead of taking what is owed. */
    boolean byHand() {
        return from.isPresent() || force;
    }
}
