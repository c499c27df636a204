package io.seiexport.routes;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.seiexport.plan.Export;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;

class ExportPlanTest extends RouteTest {
    private static final String WINDOW_OF_1 = "ba/team-1/weekly/2026-04-01_2026-04-30";

    @Test
    void each_scope_is_one_window_in_the_order_of_the_settings() throws Exception {
        start(Map.of("export.productivity.scopes", "team:9,tree:B,tree:B/team:9,tree:A"));
        nobodyWorks();

        ring("productivity");

        assertThat(ends.queued()).map(export -> export.scope().toString())
                .containsExactly("team:9", "tree:B", "tree:B/team:9", "tree:A");
    }

    @Test
    void what_is_owed_knows_all_that_its_export_needs() throws Exception {
        start(Map.of("export.sprint.scopes", "team:9", "export.sprint.sinks", "direct:sink-file,mock:other"));
        nobodyWorks();

        ring("sprint");

        var export = ends.queued().get(0);
        assertThat(export.domain()).isEqualTo("sprint");
        assertThat(export.paths()).containsExactly("sprint", "sprints");
        assertThat(export.sinks()).containsExactly("direct:sink-file", "mock:other");
        assertThat(export.name()).isEqualTo("sprint/team-9/sprint/2026-04-01_2026-04-30");
        assertThat(export.request()).startsWith("{\"scope\":{\"teamId\":\"9\"},");
    }

    @Test
    void a_second_tick_owes_nothing_twice() throws Exception {
        start(Map.of("export.ba.scopes", "team:1,team:2"));
        nobodyWorks();

        ring("ba");
        ring("ba");

        assertThat(windows()).isEqualTo("2");
    }

    @Test
    void a_tick_owes_anew_what_has_ended_and_not_what_is_under_way() throws Exception {
        start(Map.of("export.ba.scopes", "team:1,team:2"));
        sandbox().faults().next(Call.CREATE, Fault.neverReady().forTeam("2"));
        ring("ba");
        ends.await(1);
        await().until(() -> sandbox().count(Call.CREATE, "ba") == 2);

        ring("ba");

        assertThat(ends.await(2).closed()).containsExactly(WINDOW_OF_1, WINDOW_OF_1);
        assertThat(sandbox().count(Call.CREATE, "ba")).isEqualTo(3);
    }

    @Test
    void what_is_under_way_in_one_window_or_domain_does_not_hold_up_another() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "export.ba.window", "day", "export.sprint.scopes", "team:1"));
        nobodyWorks();

        ring("ba");
        ring("ba", NOW.plus(1, DAYS));
        ring("sprint");

        assertThat(ends.queued()).map(Export::toString).containsExactly(
                "ba team:1 2026-05-13..2026-05-13",
                "ba team:1 2026-05-14..2026-05-14",
                "sprint team:1 2026-04-01..2026-04-30");
    }

    @Test
    void nothing_is_owed_while_the_only_window_is_open() throws Exception {
        start(Map.of("export.ba.window", "fixed:2026-05-01..2026-05-15"));
        nobodyWorks();

        ring("ba");

        assertThat(ends.queued()).isEmpty();
        assertThat(windows()).isEqualTo("0");
    }

    @Test
    void the_zone_of_the_settings_decides_when_a_day_is_over() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "export.ba.window", "day", "export.ba.closing-lag", "PT0S",
                "export.zone", "Pacific/Auckland"));
        nobodyWorks();

        ring("ba");

        assertThat(ends.queued()).map(Export::toString).containsExactly("ba team:1 2026-05-15..2026-05-15");
    }

    @Test
    void more_than_may_be_in_flight_wait_for_their_turn() throws Exception {
        start(Map.of("export.ba.scopes", teams(12), "export.max-in-flight", "1"));

        ring("ba");

        assertThat(ends.await(12).delivered()).hasSize(12);
    }

    @Test
    void the_clock_does_not_wait_for_the_exports() throws Exception {
        start(Map.of("export.ba.scopes", teams(30)));
        sandbox().faults().next(Call.CREATE, Fault.neverReady()).forEver();

        ring("ba");

        await().until(() -> sandbox().count(Call.CREATE, "ba") == 20);
        assertThat(ends.queued()).hasSize(30);
    }

    private static String teams(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(team -> "team:" + team).collect(Collectors.joining(","));
    }

    /** What is owed stays so. */
    private void nobodyWorks() throws Exception {
        context().getRouteController().stopRoute("work");
    }

    private String windows() throws SQLException {
        return inLedger("select count(*) from sei_window where state = 'owed'");
    }
}
