package io.seiexport.routes;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

import io.seiexport.plan.Export;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;

class ExportPlanTest extends RouteTest {

    @Test
    void each_scope_is_one_message_in_the_order_of_the_settings() throws Exception {
        start(Map.of("export.productivity.scopes", "team:9,tree:B,tree:B/team:9,tree:A"));
        replace("export-plan", "queue-export", "mock:queue");

        ring("productivity");

        assertThat(messages()).map(export -> export.scope().toString())
                .containsExactly("team:9", "tree:B", "tree:B/team:9", "tree:A");
    }

    @Test
    void a_message_knows_all_that_its_export_needs() throws Exception {
        start(Map.of("export.sprint.scopes", "team:9", "export.sprint.sinks", "direct:sink-file,mock:other"));
        replace("export-plan", "queue-export", "mock:queue");

        ring("sprint");

        var export = messages().get(0);
        assertThat(export.domain()).isEqualTo("sprint");
        assertThat(export.paths()).containsExactly("sprint", "sprints");
        assertThat(export.sinks()).containsExactly("direct:sink-file", "mock:other");
        assertThat(export.name()).isEqualTo("sprint/team-9/sprint/2026-04-01_2026-04-30");
        assertThat(export.request()).startsWith("{\"scope\":{\"teamId\":\"9\"},");
    }

    @Test
    void a_tick_passes_by_what_is_under_way() throws Exception {
        start(Map.of("export.ba.scopes", "team:1,team:2"));
        replace("export-plan", "queue-export", "mock:queue");

        ring("ba");
        ring("ba");

        assertThat(messages()).hasSize(2);
        assertThat(ends.queued()).hasSize(2);
    }

    @Test
    void a_tick_queues_anew_what_has_ended() throws Exception {
        start(Map.of("export.ba.scopes", "team:1,team:2"));
        sandbox().faults().next(Call.CREATE, Fault.neverReady().forTeam("2"));
        ring("ba");
        ends.await(1);

        ring("ba");

        assertThat(ends.queued()).map(export -> export.scope().team()).containsExactly("1", "2", "1");
    }

    @Test
    void what_is_under_way_in_one_window_or_domain_does_not_hold_up_another() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "export.ba.window", "day", "export.sprint.scopes", "team:1"));
        replace("export-plan", "queue-export", "mock:queue");

        ring("ba");
        ring("ba", NOW.plus(1, DAYS));
        ring("sprint");

        assertThat(messages()).map(Export::toString).containsExactly(
                "ba team:1 2026-05-13..2026-05-13",
                "ba team:1 2026-05-14..2026-05-14",
                "sprint team:1 2026-04-01..2026-04-30");
    }

    @Test
    void nothing_is_queued_while_the_only_window_is_open() throws Exception {
        start(Map.of("export.ba.window", "fixed:2026-05-01..2026-05-15"));
        replace("export-plan", "queue-export", "mock:queue");

        ring("ba");

        assertThat(messages()).isEmpty();
        assertThat(ends.queued()).isEmpty();
    }

    @Test
    void the_zone_of_the_settings_decides_when_a_day_is_over() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "export.ba.window", "day", "export.ba.closing-lag", "PT0S",
                "export.zone", "Pacific/Auckland"));
        replace("export-plan", "queue-export", "mock:queue");

        ring("ba");

        assertThat(messages()).map(Export::toString).containsExactly("ba team:1 2026-05-15..2026-05-15");
    }

    @Test
    void more_scopes_than_the_queue_holds_wait_for_their_place_in_it() throws Exception {
        start(Map.of("export.ba.scopes", teams(12), "camel.component.seda.queue-size", "2",
                "export.max-in-flight", "1"));

        ring("ba");

        assertThat(ends.await(12).delivered()).hasSize(12);
    }

    @Test
    void the_clock_does_not_wait_for_the_exports() throws Exception {
        start(Map.of("export.ba.scopes", teams(30)));
        sandbox().faults().next(Call.CREATE, Fault.neverReady()).forEver();

        ring("ba");

        await().atMost(Duration.ofMinutes(1)).until(() -> sandbox().count(Call.CREATE, "ba") == 20);
        assertThat(ends.queued()).hasSize(30);
    }

    private static String teams(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(team -> "team:" + team).collect(Collectors.joining(","));
    }

    private List<Export> messages() {
        return context().getEndpoint("mock:queue", MockEndpoint.class).getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(Export.class))
                .toList();
    }
}
