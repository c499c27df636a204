package io.seiexport.plan;

import java.time.Duration;
import java.util.Optional;

import io.seiexport.ledger.Entry;

/** An export that is owed, why, what the ledger knows of it, and how long such an export usually takes. */
public record Owed(Export export, String reason, Optional<Entry> entry, Optional<Duration> usually) {

    /** Whether the clock or `once` owes it; what was asked for by hand begins no series. */
    public String origin() {
        return reason.equals(BY_HAND) ? "by-hand" : "owed";
    }

    /** The reason of what is owed because a person has asked for it. */
    static final String BY_HAND = "backfill";

    /** The same, of which nothing that was begun is taken up. */
    public Owed anew() {
        return new Owed(export, reason, entry.filter(Entry::delivered), usually);
    }

    /** How the file looked that was delivered last; empty if none was. */
    public String sha256() {
        return entry.filter(Entry::delivered).map(Entry::sha256).orElse("");
    }
}
