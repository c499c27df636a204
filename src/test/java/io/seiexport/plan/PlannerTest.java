package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.ledger.Entries;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.support.CamelWith;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");

    private final Map<String, String> settings = new HashMap<>(Map.ofEntries(
            Map.entry("sei.org", "Acme"),
            Map.entry("sei.project", "Metrics"),
            Map.entry("export.zone", "UTC"),
            Map.entry("export.sprint.scopes", "team:456, tree:Engineering"),
            Map.entry("export.sprint.window", "month"),
            Map.entry("export.max-per-tick", "200"),
            Map.entry("export.new-sinks-owe", "false"),
            Map.entry("export.sprint.settle", "0"),
            Map.entry("export.sprint.closing-lag", "P1D"),
            Map.entry("export.sprint.granularity", "SPRINT"),
            Map.entry("export.sprint.sinks", "direct:sink-file, direct:sink-s3")));

    @Test
    void each_scope_is_an_export_of_its_own() throws IOException {
        assertThat(owed()).map(Export::name).containsExactly(
                "sprint/team-456/sprint/2026-04-01_2026-04-30",
                "sprint/tree-Engineering/sprint/2026-04-01_2026-04-30");
    }

    @Test
    void an_export_knows_its_paths_its_request_and_its_sinks() throws IOException {
        var export = owed().get(0);

        assertThat(export.domain()).isEqualTo("sprint");
        assertThat(export.paths()).containsExactly("sprint", "sprints");
        assertThat(export.sinks()).containsExactly("direct:sink-file", "direct:sink-s3");
        assertThat(export.request()).isEqualTo("{\"scope\":{\"teamId\":\"456\"},"
                + "\"dateRange\":{\"start\":\"2026-04-01\",\"end\":\"2026-04-30\"},"
                + "\"options\":{\"granularity\":\"SPRINT\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "UTC,              P1D,   2026-05-01T23:59:59Z, 2026-03-01..2026-03-31",
        "UTC,              P1D,   2026-05-02T00:00:00Z, 2026-04-01..2026-04-30",
        "UTC,              PT0S,  2026-05-01T00:00:00Z, 2026-04-01..2026-04-30",
        "Europe/Berlin,    P1D,   2026-05-01T22:00:00Z, 2026-04-01..2026-04-30",
        "America/New_York, 6h,    2026-05-01T09:59:59Z, 2026-03-01..2026-03-31",
        "America/New_York, 6h,    2026-05-01T10:00:00Z, 2026-04-01..2026-04-30"})
    void zone_and_lag_say_when_a_window_is_owed(String zone, String lag, Instant now, String window)
            throws IOException {
        settings.put("export.zone", zone);
        settings.put("export.sprint.closing-lag", lag);

        assertThat(owed(now)).map(export -> export.window().toString()).containsOnly(window);
    }

    @Test
    void a_fixed_window_that_is_still_open_owes_nothing() throws IOException {
        settings.put("export.sprint.window", "fixed:2026-05-01..2026-05-31");

        assertThat(owed()).isEmpty();
        assertThat(owed(Instant.parse("2026-06-02T00:00:00Z"))).hasSize(2);
    }

    @Test
    void a_wrong_setting_shows_even_while_the_window_is_still_open() {
        settings.put("export.sprint.window", "fixed:2026-05-01..2026-05-31");
        settings.put("export.sprint.granularity", "hourly");

        assertThatThrownBy(this::owed).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("export.sprint.granularity = hourly: use ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "export.sprint.scopes      |                     | export.sprint.scopes is missing: whose metrics to export, "
                + "for example team:456 or tree:Engineering",
        "export.sprint.scopes      | team:1,tree:A,team:1 | export.sprint.scopes = team:1: this scope stands there "
                + "twice",
        "export.sprint.scopes      | tree: A,tree:A      | export.sprint.scopes = tree:A: this scope stands there "
                + "twice",
        "export.sprint.scopes      | team:1,Engineering  | export.sprint.scopes = Engineering: a scope is team:ID, "
                + "tree:NAME or tree:NAME/team:ID",
        "export.sprint.sinks       | ,                   | export.sprint.sinks is missing: where the files go, "
                + "for example direct:sink-file",
        "export.sprint.window      |                     | export.sprint.window is missing: the days to ask for, "
                + "for example month",
        "export.sprint.granularity |                     | export.sprint.granularity is missing: the reporting "
                + "interval of the rows",
        "export.sprint.closing-lag | soon                | export.sprint.closing-lag = soon: use P1D, P2W, PT6H or 6h",
        "export.zone               | Middle/Earth        | export.zone = Middle/Earth: use a time zone such as UTC or "
                + "Europe/Berlin",
        "sei.org                   |                     | sei.org is missing: the identifier of the Harness "
                + "organization"})
    void a_wrong_setting_is_refused(String key, String value, String sentence) {
        settings.put(key, value == null ? "" : value);

        assertThatThrownBy(this::owed).isInstanceOf(SettingException.class).hasMessage(sentence);
    }

    @Test
    void a_command_refuses_to_ask_for_more_than_it_can_hold() {
        settings.put(Settings.BY_HAND, "true");
        settings.put("export.sprint.window", "day");
        settings.put("export.sprint.since", "1970-01-01");

        assertThatThrownBy(this::owed).isInstanceOf(SettingException.class).hasMessage("sprint owes more than the 20000 "
                + "exports that can be asked for at once; let export.sprint.since or the days of a backfill begin "
                + "later, or go on in parts");
    }

    @Test
    void a_clock_takes_the_fairest_of_however_many() throws IOException {
        settings.put("export.sprint.window", "day");
        settings.put("export.sprint.since", "1970-01-01");
        settings.put("export.max-per-tick", "3");

        assertThat(owed()).map(Export::name).containsExactly("sprint/team-456/sprint/1970-01-01_1970-01-01",
                "sprint/tree-Engineering/sprint/1970-01-01_1970-01-01", "sprint/team-456/sprint/1970-01-02_1970-01-02");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "export.sprint.since  | 0026-01-01                    | export.sprint.since = 0026-01-01: use a day from "
                + "1970-01-01 to ten years ahead",
        "export.sprint.window | fixed:2026-01-01..9999-12-31  | export.sprint.window = fixed:2026-01-01..9999-12-31: "
                + "9999-12-31 is no day from 1970-01-01 to ten years ahead",
        "export.sprint.closing-lag | P999999999Y              | export.sprint.closing-lag = P999999999Y: use ten years "
                + "at most"})
    void what_is_far_away_is_refused(String key, String value, String sentence) {
        settings.put(key, value);

        assertThatThrownBy(this::owed).isInstanceOf(SettingException.class).hasMessage(sentence);
    }

    @Test
    void a_scope_that_nobody_can_write_down_is_refused() {
        settings.put("export.sprint.scopes", "team:" + "x".repeat(2000));
        assertThatThrownBy(this::owed).isInstanceOf(SettingException.class).hasMessage("export.sprint.scopes = team:"
                + "x".repeat(55) + "\u2026: a scope has 2000 characters at most");

        settings.put("export.sprint.scopes", "team:\ud800");
        assertThatThrownBy(this::owed).isInstanceOf(SettingException.class).hasMessage("export.sprint.scopes = "
                + "team:\ufffd: it holds half of a pair of characters, which nobody can print");
    }

    @Test
    void a_comma_within_the_name_of_a_tree_stands_in_double_quotes() throws IOException {
        settings.put("export.sprint.scopes", "\"tree:Eng, Ops\", tree:\"Dev, QA\"");

        assertThat(owed()).map(Export::scope).containsExactly(new Scope("Eng, Ops", ""), new Scope("Dev, QA", ""));
    }

    @Test
    void a_route_asks_with_its_variables_and_body() throws IOException {
        var planner = planner();
        var exchange = new DefaultExchange(planner.getCamelContext());
        exchange.setVariable("domain", "sprint");
        exchange.setVariable("windows", List.of());
        exchange.setVariable("deliveries", List.of());
        exchange.setVariable("paths", RouteQuestion.paths("sprint"));
        exchange.setVariable("asOf", NOW);
        exchange.getMessage().setBody(RouteQuestion.of("sprint"));

        assertThat(planner.owed(exchange)).map(Owed::export).isEqualTo(owed());
    }

    @Test
    void without_a_moment_of_its_own_a_route_asks_for_now() throws IOException {
        settings.put("export.sprint.window", "trailing:1d");
        settings.put("export.sprint.closing-lag", "PT0S");
        var planner = planner();
        var exchange = new DefaultExchange(planner.getCamelContext());
        exchange.setVariable("domain", "sprint");
        exchange.setVariable("paths", "sprint");
        exchange.setVariable("windows", List.of());
        exchange.setVariable("deliveries", List.of());
        exchange.getMessage().setBody(RouteQuestion.of("sprint"));

        var before = owed(Instant.now());
        var exports = planner.owed(exchange);

        assertThat(exports).map(owed -> owed.export().window())
                .isIn(List.of(before, owed(Instant.now())).stream()
                        .map(owed -> owed.stream().map(Export::window).toList()).toList());
    }

    private List<Export> owed() throws IOException {
        return owed(NOW);
    }

    private List<Export> owed(Instant now) throws IOException {
        return planner().owed("sprint", RouteQuestion.paths("sprint"), RouteQuestion.of("sprint"), Ask.of(now),
                Entries.NONE).stream().map(Owed::export).toList();
    }

    private Planner planner() {
        var planner = new Planner();
        planner.setCamelContext(CamelWith.settings(settings));
        return planner;
    }
}
