package io.seiexport.cli;

import java.util.ArrayList;
import java.util.List;

import io.seiexport.ledger.LedgerRows.Place;
import io.seiexport.ledger.WindowFilter;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.plan.Chosen;
import org.apache.camel.util.function.ThrowingConsumer;

/** Reads what the ledger knows of the chosen windows, in parts, since it may be more than memory holds. */
record History(Ledger ledger, WindowFilter filter) {
    private static final int AT_ONCE = 500;

    History(Ledger ledger, Chosen chosen, boolean failed) {
        this(ledger, chosen.filter(failed));
    }

    long count() throws Exception {
        return ledger.rows().count(filter);
    }

    /** So many of them behind the first ones. */
    List<WindowHistory> some(int limit, long skipped) throws Exception {
        return ledger.rows().windows(filter, Place.BEGIN, limit, skipped);
    }

    /** All of them, some at a time. */
    void each(ThrowingConsumer<List<WindowHistory>, Exception> reader) throws Exception {
        var place = Place.BEGIN;
        List<WindowHistory> some;
        do {
            some = ledger.rows().windows(filter, place, AT_ONCE, 0);
            if (!some.isEmpty()) {
                reader.accept(some);
                place = Place.behind(some.get(some.size() - 1).entry());
            }
        } while (some.size() == AT_ONCE);
    }

    /** All of them together, for few; the caller has counted them. */
    List<WindowHistory> all() throws Exception {
        var all = new ArrayList<WindowHistory>();
        each(all::addAll);
        return all;
    }
}
