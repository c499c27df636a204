package io.seiexport.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

import io.seiexport.ledger.Entry;

/**
 * An export that is owed, why, what the ledger knows of it, and how long such an export usually takes.
 *
 * @param newest whether its window is the last closed one
 */
public record Owed(Export export, String reason, boolean newest, Optional<Entry> entry, Optional<Duration> usually) {

    /** The reason of what is owed because a person has asked for it. */
    static final String BY_HAND = "backfill";
    /** The reason of what is exported anew although it is delivered. */
    static final String SETTLE = "settle";

    static final Comparator<Owed> OLDEST_FIRST = Comparator.comparing(owed -> owed.export.window().start());
    /** Who goes first where not all can: what fails, or is only exported anew, holds up nothing else for ever. */
    static final Comparator<Owed> FAIREST_FIRST = Comparator.comparing(Owed::settles)
            .thenComparing(owed -> owed.entry.map(Entry::failures).orElse(0))
            .thenComparing(owed -> owed.entry.filter(known -> owed.settles()).flatMap(Entry::deliveredAt)
                    .orElse(Instant.MIN))
            .thenComparing(OLDEST_FIRST);

    private boolean settles() {
        return reason.equals(SETTLE);
    }

    /** Whether the ledger knows of it. */
    public boolean isKnown() {
        return entry.isPresent();
    }

    /** Whether a series may begin with it: the older windows that a person asks for are no such beginning. */
    public String origin() {
        return byHand() && !newest ? "by-hand" : "owed";
    }

    /** Whether a person has asked for it, and so gets the file in any case. */
    public boolean byHand() {
        return reason.equals(BY_HAND);
    }

    /** What the ledger knows if it is in this state with the very same request. */
    public Optional<Entry> begun(String state) {
        return entry.filter(known -> known.state().equals(state) && known.request().equals(export.request()));
    }

    /** The same, of which nothing that was begun is taken up. */
    public Owed anew() {
        return new Owed(export, reason, newest, entry.map(Entry::anew), usually);
    }
}
