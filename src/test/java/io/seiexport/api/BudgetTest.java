package io.seiexport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

import io.seiexport.api.Budget.Lane;
import io.seiexport.failure.ExportFailed;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.support.CamelWith;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private static final CamelContext CONTEXT = CamelWith.settings(Map.of());
    private static final String POLL = "/v2/insights/ba/exports/exp_1";
    private static final String CREATE = "/v2/insights/ba/exports";
    private static final String DOWNLOAD = POLL + "/download";

    @ParameterizedTest
    @CsvSource({"1, false", "7, false", "60, false", "160, true", "240, true", "1000, true"})
    void no_minute_ever_holds_more_calls_than_the_budget(int perMinute, boolean spread) {
        var lane = Lane.of(perMinute, spread);
        var random = new Random(perMinute);
        var asked = NOW;
        var moments = new ArrayList<Instant>();
        for (var i = 0; i < perMinute * 5; i++) {
            asked = asked.plusMillis((long) (random.nextGaussian() * random.nextInt(60_000) / perMinute + 5));
            moments.add(lane.book(asked));
        }

        for (var i = 0; i + perMinute < moments.size(); i++) {
            assertThat(Duration.between(moments.get(i), moments.get(i + perMinute)))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"10, false", "400, true"})
    void the_whole_budget_can_be_used(int perMinute, boolean spread) {
        var lane = Lane.of(perMinute, spread);

        var last = LongStream.range(0, perMinute * 3L).mapToObj(i -> lane.book(NOW)).reduce((a, b) -> b).orElseThrow();

        assertThat(Duration.between(NOW, last)).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void a_call_below_the_budget_does_not_wait() throws Exception {
        var budget = budget(400);

        assertThat(turns(budget, CREATE, 16)).containsOnly(0L);
        assertThat(turns(budget, POLL, 24)).containsOnly(0L);
        assertThat(turns(budget, POLL, 1).get(0)).isBetween(5_000L, 6_000L);
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
        assertThat(budget(400).turn(call(CREATE, Instant.now().minusMillis(1)))).isZero();
    }

    @Test
    void a_call_whose_turn_comes_after_the_deadline_is_not_waited_for() throws Exception {
        var budget = budget(2);
        turns(budget, CREATE, 3);

        assertThatThrownBy(() -> budget.turn(call(CREATE, Instant.now().plusSeconds(30))))
                .isInstanceOfSatisfying(ExportFailed.class, e -> assertThat(e.reason()).isEqualTo("deadline"))
                .hasMessageContaining("sei.max-requests-per-minute");
    }

    @Test
    void calls_that_are_not_made_use_up_nothing_of_the_budget() throws Exception {
        var budget = budget(2);
        turns(budget, CREATE, 1);
        for (var i = 0; i < 100; i++) {
            assertThatThrownBy(() -> budget.turn(call(CREATE, Instant.now().plusSeconds(30))))
                    .isInstanceOf(ExportFailed.class);
        }

        assertThat(turns(budget, CREATE, 1).get(0)).isLessThanOrEqualTo(60_000);
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
        var settings = new Settings(CamelWith.settings(Map.of("sei.max-requests-per-minute", setting)));

        assertThatThrownBy(() -> Budget.perMinute(settings)).isInstanceOf(SettingException.class)
                .hasMessage("sei.max-requests-per-minute = " + setting + ": use a whole number from 2 on");
    }

    private static List<Long> turns(Budget budget, String path, int count) throws ExportFailed {
        var turns = new ArrayList<Long>();
        for (var i = 0; i < count; i++) {
            turns.add(budget.turn(call(path, null)));
        }
        return turns;
    }

    private static DefaultExchange call(String path, Instant deadline) {
        var exchange = new DefaultExchange(CONTEXT);
        exchange.setVariable("path", path);
        exchange.setVariable("deadline", deadline);
        return exchange;
    }

    private static Budget budget(int perMinute) {
        var budget = new Budget();
        budget.setCamelContext(CamelWith.settings(Map.of("sei.max-requests-per-minute", String.valueOf(perMinute))));
        return budget;
    }
}
