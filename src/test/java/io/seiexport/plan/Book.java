package io.seiexport.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.ledger.Coverage;
import io.seiexport.ledger.Entry;
import io.seiexport.settings.Project;
import io.seiexport.settings.Settings;
import io.seiexport.support.SettingsOf;

/** One series and its rows of a ledger, read and written by what Series and Dues say, as the routes do it in SQL. */
final class Book {
    static final String SINK = "direct:sink-file";
    private static final Settings NO_SETTINGS = SettingsOf.values(Map.of());
    static final SinkMarks MARKS = new SinkMarks(NO_SETTINGS);
    private static final RequestTemplate TEMPLATE = new RequestTemplate(
            DeclaredDomain.asking("ba", "{\"dateRange\": {\"start\": \"{start}\", \"end\": \"{end}\"}}"), NO_SETTINGS);

    private final Map<String, Map<String, Object>> windows = new TreeMap<>();
    private final Map<String, List<Map<String, Object>>> deliveries = new HashMap<>();
    private final String team;
    private Optional<Coverage> coverage = Optional.empty();
    private String rule = "month";
    private boolean snapshot;
    private Optional<LocalDate> since = Optional.empty();
    private int settle;
    private boolean newSinksOwe;
    private List<String> sinks = List.of(SINK);
    private long clock = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    /** How often each window was entered. */
    private final Map<String, Integer> entered = new TreeMap<>();

    Book(String team) {
        this.team = team;
    }

    Book rule(String text) {
        rule = text;
        return this;
    }

    /** One of the day on which it is taken. */
    Book snapshot() {
        snapshot = true;
        return this;
    }

    Book since(String day) {
        since = Optional.ofNullable(day).map(LocalDate::parse);
        return this;
    }

    Book settle(int count) {
        settle = count;
        return this;
    }

    Book sinks(boolean newOnesOwe, String... names) {
        newSinksOwe = newOnesOwe;
        sinks = List.of(names);
        return this;
    }

    /** What a tick finds, by UTC and a day of lag, and then has written down. */
    Dues tick(Instant now) throws JsonProcessingException {
        return write(look(new PlanRequest(now, Optional.of(now), Optional.empty(), Optional.empty(), false)));
    }

    /** What a command finds, and then has written down. */
    Dues ask(PlanRequest ask) throws JsonProcessingException {
        return write(look(ask));
    }

    Dues look(PlanRequest ask) {
        return new Dues(debts(ask), Optional.empty(), MARKS);
    }

    Debts debts(PlanRequest ask) {
        var series = series(ask.now());
        return new Debts(series, ask, coverage, known(series, ask), series.newSinksOwe() ? lacking(series) : List.of());
    }

    Series series(Instant now) {
        var parsed = snapshot ? new Snapshot.Today() : WindowRule.parse("export.ba.window", rule);
        var lag = snapshot ? Snapshot.LAG : Period.ofDays(1);
        return new Series("ba", List.of("ba"), new Scope("", team), "weekly", TEMPLATE, parsed,
                WindowRule.lastClosedDay(now, ZoneOffset.UTC, lag),
                parsed.lastClosed(now, ZoneOffset.UTC, lag), since, settle, newSinksOwe, sinks,
                Format.CSV, Project.ONLY);
    }

    /** Whether a tick leaves it out, as nothing of it is open. */
    boolean isIdle(Instant now) {
        return entries().allMatch(Entry::delivered) && series(now).isIdle(coverage);
    }

    private List<Entry> known(Series series, PlanRequest ask) {
        var byItself = series.readFrom(coverage);
        var from = ask.from().or(() -> series.last().filter(last -> ask.force()).map(Window::end))
                .filter(byItself::isAfter)
                .orElse(byItself);
        return entries().filter(entry -> !entry.delivered() || !entry.end().isBefore(from)).toList();
    }

    private List<Entry> lacking(Series series) {
        return entries().filter(Entry::delivered)
                .filter(entry -> series.sinks().stream().anyMatch(sink -> !entry.sinks().contains(MARKS.of(sink))))
                .toList();
    }

    private Dues write(Dues dues) throws JsonProcessingException {
        clock++;
        var tick = dues.tick() == null ? (Long) clock : dues.tick();
        for (var row : list(dues.rows())) {
            var id = row.get("id").asText();
            var why = row.get("why").asText();
            var known = windows.get(id);
            if (known == null) {
                enter(row, tick);
            } else if (why.equals(Entry.BY_HAND) || known.get("state").equals(Entry.DELIVERED)
                    && List.of(Entry.SETTLE, Entry.NEW_SINK).contains(why) && (Long) known.get("tick") < tick) {
                set(id, "why", why, "settles", why.equals(Entry.SETTLE), "tick", tick, "owed_at", clock, "due_at",
                        clock, "failures", 0, "postponed", 0);
                if (List.of(Entry.DELIVERED, Entry.GIVEN_UP).contains(known.get("state"))) {
                    set(id, "state", Entry.OWED);
                }
                entered.merge(id, 1, Integer::sum);
            }
        }
        if (dues.isCovering()) {
            coverage = Optional.of(new Coverage(dues.coveredFrom(), dues.coveredTo()));
        }
        for (var row : list(dues.waking(dues.tick() == null))) {
            set(row.get("id").asText(), "due_at", clock);
        }
        for (var row : list(dues.leaving())) {
            set(row.get("id").asText(), "due_at", null);
        }
        return dues;
    }

    private void enter(JsonNode row, long tick) {
        var id = row.get("id").asText();
        windows.put(id, new HashMap<>(Map.of("id", id, "series", name(), "domain", "ba", "scope", "team:" + team,
                "granularity", "weekly", "window_start", row.get("start").asText(), "window_end",
                row.get("end").asText(), "state", Entry.OWED)));
        set(id, "why", row.get("why").asText(), "settles", false, "tick", tick, "owed_at", clock, "due_at", clock,
                "failures", 0, "postponed", 0);
        entered.merge(id, 1, Integer::sum);
    }

    private static Iterable<JsonNode> list(String json) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(json);
    }

    /** Columns of a row, each a name and its value. */
    void set(String id, Object... columns) {
        for (var i = 0; i < columns.length; i += 2) {
            windows.get(id).put(columns[i].toString(), columns[i + 1]);
        }
    }

    /** Its sinks have got what is owed of it, with this content. */
    void deliver(String id, String content) {
        var toThem = new ArrayList<>(deliveries.getOrDefault(id, List.of()));
        toThem.removeIf(row -> sinks.contains(row.get("sink")));
        sinks.forEach(sink ->
                toThem.add(Map.of("window_id", id, "sink", MARKS.of(sink), "sha256", content, "delivered_at", clock)));
        deliveries.put(id, toThem);
        set(id, "state", Entry.DELIVERED, "due_at", null, "sha256", content, "failures", 0, "postponed", 0, "reason",
                null);
    }

    /** Everything that is owed is delivered. */
    void deliverAll() {
        windows.keySet().stream().filter(id -> windows.get(id).get("due_at") != null).toList()
                .forEach(id -> deliver(id, "content"));
    }

    /** What is delivered and was owed last is forgotten. */
    void forget(String id) {
        windows.remove(id);
        deliveries.remove(id);
    }

    Entry entry(String id) {
        return entry(id, windows.get(id));
    }

    private Entry entry(String id, Map<String, Object> row) {
        return new Entry(row, deliveries.getOrDefault(id, List.of()));
    }

    Stream<Entry> entries() {
        return windows.entrySet().stream().map(window -> entry(window.getKey(), window.getValue()));
    }

    List<String> ids() {
        return List.copyOf(windows.keySet());
    }

    /** The days of a window of this series, as its id. */
    String id(String days) {
        return name() + "/" + days.replace("..", "_");
    }

    private String name() {
        return "ba/team-" + team + "/weekly";
    }

    Optional<Coverage> coverage() {
        return coverage;
    }

    Map<String, Integer> entered() {
        return Map.copyOf(entered);
    }
}
