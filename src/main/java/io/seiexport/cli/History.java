package io.seiexport.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.plan.Chosen;
import org.apache.camel.util.function.ThrowingConsumer;

/** Reads what the ledger knows of the chosen windows, in parts, since it may be more than memory holds. */
record History(Engine engine, Chosen chosen, boolean failed, String series) {
    private static final int AT_ONCE = 500;

    /** Behind which window to read on; each series has its newest window first. */
    public record Place(String series, String end, String id) {
        private static final Place BEGIN = new Place("", "", "");

        private static Place behind(Entry entry) {
            return new Place(entry.series(), entry.end().toString(), entry.id());
        }
    }

    History(Engine engine, Chosen chosen, boolean failed) {
        this(engine, chosen, failed, chosen.onlySeries());
    }

    long count() throws Exception {
        return ((Number) engine.ledger("ledger-count", given())).longValue();
    }

    /** So many of them behind the first ones. */
    List<WindowHistory> some(int limit, long skipped) throws Exception {
        return read(Place.BEGIN, limit, skipped);
    }

    /** All of them, some at a time. */
    void each(ThrowingConsumer<List<WindowHistory>, Exception> reader) throws Exception {
        var place = Place.BEGIN;
        List<WindowHistory> some;
        do {
            some = read(place, AT_ONCE, 0);
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

    private List<WindowHistory> read(Place place, int limit, long skipped) throws Exception {
        var given = given();
        given.put("place", place);
        given.put("limit", limit);
        given.put("skipped", skipped);
        var windows = engine.rows("ledger-history", given);
        var ids = Map.of("ids", Chosen.list(windows.stream().map(row -> row.get("id").toString()).toList()));
        return WindowHistory.of(windows, engine.rows("ledger-read-failed-tries", ids),
                engine.rows("ledger-read-deliveries", ids));
    }

    private Map<String, Object> given() {
        var given = new HashMap<String, Object>();
        given.put("chosen", chosen);
        given.put("failed", failed);
        if (series != null) {
            given.put("series", series);
        }
        return given;
    }
}
