package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.support.SettingsOf;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private static final String POLL = "/v2/insights/ba/exports/exp_1";
    private static final String CREATE = "/v2/insights/ba/exports";
    private static final String DOWNLOAD = POLL + "/download";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 60, 160, 1000, 60_000})
    void no_minute_ever_holds_more_calls_than_the_budget(int perMinute) throws Exception {
        var node = new Node(perMinute);
        var random = new Random(perMinute);
        var moments = new ArrayList<Long>();
        for (var i = 0; i < Math.min(perMinute * 5, 200_000); i++) {
            node.now += (long) Math.max(0, random.nextGaussian() * random.nextInt(60_000) / perMinute * 1e6);
            moments.add(node.now + node.lane.take(Long.MAX_VALUE));
        }

        for (var i = 0; i + perMinute < moments.size(); i++) {
            assertThat(moments.get(i + perMinute) - moments.get(i)).isGreaterThanOrEqualTo(60_000_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 400, 60_000})
    void most_of_the_budget_can_be_used(int perMinute) throws Exception {
        var node = new Node(perMinute);

        var last = 0L;
        for (var i = 0; i < perMinute * 3; i++) {
            last = node.lane.take(Long.MAX_VALUE);
        }

        assertThat(Duration.ofNanos(last)).isLessThan(Duration.ofSeconds(210));
    }

    @Test
    void a_call_below_the_budget_does_not_wait() throws Exception {
        var budget = budget(400);

        assertThat(turns(budget, CREATE, 16)).containsOnly(0L);
        assertThat(turns(budget, POLL, 24)).containsOnly(0L);
        assertThat(turns(budget, POLL, 1).get(0)).isBetween(1L, 300L);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 20})
    void where_few_are_allowed_a_request_and_its_download_may_still_follow_each_other(int perMinute) throws Exception {
        var budget = budget(perMinute * 2);

        assertThat(turns(budget, CREATE, 1)).containsOnly(0L);
        assertThat(turns(budget, DOWNLOAD, 1)).containsOnly(0L);
    }

    @Test
    void many_calls_are_booked_together() throws Exception {
        var node = new Node(60_000);
        for (var i = 0; i < 20_000; i++) {
            node.now += 1_200_000;
            node.lane.take(Long.MAX_VALUE);
        }

        assertThat(node.bookings.count()).isLessThan(60);
    }

    @Test
    void after_a_rest_they_are_booked_one_by_one() throws Exception {
        var node = new Node(60_000);
        for (var i = 0; i < 2_000; i++) {
            node.lane.take(Long.MAX_VALUE);
        }
        var before = node.bookings.count();
        for (var i = 0; i < 10; i++) {
            node.now += 5_000_000_000L;
            node.lane.take(Long.MAX_VALUE);
        }

        assertThat(node.bookings.count() - before).isEqualTo(10);
    }

    @Test
    void what_a_node_has_booked_and_not_used_is_not_kept_for_later() throws Exception {
        var node = new Node(600);
        for (var i = 0; i < 61; i++) {
            node.lane.take(Long.MAX_VALUE);
        }
        node.now += 10_000_000_000L;

        var atOnce = 0;
        while (node.lane.take(Long.MAX_VALUE) == 0) {
            atOnce++;
        }
        assertThat(atOnce).isEqualTo(60);
    }

    @Test
    void a_storm_of_polls_holds_up_neither_creates_nor_downloads() throws Exception {
        var budget = budget(400);
        turns(budget, POLL, 5_000);

        assertThat(turns(budget, CREATE, 8)).containsOnly(0L);
        assertThat(turns(budget, DOWNLOAD, 8)).containsOnly(0L);
    }

    @Test
    void nor_does_a_storm_of_creates_hold_up_polls() throws Exception {
        var budget = budget(400);
        turns(budget, CREATE, 5_000);

        assertThat(turns(budget, POLL, 24)).containsOnly(0L);
    }

    @Test
    void a_call_that_need_not_wait_is_made_even_if_the_time_is_just_over() throws Exception {
        assertThat(budget(400).turn(call(CREATE, NOW.minusMillis(1)))).isZero();
    }

    @Test
    void a_call_whose_turn_comes_after_the_deadline_is_not_waited_for() throws Exception {
        var budget = budget(2);
        turns(budget, CREATE, 3);

        assertThatThrownBy(() -> budget.turn(call(CREATE, NOW.plusSeconds(30))))
                .isInstanceOfSatisfying(ExportFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEADLINE))
                .hasMessageContaining("sei.max-requests-per-minute");
    }

    @Test
    void calls_that_are_not_made_use_up_nothing_of_the_budget() throws Exception {
        var budget = budget(2);
        turns(budget, CREATE, 1);
        for (var i = 0; i < 100; i++) {
            assertThatThrownBy(() -> budget.turn(call(CREATE, NOW.plusSeconds(30))))
                    .isInstanceOf(ExportFailed.class);
        }

        assertThat(turns(budget, CREATE, 1)).containsExactly(62_001L);
    }

    @Test
    void a_storm_of_polls_does_not_hold_up_a_download_from_where_the_server_names_it() throws Exception {
        var budget = budget(400);
        turns(budget, POLL, 5_000);

        assertThat(turns(budget, "https://files.example/f?s=1", 8)).containsOnly(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-5", "many", ""})
    void fewer_than_two_calls_a_minute_are_refused(String setting) {
        var findings = SettingsOf.orDefaults(Map.of("sei.max-requests-per-minute", setting));

        CallSettings.read(findings);

        assertThat(findings.sentences()).containsExactly(
                "sei.max-requests-per-minute = " + setting + ": use a whole number, 2 or more");
    }

    private static List<Long> turns(Budget budget, String path, int count) throws Exception {
        var turns = new ArrayList<Long>();
        for (var i = 0; i < count; i++) {
            turns.add(budget.turn(call(path, Instant.MAX)));
        }
        return turns;
    }

    private static DefaultExchange call(String path, Instant deadline) {
        var exchange = new DefaultExchange(CONTEXT);
        new ApiCall("GET", path, "", new ApiCall.Limits(deadline, Instant.MIN)).keep(exchange);
        return exchange;
    }

    /** For it the time stands still. */
    private static Budget budget(int perMinute) {
        return new Budget(perMinute, new BookingsInMemory(() -> 0), () -> 0, null, () -> NOW);
    }

    /** A lane alone with the ledger, in a time that is made up. */
    private static final class Node {
        private final BookingsInMemory bookings = new BookingsInMemory(() -> this.now / 1_000_000);
        private final Lane lane;
        private long now;

        Node(int perMinute) {
            lane = new Lane("any", Rate.of(perMinute), bookings, () -> now);
        }
    }
}
