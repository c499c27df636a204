package io.seiexport.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import org.apache.camel.Exchange;

/**
 * What whoever asks for the owed exports wants of them.
 *
 * @param now        the moment as of which a window is closed
 * @param from       with to: only the windows of these days, whatever was owed before
 * @param force      also what has been delivered; without days, the last closed window
 * @param unfinished only what was begun by a program that has ended since
 */
public record Ask(Instant now, Optional<LocalDate> from, Optional<LocalDate> to, boolean force, boolean unfinished) {

    /** All that is owed at a moment. */
    public static Ask of(Instant now) {
        return new Ask(now, Optional.empty(), Optional.empty(), false, false);
    }

    /** The last closed window of each scope, whatever is known of it. */
    public static Ask forLast(Instant now) {
        return new Ask(now, Optional.empty(), Optional.empty(), true, false);
    }

    /** As the variables of an exchange say; a clock sets none. */
    static Ask of(Exchange exchange, Instant now) {
        return new Ask(exchange.getVariable("asOf", now, Instant.class),
                Optional.ofNullable(exchange.getVariable("from", LocalDate.class)),
                Optional.ofNullable(exchange.getVariable("to", LocalDate.class)),
                exchange.getVariable("force", false, Boolean.class),
                exchange.getVariable("unfinished", false, Boolean.class));
    }
}
