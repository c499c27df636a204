package io.seiexport.ledger;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * What the ledger has of one account, for commands that tell of it or mend it: without a route, so that they need
 * nothing of Camel. While the ledger is unavailable they wait, as the routes do.
 */
public final class LedgerRows {
    private static final Statement COUNT = Statement.of("""
            select count(*) as total from sei_window where %s
            and series >= coalesce(cast(:series as text), '')
            and series <= coalesce(cast(:series as text), (select max(series) from sei_window where server = :server))
            """.formatted(WindowFilter.MATCHES));

    /** From a place on, so that a reader of all of them keeps few in memory at a time; the newest of a series first. */
    private static final Statement WINDOWS = Statement.of("""
            select sei_window.*, (select now from sei_clock) as read_at from sei_window where %s
            and series >= coalesce(cast(:series as text), :placeseries)
            and series <= coalesce(cast(:series as text), (select max(series) from sei_window where server = :server))
            and (series > :placeseries or window_end < :placeend or window_end = :placeend and id > :placeid)
            order by series, window_end desc, id limit :limit offset :skipped
            """.formatted(WindowFilter.MATCHES));

    private static final Statement FAILED_TRIES = Statement.of("""
            select * from sei_attempt where server = :server
            and window_id in (select value ->> 'id' from json_each(:ids)) order by window_id, failed_at
            """);
    private static final Statement DELIVERIES = Statement.of("""
            select * from sei_delivery where server = :server
            and window_id in (select value ->> 'id' from json_each(:ids)) order by window_id, sink
            """);

    /** Which series have selected windows that are not delivered, how many, and how many of these are given up. */
    private static final Statement UNDELIVERED = Statement.of("""
            select series, domain, scope, granularity, count(*) as open_windows,
            sum(case when state = 'failed' then 1 else 0 end) as given_up
            from sei_window where %s and state <> 'delivered'
            group by series, domain, scope, granularity order by series
            """.formatted(WindowFilter.MATCHES));

    private static final Statement KNOWN = Statement.of(
            "select distinct domain, scope from sei_window where server = :server");
    private static final Statement HOLDS = Statement.of("select * from sei_hold where server = :server order by what");

    /** As the route ledger-read-teams has it. */
    static final Statement TEAMS = Statement.of("""
            select teams, read_at, reading_until, (select now from sei_clock) as now from sei_team_list
            where server = :server
            """);

    /** The staged file of a snapshot stays, since nobody can take it again. */
    private static final Statement OWE_AGAIN = Statement.of("""
            update sei_window set failures = 0, postponed = 0, reason = null, sentence = null, export_id = null,
            state = case when granularity = 'snapshot' and staged is not null then 'staged' else 'owed' end,
            staged = case when granularity = 'snapshot' then staged end, due_at = (select now from sei_clock)
            where server = :server and id in (select value ->> 'id' from json_each(:ids))
            and state <> 'delivered' and lease_until < (select now from sei_clock) returning id
            """);

    /** What has not failed keeps its job or its file. */
    private static final Statement WAIT_NO_LONGER = Statement.of("""
            update sei_window set due_at = (select now from sei_clock)
            where server = :server and id in (select value ->> 'id' from json_each(:ids))
            and due_at is not null and lease_until < (select now from sei_clock) returning id
            """);

    /** What is held back is retried at once, even if another export already probes it. */
    private static final Statement END_PAUSES = Statement.of("""
            update sei_hold set until = (select now from sei_clock) where server = :server
            and until > (select now from sei_clock)
            """);

    private final DataSource ledger;
    private final LedgerWatch watch;
    private final String server;

    /** Behind which window to read on. */
    public record Place(String series, String end, String id) {
        public static final Place BEGIN = new Place("", "", "");

        public static Place behind(Entry entry) {
            return new Place(entry.series(), entry.end().toString(), entry.id());
        }
    }

    /** Of the account that the ledger calls by this name. */
    public LedgerRows(DataSource ledger, LedgerWatch watch, String server) {
        this.ledger = ledger;
        this.watch = watch;
        this.server = server;
    }

    public long count(WindowFilter filter) throws Exception {
        return Entry.of(rows(COUNT, filter.values()).get(0)).number("total");
    }

    /** Some of the selected windows behind a place, with all that happened to them. */
    public List<WindowHistory> windows(WindowFilter filter, Place place, int limit, long skipped) throws Exception {
        var values = filter.values();
        values.putAll(Map.of("placeseries", place.series(), "placeend", place.end(), "placeid", place.id(),
                "limit", limit, "skipped", skipped));
        var windows = rows(WINDOWS, values);
        var ids = Map.of("ids", WindowFilter.list(windows.stream().map(row -> row.get("id").toString()).toList()));
        return WindowHistory.of(windows, rows(FAILED_TRIES, ids), rows(DELIVERIES, ids));
    }

    public List<Entry> undelivered(WindowFilter filter) throws Exception {
        return Entry.all(rows(UNDELIVERED, filter.values()));
    }

    /** The domains and scopes that have windows. */
    public List<Entry> known() throws Exception {
        return Entry.all(rows(KNOWN, Map.of()));
    }

    /** What is held back, and since when. */
    public List<Hold> holds() throws Exception {
        return rows(HOLDS, Map.of()).stream().map(Hold::of).toList();
    }

    /** The teams as they were last read, and whether a node is reading them now. */
    public List<Map<String, Object>> teams() throws Exception {
        return rows(TEAMS, Map.of());
    }

    /** Puts windows back, as if never requested, unless a node works on them; the ids of those that now are. */
    public Set<String> oweAgain(List<String> ids) throws Exception {
        return changed(OWE_AGAIN, ids);
    }

    /** Makes waiting windows due now, and ends the pauses of what is held back; the ids of those that now are. */
    public Set<String> wake(List<String> ids) throws Exception {
        var awake = changed(WAIT_NO_LONGER, ids);
        rows(END_PAUSES, Map.of());
        return awake;
    }

    private Set<String> changed(Statement statement, List<String> ids) throws Exception {
        return Entry.all(rows(statement, Map.of("ids", WindowFilter.list(ids)))).stream().map(Entry::id)
                .collect(Collectors.toSet());
    }

    private List<Map<String, Object>> rows(Statement statement, Map<String, ?> given) throws Exception {
        var values = new HashMap<String, Object>(given);
        values.put("server", server);
        return watch.patiently(() -> {
            try (var connection = ledger.getConnection()) {
                return statement.rows(connection, values);
            }
        });
    }
}
