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

import io.seiexport.ledger.Coverage;
import io.seiexport.ledger.Hold;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.settings.Project;
import io.seiexport.settings.Settings;
import io.seiexport.support.SettingsOf;

/** The series ba of team 1 and the rows that a ledger has of it, for what is chosen and explained of them. */
final class Line {
    static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    static final String SINK = "direct:sink-file";
    private static final Map<String, String> SETTINGS = Map.of("export.zone", "UTC", "export.ba.closing-lag", "P1D",
            "ledger.keep", "400d");
    private static final String TEMPLATE = "{\"dateRange\": {\"start\": \"{start}\", \"end\": \"{end}\"}}";

    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<Map<String, Object>> attempts = new ArrayList<>();
    private final List<Map<String, Object>> deliveries = new ArrayList<>();
    private Project project = Project.ONLY;
    private String rule = "month";
    private Optional<LocalDate> since = Optional.empty();
    private Optional<Coverage> coverage = Optional.empty();
    private int settle;
    private int mostInFlight = 20;
    private Scope scope = new Scope("", "1");

    Line rule(String text) {
        rule = text;
        return this;
    }

    Line since(String day) {
        since = Optional.of(LocalDate.parse(day));
        return this;
    }

    Line settle(int count) {
        settle = count;
        return this;
    }

    Line mostInFlight(int exports) {
        mostInFlight = exports;
        return this;
    }

    Line scope(String kind, String name) {
        scope = Scope.parse("export.ba.scopes", kind + ":" + name);
        return this;
    }

    /** One of several projects. */
    Line of(String name) {
        project = new Project(name);
        return this;
    }

    Line entered(String from, String to) {
        coverage = Optional.of(new Coverage(LocalDate.parse(from), LocalDate.parse(to)));
        return this;
    }

    /** A row for a month of 2026; columns are names and values. */
    Line row(int month, String state, Object... columns) {
        var window = month(month);
        var row = new HashMap<String, Object>(Map.of("id", id(month), "series", "ba/team-1/weekly", "domain", "ba",
                "scope", "team:1", "granularity", "weekly", "window_start", window.start().toString(), "window_end",
                window.end().toString(), "state", state, "why", "missed", "owed_at", at("2026-05-02T05:00:00Z")));
        row.put("read_at", NOW.toEpochMilli());
        for (var i = 0; i < columns.length; i += 2) {
            row.put(columns[i].toString(), columns[i + 1]);
        }
        rows.add(row);
        return this;
    }

    Line attempt(int month, String at, String reason) {
        attempts.add(Map.of("window_id", id(month), "failed_at", at(at), "reason", reason, "sentence", "it failed"));
        return this;
    }

    Line delivery(int month, String sink, String at, String sha256) {
        deliveries.add(Map.of("window_id", id(month), "sink", sink, "sha256", sha256, "delivered_at", at(at)));
        return this;
    }

    static long at(String moment) {
        return Instant.parse(moment).toEpochMilli();
    }

    static Window month(int month) {
        var first = LocalDate.of(2026, month, 1);
        return new Window(first, first.plusMonths(1).minusDays(1));
    }

    static String id(int month) {
        return "ba/team-1/weekly/" + month(month).start() + "_" + month(month).end();
    }

    Settings settings() {
        var all = new HashMap<>(SETTINGS);
        all.put("export.ba.window", rule);
        all.put("export.max-in-flight", String.valueOf(mostInFlight));
        return SettingsOf.values(all);
    }

    Series series() {
        var parsed = WindowRule.parse("export.ba.window", rule);
        return new Series("ba", List.of("ba"), scope, "weekly",
                new RequestTemplate(DeclaredDomain.asking("ba", TEMPLATE), settings()), parsed,
                WindowRule.lastClosedDay(NOW, ZoneOffset.UTC, Period.ofDays(1)),
                parsed.lastClosed(NOW, ZoneOffset.UTC, Period.ofDays(1)), since, settle, false, List.of(SINK),
                Format.CSV, project);
    }

    Debts debts(PlanRequest ask) {
        return new Debts(series(), ask, coverage, past().stream().map(WindowHistory::entry).toList(), List.of());
    }

    private List<WindowHistory> past() {
        return WindowHistory.of(rows, attempts, deliveries);
    }

    /** What is said of a month of 2026. */
    List<String> explained(int month, Hold... holds) {
        return explained(month(month), holds);
    }

    List<String> explained(Window window, Hold... holds) {
        var debts = debts(PlanRequest.of(NOW));
        var explanation = new WindowReasons(settings(), List.of(holds)).of(debts, window,
                debts.all().stream().filter(debt -> debt.window().equals(window)).findFirst(),
                past().stream().filter(one -> one.entry().start().equals(window.start())).findFirst());
        var said = new ArrayList<>(List.of(explanation.owed() ? "owed" : "not owed"));
        said.addAll(explanation.sentences());
        return said;
    }

    List<String> explainedAsOrphan(int month, String why) {
        return new WindowReasons(settings(), List.of()).ofOrphan(past().stream()
                .filter(one -> one.entry().id().equals(id(month))).findFirst().orElseThrow(), why).sentences();
    }

    List<String> explainedAsUnknown(String id) {
        return new Explainer(null, settings(), Chosen.ALL, List.of()).ofUnknown(Sought.parse(id), List.of(series()))
                .sentences();
    }
}
