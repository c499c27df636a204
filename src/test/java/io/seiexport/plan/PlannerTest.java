package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.seiexport.settings.Findings;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.support.CamelWith;
import io.seiexport.support.SettingsOf;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
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
            Map.entry("export.new-sinks-owe", "false"),
            Map.entry("export.sprint.settle", "0"),
            Map.entry("export.sprint.new-teams-since", "false"),
            Map.entry("export.sprint.closing-lag", "P1D"),
            Map.entry("export.sprint.granularity", "SPRINT"),
            Map.entry("export.sprint.transform-format", "csv"),
            Map.entry("export.sprint.sinks", "direct:sink-file, direct:sink-s3")));

    /** The teams that the key can see, if they were read. */
    private TeamList seen;

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
                + "for example team:456, tree:Engineering or teams:*",
        "export.sprint.scopes      | team:1,tree:A,team:1 | export.sprint.scopes = team:1: this scope is listed twice",
        "export.sprint.scopes      | tree: A,tree:A      | export.sprint.scopes = tree:A: this scope is listed twice",
        "export.sprint.scopes      | team:1,Engineering  | export.sprint.scopes = Engineering: a scope is team:ID, "
                + "tree:NAME, tree:NAME/team:ID, tree:NAME/manager:NAME, teams:* or teams:NAME",
        "export.sprint.sinks       | ,                   | export.sprint.sinks is missing: where the files go, "
                + "for example direct:sink-file",
        "export.sprint.window      |                     | export.sprint.window is missing: the days to export, for "
                + "example month",
        "export.sprint.granularity |                     | export.sprint.granularity is missing: the reporting "
                + "interval of the rows",
        "export.sprint.closing-lag | soon                | export.sprint.closing-lag = soon: use a duration such as "
                + "P1D or P2W (calendar days) or PT6H or 6h (hours)",
        "sei.org                   |                     | sei.org is missing: the identifier of the Harness "
                + "organization"})
    void a_wrong_setting_is_refused(String key, String value, String sentence) {
        settings.put(key, value == null ? "" : value);

        assertThatThrownBy(this::owed).isInstanceOf(SettingException.class).hasMessage(sentence);
    }

    @Test
    void all_that_is_wrong_with_a_domain_is_said_at_once() {
        settings.putAll(Map.of("export.sprint.scopes", "", "export.sprint.settle", "-1", "export.sprint.since",
                "soon"));

        assertThatThrownBy(this::owed).isInstanceOf(SettingException.class).hasMessage("""
                export.sprint.scopes is missing: whose metrics to export, for example team:456, tree:Engineering \
                or teams:*
                export.sprint.since = soon: use a day such as 2026-01-31
                export.sprint.settle = -1: use a whole number, 0 or more""");
    }

    @Test
    void a_zone_that_nobody_knows_is_refused() {
        settings.put("export.zone", "Middle/Earth");
        var given = SettingsOf.orDefaults(settings);

        PlanSettings.read(given);

        assertThat(given.sentences())
                .containsExactly("export.zone = Middle/Earth: use a time zone such as UTC or Europe/Berlin");
    }

    @Test
    void a_body_that_is_no_domain_is_refused() throws IOException {
        var exchange = exchange(Map.of("asOf", NOW));
        exchange.getMessage().setBody("sprint");

        assertThatThrownBy(() -> planner().series(exchange)).isInstanceOf(SettingException.class).hasMessage(
                "export-plan needs a domain as its body, which a route sets by ${ref:domain-...}");
    }

    @Test
    void a_command_refuses_to_ask_for_more_than_it_can_hold() throws IOException {
        settings.put("export.sprint.window", "day");
        var exchange = exchange(Map.of("selection", new PlanRequest(NOW, Optional.empty(),
                Optional.of(LocalDate.parse("1980-01-01")), Optional.empty(), false)));

        assertThatThrownBy(() -> planner().series(exchange)).isInstanceOf(SettingException.class)
                .hasMessage("sprint has more "
                + "windows in these days than the 20000 exports that can be requested at once; split the range");
    }

    @Test
    void a_clock_writes_down_however_many_are_owed() throws IOException {
        settings.put("export.sprint.window", "day");
        settings.put("export.sprint.since", "1970-01-01");

        assertThat(dues(exchange(Map.of("selection", PlanRequest.of(NOW)))).size()).isGreaterThan(20_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "export.sprint.since  | 0026-01-01                    | export.sprint.since = 0026-01-01: use a day from "
                + "1970-01-01 to ten years ahead",
        "export.sprint.window | fixed:2026-01-01..9999-12-31  | export.sprint.window = fixed:2026-01-01..9999-12-31: "
                + "9999-12-31 is not a date from 1970-01-01 to ten years ahead",
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
                + "team:\ufffd: it holds half of a surrogate pair, which cannot be printed");
    }

    @Test
    void a_comma_within_the_name_of_a_tree_stands_in_double_quotes() throws IOException {
        settings.put("export.sprint.scopes", "\"tree:Eng, Ops\", tree:\"Dev, QA\"");

        assertThat(owed()).map(Export::scope).containsExactly(new Scope("Eng, Ops", ""), new Scope("Dev, QA", ""));
    }

    @Test
    void what_the_ledger_has_read_decides_what_is_owed() throws IOException {
        settings.put("export.sprint.since", "2026-03-01");
        settings.put("export.sprint.scopes", "team:456");
        var known = Map.<String, Object>of("covered_from", "2026-03-01", "covered_to", "2026-03-31", "took_millis",
                90_000L);
        var march = Map.<String, Object>of("id", "sprint/team-456/sprint/2026-03-01_2026-03-31", "window_start",
                "2026-03-01",
                "window_end", "2026-03-31", "state", "owed", "why", "new", "due_at", 1L, "reason", "forbidden");

        var dues = dues(exchange(Map.of("selection", PlanRequest.of(NOW), "known", List.of(known), "windows",
                List.of(march))));

        assertThat(dues.owed(true)).map(OwedExport::reason).containsExactly("failed: forbidden", "new");
        assertThat(dues.owed(true)).allSatisfy(owed -> assertThat(owed.usually()).contains(Duration.ofSeconds(90)));
        assertThat(dues.owed(false)).map(owed -> owed.export().name())
                .containsExactly("sprint/team-456/sprint/2026-04-01_2026-04-30");
    }

    @Test
    void what_lacks_a_sink_is_owed_to_those_without_it() throws IOException {
        settings.put("export.sprint.scopes", "team:456");
        settings.put("export.new-sinks-owe", "true");
        var known = Map.<String, Object>of("covered_from", "2026-04-01", "covered_to", "2026-04-30");
        var april = Map.<String, Object>of("id", "sprint/team-456/sprint/2026-04-01_2026-04-30", "window_start",
                "2026-04-01", "window_end", "2026-04-30", "state", "delivered", "why", "new");

        var dues = dues(exchange(Map.of("selection", PlanRequest.of(NOW), "known", List.of(known), "lacking",
                List.of(april))));

        assertThat(dues.owed(true)).map(OwedExport::reason).containsExactly("new sink");
    }

    @ParameterizedTest
    @CsvSource({
        "0, false, '',         9999-12-31",
        "2, false, '',         2026-03-31",
        "2, false, 2026-02-10, 2026-02-10",
        "2, false, 2026-04-10, 2026-03-31",
        "0, true,  '',         2026-04-30"})
    void only_rows_that_may_be_owed_are_read(int settle, boolean force, String from, String day) throws IOException {
        settings.put("export.sprint.settle", String.valueOf(settle));
        settings.put("export.sprint.scopes", "team:456");
        var known = Map.<String, Object>of("covered_from", "2020-01-01", "covered_to", "2026-04-30");
        var first = Optional.of(from).filter(text -> !text.isEmpty()).map(LocalDate::parse);
        var exchange = exchange(Map.of("known", List.of(known),
                "selection", new PlanRequest(NOW, Optional.empty(), first, Optional.empty(), force)));
        exchange.getMessage().setBody(planner().series(exchange).get(0));

        assertThat(planner().readFrom(exchange)).isEqualTo(day);
    }

    @Test
    void what_is_to_be_entered_is_read_since_a_person_may_have_asked_for_it() throws IOException {
        settings.put("export.sprint.scopes", "team:456");
        var exchange = exchange(Map.of("selection", PlanRequest.of(NOW)));
        exchange.getMessage().setBody(planner().series(exchange).get(0));

        assertThat(planner().readFrom(exchange)).isEqualTo("2026-04-30");
    }

    @Test
    void what_is_read_of_a_series_is_also_what_its_dues_leave_in_the_ledger() throws IOException {
        settings.put("export.sprint.scopes", "team:456");
        var exchange = exchange(Map.of("selection", PlanRequest.of(NOW)));
        exchange.getMessage().setBody(dues(exchange));

        assertThat(planner().readFrom(exchange)).isEqualTo("2026-04-30");
    }

    @Test
    void the_sinks_are_looked_for_by_what_the_ledger_calls_them() throws IOException {
        settings.put("export.sprint.sinks", "direct:sink-file, sftp://me:swordfish@host/x?password=swordfish");
        var exchange = exchange(Map.of("selection", PlanRequest.of(NOW)));
        exchange.getMessage().setBody(planner().series(exchange).get(0));

        assertThat(planner().sinkMarks(exchange)).startsWith("[{\"sink\":\"direct:sink-file\"},{\"sink\":\"sftp:")
                .doesNotContain("swordfish");
    }

    @Test
    void a_clock_wakes_what_was_set_aside_and_a_command_all_that_waits() throws IOException {
        settings.put("export.sprint.scopes", "team:456");
        var known = Map.<String, Object>of("covered_from", "2026-04-01", "covered_to", "2026-04-30");
        var april = Map.<String, Object>of("id", "sprint/team-456/sprint/2026-04-01_2026-04-30", "window_start",
                "2026-04-01", "window_end", "2026-04-30", "state", "owed", "why", "new", "due_at", Long.MAX_VALUE);
        var exchange = exchange(Map.of("selection", PlanRequest.of(NOW), "known", List.of(known), "windows",
                List.of(april)));
        exchange.getMessage().setBody(dues(exchange));

        assertThat(planner().waking(exchange)).isEqualTo("[]");
        settings.put(RunMode.BY_HAND, "true");
        assertThat(planner().waking(exchange)).isEqualTo("[{\"id\":\"sprint/team-456/sprint/2026-04-01_2026-04-30\"}]");
    }

    @Test
    void the_tick_of_a_clock_is_the_moment_that_it_was_set_for() throws IOException {
        var exchange = exchange(Map.of());
        exchange.getMessage().setHeader("scheduledFireTime", Date.from(NOW));

        assertThat(dues(exchange).tick()).isEqualTo(NOW.toEpochMilli());
        assertThat(dues(exchange(Map.of())).tick()).isNull();
    }

    @Test
    void without_a_moment_of_its_own_a_route_asks_for_now() throws IOException {
        settings.put("export.sprint.window", "trailing:1d");
        settings.put("export.sprint.closing-lag", "PT0S");

        var before = owed(Instant.now());
        var exports = dues(exchange(Map.of())).owed(true).stream().map(OwedExport::export).map(Export::window).toList();

        assertThat(exports).isIn(List.of(before, owed(Instant.now())).stream()
                .map(owed -> List.of(owed.get(0).window())).toList());
    }

    @Test
    void a_window_closes_when_its_days_and_the_lag_are_over_in_the_zone() throws IOException {
        settings.put("export.zone", "America/New_York");

        assertThat(planner().closes(owed().get(0))).isEqualTo("2026-05-02T04:00:00Z");
    }

    private List<Export> owed() throws IOException {
        return owed(NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-01T12:00:00Z, 2026-05-15",
        "2026-05-15T12:00:00Z, 2026-05-15",
        "2026-06-01T12:00:00Z, 2026-06-01"})
    void a_look_from_an_earlier_day_finds_the_snapshot_of_today(Instant asOf, LocalDate day) throws IOException {
        settings.put("export.developers.sinks", "direct:sink-file");
        settings.put("export.developers.transform-format", "csv");

        assertThat(planner(InstantSource.fixed(NOW)).series(DeclaredDomain.of("developers"), asOf))
                .map(Series::last).containsExactly(Optional.of(new Window(day, day)));
    }

    /** What the first tick of all finds. */
    private List<Export> owed(Instant now) throws IOException {
        var exchange = exchange(Map.of("selection", PlanRequest.of(now)));
        return planner().series(exchange).stream().flatMap(series -> {
            exchange.getMessage().setBody(series);
            return planner().dues(exchange).owed(true).stream();
        }).map(OwedExport::export).toList();
    }

    /** Of the first scope. */
    private Dues dues(Exchange exchange) {
        exchange.getMessage().setBody(planner().series(exchange).get(0));
        return planner().dues(exchange);
    }

    /** As the route of the domain sends it. */
    private Exchange exchange(Map<String, ?> variables) throws IOException {
        var exchange = new DefaultExchange(CamelWith.settings(settings));
        variables.forEach(exchange::setVariable);
        exchange.getMessage().setBody(DeclaredDomain.of("sprint"));
        return exchange;
    }

    private Planner planner() {
        return planner(InstantSource.system());
    }

    private Planner planner(InstantSource clock) {
        var given = SettingsOf.orDefaults(settings);
        var all = SettingsOf.values(settings);
        return new Planner(null, all, PlanSettings.read(given), RunMode.of(all), new SinkMarks(all), teams(given),
                clock);
    }

    private Teams teams(Findings given) {
        var teams = Teams.read(given, new RunMode(true, false), new Secrets(), InstantSource.system());
        if (seen != null) {
            var exchange = new DefaultExchange(new DefaultCamelContext());
            exchange.getMessage().setBody(seen);
            teams.adopt(exchange);
        }
        return teams;
    }

    @Test
    void a_scope_of_all_teams_is_a_series_for_each_leaf_team() throws IOException {
        settings.put("export.sprint.scopes", "teams:*");
        seen = list(team("1", "Root", false, false), team("2", "Web", true, false), team("3", "Data", true, false));

        assertThat(owed()).map(Export::name).containsExactly("sprint/team-2/sprint/2026-04-01_2026-04-30",
                "sprint/team-3/sprint/2026-04-01_2026-04-30");
    }

    @Test
    void a_team_that_a_scope_names_is_no_second_series() throws IOException {
        settings.put("export.sprint.scopes", "teams:*, team:3");
        seen = list(team("2", "Web", true, false), team("3", "Data", true, false));

        assertThat(owed()).map(export -> export.scope().toString()).containsExactly("team:3", "team:2");
    }

    @Test
    void a_team_that_came_late_owes_nothing_from_before() throws IOException {
        settings.put("export.sprint.scopes", "teams:*");
        settings.put("export.sprint.since", "2026-03-01");
        seen = list(team("2", "Web", true, false), team("3", "Data", true, true));

        assertThat(owed()).map(Export::name).containsExactly("sprint/team-2/sprint/2026-03-01_2026-03-31",
                "sprint/team-2/sprint/2026-04-01_2026-04-30", "sprint/team-3/sprint/2026-04-01_2026-04-30");
    }

    @Test
    void a_team_that_came_late_owes_what_the_others_do_if_that_is_set() throws IOException {
        settings.put("export.sprint.scopes", "teams:*");
        settings.put("export.sprint.since", "2026-03-01");
        settings.put("export.sprint.new-teams-since", "true");
        seen = list(team("3", "Data", true, true));

        assertThat(owed()).map(Export::name).containsExactly("sprint/team-3/sprint/2026-03-01_2026-03-31",
                "sprint/team-3/sprint/2026-04-01_2026-04-30");
    }

    @Test
    void a_scope_of_all_teams_owes_nothing_before_they_are_known() throws IOException {
        settings.put("export.sprint.scopes", "teams:*");

        assertThat(owed()).isEmpty();
    }

    private static TeamList list(Team... teams) {
        return new TeamList(List.of(new TeamTree("7", "Engineering", List.of(teams))));
    }

    private static Team team(String id, String name, boolean leaf, boolean late) {
        return new Team(id, name, "", leaf, 1, late);
    }
}
