package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.plan.Export;
import io.seiexport.plan.PlanRequest;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.SettingException;
import io.seiexport.support.LogLines;

/** Scopes that stand for the teams that the key can see: the list is read, kept, and followed as it changes. */
class TeamsTest extends RouteTest {
    private static final Instant A_MONTH_LATER = Instant.parse("2026-06-15T12:00:00Z");
    private static final List<String> ALL = List.of("team:101", "team:102", "team:103", "team:104", "team:201",
            "team:301");

    @Test
    void every_leaf_team_of_every_tree_is_exported_once_under_its_id() throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "team:104,teams:*")));

        tick("ba", NOW);
        ends.await();

        assertThat(filesIn(data())).filteredOn(file -> file.endsWith(".csv")).containsExactlyElementsOf(ALL.stream()
                .map(team -> "ba/" + team.replace(':', '-') + "/weekly/2026-04-01_2026-04-30.csv").toList());
    }

    @Test
    void only_the_teams_of_a_tree_that_the_patterns_leave_are_owed() throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:Engineering", "export.ba.teams-include", "*team*,*EU*",
                "export.ba.teams-exclude", "check*")));
        nobodyWorks();

        tick("ba", NOW);

        assertThat(queued()).containsExactly("team:101", "team:102");
    }

    @Test
    void one_reading_serves_all_domains_and_those_who_start_later() throws Exception {
        var settings = Map.of("export.ba.scopes", "teams:*", "export.sprint.scopes", "teams:Product");
        start(settings);
        nobodyWorks();
        tick("ba", NOW);
        tick("sprint", NOW);
        startAgain(settings);
        nobodyWorks();

        tick("ba", NOW);

        assertThat(queued()).containsAll(ALL);
        assertThat(sandbox().count(Call.TREES)).isEqualTo(1);
        assertThat(sandbox().count(Call.TEAMS)).isEqualTo(3);
    }

    @Test
    void domains_that_tick_at_the_same_time_read_the_teams_once() throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:*", "export.sprint.scopes", "teams:*")));
        nobodyWorks();
        sandbox().faults().next(Call.TREES, Fault.delay(Duration.ofMillis(300)));

        var other = new FutureTask<>(() -> {
            tick("sprint", NOW);
            return true;
        });
        new Thread(other).start();
        tick("ba", NOW);
        other.get();

        assertThat(windows()).isEqualTo("12");
        assertThat(sandbox().count(Call.TREES)).isEqualTo(1);
    }

    @Test
    void a_list_that_is_older_than_its_time_is_read_anew() throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:*", "sei.teams-cache", "0s")));
        nobodyWorks();
        tick("ba", NOW);
        sandbox().orgTrees().add("Product", 202, "Newcomers");

        tick("ba", NOW);

        assertThat(windows()).isEqualTo("7");
    }

    @Test
    void a_team_that_came_late_owes_nothing_from_before_the_last_closed_window() throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:Product", "export.ba.since", "2026-02-01",
                "sei.teams-cache", "0s")));
        nobodyWorks();
        tick("ba", NOW);
        sandbox().orgTrees().add("Product", 202, "Newcomers");

        tick("ba", NOW);
        tick("ba", A_MONTH_LATER);

        assertThat(windowsOf("team:201")).isEqualTo("4");
        assertThat(windowsOf("team:202")).isEqualTo("2");
    }

    @Test
    void what_is_owed_of_a_team_that_is_gone_is_set_aside_and_taken_up_when_it_is_back() throws Exception {
        try (var log = LogLines.of("io.seiexport.plan")) {
            start(onTheClock(Map.of("export.ba.scopes", "teams:Product", "export.ba.metric-groups", "CATEGORIZED",
                    "sei.teams-cache", "0s")));
            nobodyWorks();
            tick("ba", NOW);
            sandbox().orgTrees().remove("201");
            tick("ba", NOW);
            tick("ba", NOW);
            context().getRouteController().startRoute("work");

            ends.await(2);
            assertThat(ends.delivered().keySet()).map(Export::toString)
                    .containsExactly("ba team:104 2026-04-01..2026-04-30");
            assertThat(inLedger("select state from sei_window where scope = 'team:201' and due_at is null "
                    + "and reason = 'orphan'")).isEqualTo("owed");
            assertThat(log.lines()).filteredOn(line -> line.contains("Discovery Team (team:201)")
                    && line.contains("gone"))
                    .containsExactly("WARN ba: 1 team that teams:Product stood for is gone; nothing more is owed of it "
                            + "until it is back: Discovery Team (team:201)");

            sandbox().orgTrees().restore("201");
            tick("ba", NOW);

            ends.await(3);
            assertThat(ends.delivered().keySet()).map(Export::toString)
                    .contains("ba team:201 2026-04-01..2026-04-30");
        }
    }

    @ParameterizedTest
    @MethodSource
    void a_list_that_does_not_come_whole_erases_nothing(Call call, Fault fault, String said) throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:*", "sei.teams-cache", "0s", "retry.max-attempts", "1")));
        nobodyWorks();
        tick("ba", NOW);
        sandbox().orgTrees().remove("201");
        sandbox().faults().next(call, fault);

        try (var log = LogLines.of("io.seiexport.plan")) {
            tick("ba", A_MONTH_LATER);

            assertThat(windowsOf("team:201")).isEqualTo("2");
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN The teams could not be read: " + said));
        }
        tick("ba", A_MONTH_LATER.plus(Duration.ofDays(31)));

        assertThat(windowsOf("team:201")).isEqualTo("2");
        assertThat(windowsOf("team:101")).isEqualTo("3");
    }

    static Stream<Arguments> a_list_that_does_not_come_whole_erases_nothing() {
        return Stream.of(
                Arguments.of(Call.TREES, Fault.answer(500, "{}"), "the server answered 500"),
                Arguments.of(Call.TREES, Fault.answer(200, "{\"records\":[],\"totalCount\":0}"),
                        "the server lists no leaf"),
                Arguments.of(Call.TEAMS, Fault.answer(503, "{}"), "the server answered 503"),
                Arguments.of(Call.TEAMS, Fault.answer(200, "{\"refId\":100,\"leaf\":false,\"children\":[]}"),
                        "the server sent no leaf team of the tree Engineering"),
                Arguments.of(Call.TEAMS, Fault.answer(404, "{}"), "the server lists the tree Engineering, but does "
                        + "not know its teams"),
                Arguments.of(Call.TEAMS, Fault.ordinary().cutAfter(40), ""));
    }

    @Test
    void a_call_that_fails_is_attempted_again_before_the_list_counts_as_failed() throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:*")));
        nobodyWorks();
        sandbox().faults().next(Call.TREES, Fault.answer(503, "{}")).times(2);
        sandbox().faults().next(Call.TEAMS, Fault.drop());

        tick("ba", NOW);

        assertThat(windows()).isEqualTo("6");
    }

    @Test
    void a_command_that_knows_no_teams_and_cannot_read_them_ends() throws Exception {
        start(Map.of("export.ba.scopes", "team:101,teams:*"));
        sandbox().faults().next(Call.TREES, Fault.answer(403, "{\"message\":\"not for this key\"}")).forEver();

        assertThatThrownBy(() -> tick("ba", NOW)).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("the teams could not be read, and are not known from before: the server "
                        + "answered 403: not for this key");
        assertThat(ends.queued()).isEmpty();
    }

    @Test
    void a_command_reads_the_teams_once_also_if_it_cannot() throws Exception {
        var settings = Map.of("export.ba.scopes", "teams:*", "export.sprint.scopes", "teams:*",
                "sei.teams-cache", "0s");
        start(settings);
        nobodyWorks();
        tick("ba", NOW);
        tick("sprint", NOW);
        assertThat(sandbox().count(Call.TREES)).isEqualTo(1);

        startAgain(settings);
        nobodyWorks();
        sandbox().faults().next(Call.TREES, Fault.answer(403, "{}")).forEver();
        tick("ba", A_MONTH_LATER);
        tick("sprint", A_MONTH_LATER);

        assertThat(sandbox().count(Call.TREES)).isEqualTo(2);
        assertThat(windows()).isEqualTo("24");
    }

    @Test
    void a_schedule_that_cannot_read_the_teams_exports_what_its_settings_name() throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "team:101,teams:*")));
        sandbox().faults().next(Call.TREES, Fault.answer(403, "{}"));

        tick("ba", NOW);
        ends.await(1);
        tick("ba", NOW);

        assertThat(ends.await(6).delivered().keySet()).map(export -> export.scope().toString())
                .containsExactlyInAnyOrderElementsOf(ALL);
    }

    @ParameterizedTest
    @MethodSource
    void a_server_without_trees_is_asked_for_its_one_list(Call call, Fault fault) throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:Engineering,teams:Product")));
        nobodyWorks();
        sandbox().faults().next(call, fault).forEver();

        tick("ba", NOW);

        assertThat(queued()).containsExactly("team:101", "team:102", "team:103", "team:104", "team:201");
        assertThat(sandbox().count(Call.FLAT)).isEqualTo(1);
    }

    static Stream<Arguments> a_server_without_trees_is_asked_for_its_one_list() {
        return Stream.of(Arguments.of(Call.TREES, Fault.answer(404, "{}")),
                Arguments.of(Call.TREES, Fault.answer(405, "{}")), Arguments.of(Call.TEAMS, Fault.answer(404, "{}")));
    }

    @Test
    void a_node_exports_a_team_that_only_another_node_has_heard_of() throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:Product")));
        tick("ba", NOW);
        ends.await(2);
        sandbox().orgTrees().add("Product", 202, "Newcomers");
        var other = startBeside(onTheClock(Map.of("export.ba.scopes", "teams:Product", "sei.teams-cache", "0s")));
        try {
            other.getCamelContext().getRouteController().stopRoute("work");
            ring(other.getCamelContext(), "ba", PlanRequest.of(NOW));

            ends.await(3);
            assertThat(ends.delivered().keySet()).map(Export::toString)
                    .contains("ba team:202 2026-04-01..2026-04-30");
        } finally {
            other.stop();
        }
    }

    @Test
    void thousands_of_teams_in_many_trees_are_found() throws Exception {
        for (var tree = 1; tree <= 120; tree++) {
            sandbox().orgTrees().addTree(tree * 1000, "Large " + tree, 30);
        }
        start(onTheClock(Map.of("export.ba.scopes", "teams:*", "export.ba.teams-include", "Large 120 *")));
        nobodyWorks();

        tick("ba", NOW);

        assertThat(windows()).isEqualTo("30");
        assertThat(sandbox().count(Call.TREES)).isEqualTo(2);
    }

    @Test
    void a_tree_of_thousands_of_teams_is_read_in_one_answer() throws Exception {
        sandbox().orgTrees().addTree(10_000, "Large", 2000);
        start(onTheClock(Map.of("export.ba.scopes", "teams:Large", "export.ba.teams-include", "Large 2000")));
        nobodyWorks();

        tick("ba", NOW);

        assertThat(queued()).containsExactly("team:12000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]"})
    void a_tree_without_teams_keeps_the_teams_of_no_other_from_being_read(String empty) throws Exception {
        sandbox().faults().next(Call.TREES, Fault.answer(200, "{\"records\":[{\"id\":9,\"name\":\"New\"},"
                + "{\"id\":2,\"name\":\"Product\"}],\"totalCount\":2}"));
        sandbox().faults().next(Call.TEAMS, Fault.answer(200, empty));
        start(onTheClock(Map.of("export.ba.scopes", "teams:*")));
        nobodyWorks();

        tick("ba", NOW);

        assertThat(queued()).containsExactlyInAnyOrder("team:104", "team:201");
    }

    @Test
    void the_teams_that_only_a_variant_stands_for_are_discovered() throws Exception {
        start(onTheClock(Map.of("export.ba.variants", "all,one", "export.ba.scopes", "",
                "export.ba.all.scopes", "teams:Product,teams:Nowhere", "export.ba.one.scopes", "team:101")));
        nobodyWorks();

        try (var log = LogLines.of("io.seiexport.plan")) {
            tick("ba", NOW);

            assertThat(queued()).containsExactlyInAnyOrder("team:101", "team:104", "team:201");
            assertThat(log.lines()).anyMatch(line -> line.startsWith(
                    "WARN export.ba.all.scopes: teams:Nowhere names a tree that this key does not see"));
        }
    }

    @Test
    void the_turn_of_a_node_that_died_while_it_read_the_teams_ends_by_itself() throws Exception {
        anotherNodeReadsTheTeamsFor(1000);

        await().until(() -> {
            tick("ba", NOW);
            return windowsOf("team:202").equals("1");
        });
    }

    @Test
    void a_list_that_was_read_while_the_clock_was_ahead_is_read_anew_when_it_is_right() throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:Product")));
        nobodyWorks();
        tick("ba", NOW);
        changeLedger("update sei_team_list set read_at = (select now from sei_clock) + 2592000000");
        recall();
        sandbox().orgTrees().add("Product", 202, "Newcomers");

        tick("ba", NOW);

        assertThat(windowsOf("team:202")).isEqualTo("1");
    }

    @Test
    @Timeout(120)
    void a_node_that_died_while_it_read_the_teams_with_its_clock_ahead_is_not_waited_for() throws Exception {
        anotherNodeReadsTheTeamsFor(2_592_000_000L);

        tick("ba", NOW);

        assertThat(windowsOf("team:202")).isEqualTo("1");
    }

    /** So it has said, and there is a new one. */
    private void anotherNodeReadsTheTeamsFor(long millis) throws Exception {
        start(onTheClock(Map.of("export.ba.scopes", "teams:Product", "sei.teams-cache", "0s")));
        nobodyWorks();
        tick("ba", NOW);
        changeLedger("update sei_team_list set reading_until = (select now from sei_clock) + " + millis);
        sandbox().orgTrees().add("Product", 202, "Newcomers");
    }

    /** As each start does. */
    private void recall() throws Exception {
        try (var template = context().createProducerTemplate()) {
            assertThat(template.send("direct:ledger-read-teams", exchange -> { }).getException()).isNull();
        }
    }

    /** The programs of these tests know nothing of each other but what the ledger says. */
    private static Map<String, String> onTheClock(Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put(RunMode.BY_HAND, "false");
        return all;
    }

    /** What is owed stays so. */
    private void nobodyWorks() throws Exception {
        context().getRouteController().stopRoute("work");
    }

    private List<String> queued() {
        return ends.queued().stream().map(export -> export.scope().toString()).toList();
    }

    private String windows() throws SQLException {
        return inLedger("select count(*) from sei_window");
    }

    private String windowsOf(String scope) throws SQLException {
        return inLedger("select count(*) from sei_window where scope = '" + scope + "'");
    }
}
