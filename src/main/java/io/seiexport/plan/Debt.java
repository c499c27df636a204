package io.seiexport.plan;

import java.util.Optional;

import io.seiexport.ledger.Entry;

/**
 * A window that is owed.
 *
 * @param why   as the ledger writes it down
 * @param entry what the ledger knows of it; none if it was not owed before
 */
record Debt(Window window, String why, Optional<Entry> entry) {

    /** Why it is owed, to a person: of what is under way also how far it is, or what stood in its way. */
    String reason() {
        if (why.equals(Entry.BY_HAND) || entry.isEmpty() || entry.get().delivered()) {
            return why;
        }
        var known = entry.get();
        var hasFailed = !known.interrupted();
        return hasFailed ? "failed: " + known.reason() : known.underWay() ? "under way" : known.why();
    }

    /** Whether the ledger does not have it as owed yet, or for another reason. */
    boolean isNew() {
        return entry.isEmpty() || entry.get().delivered() || entry.get().givenUp()
                || why.equals(Entry.BY_HAND) && !entry.get().byHand();
    }
}
