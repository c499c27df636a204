package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.job.PollClock;
import io.seiexport.support.SettingsOf;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private static final String POLL = "/v2/insights/ba/exports/exp_1";
    private static final String CREATE = "/v2/insights/ba/exports";
    private static final String DOWNLOAD = POLL + "/download";

    private final PollClock timer = new PollClock(CONTEXT);

    /** A call, and whether it has gone on. */
    private static final class Going {
        private final Exchange exchange = new DefaultExchange(CONTEXT);
        private volatile boolean gone;
        private boolean atOnce;

        Going(String path, Instant deadline) {
            new ApiCall("GET", path, "", new ApiCall.Limits(deadline, Instant.MIN)).keep(exchange);
        }
    }

    @AfterEach
    void endTimer() {
        timer.shutdownNow();
    }

    @Test
    void what_one_kind_of_call_does_not_use_the_other_may() {
        assertThat(calls(budget(400), POLL, 300)).allMatch(call -> call.atOnce);
        assertThat(calls(budget(400), CREATE, 300)).allMatch(call -> call.atOnce);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://files.example/f?s=1", DOWNLOAD})
    void a_download_is_no_poll_wherever_its_file_lies_and_need_not_wait_for_all_polls_before_it(String path) {
        var now = new AtomicLong();
        var aTurnASecond = new Budget(400, wanted -> new Bookings.Booked(1, 1_000_000), now::get, null, timer,
                () -> NOW);
        var polls = calls(aTurnASecond, POLL, 10);
        var download = call(aTurnASecond, path, Instant.MAX);

        for (var second = 1; second <= 2; second++) {
            now.set(Duration.ofSeconds(second).toNanos());
            // Whoever comes also has it looked at whose turn it is.
            call(aTurnASecond, POLL, Instant.MAX);
        }

        await().atMost(Duration.ofMinutes(2)).until(() -> download.gone);
        assertThat(polls.stream().skip(1)).noneMatch(call -> call.gone);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 6, 20})
    void where_few_are_allowed_a_request_and_its_download_may_still_follow_each_other(int perMinute) {
        var budget = budget(perMinute);

        assertThat(calls(budget, CREATE, 1)).allMatch(call -> call.atOnce);
        assertThat(calls(budget, DOWNLOAD, 1)).allMatch(call -> call.atOnce);
    }

    @Test
    void a_call_that_need_not_wait_is_made_even_if_the_time_is_just_over() {
        var call = call(budget(400), CREATE, NOW.minusMillis(1));

        assertThat(call.atOnce).isTrue();
        assertThat(call.exchange.getException()).isNull();
    }

    @Test
    void a_call_whose_turn_does_not_come_before_its_deadline_fails_then() {
        var budget = budget(2);
        calls(budget, CREATE, 2);

        var call = call(budget, CREATE, NOW.plusMillis(20));

        await().forever().until(() -> call.gone);
        assertThat(call.exchange.getException())
                .isInstanceOfSatisfying(ExportFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEADLINE))
                .hasMessageContaining("sei.max-requests-per-minute");
    }

    @Test
    void those_that_wait_go_on_when_the_program_ends() {
        var budget = budget(2);
        var calls = calls(budget, CREATE, 5);
        assertThat(calls.stream().filter(call -> call.gone)).hasSize(2);

        timer.wakeAll();

        assertThat(calls).allSatisfy(call -> {
            await().forever().until(() -> call.gone);
            assertThat(call.exchange.getException()).isNull();
        });
        var late = call(budget, POLL, NOW.plusSeconds(30));
        await().forever().until(() -> late.gone);
        assertThat(late.exchange.getException()).isNull();
    }

    @Test
    void how_long_a_call_has_waited_is_known() {
        var now = new AtomicLong();
        var pause = new AtomicLong();
        var budget = new Budget(400, wanted -> new Bookings.Booked(1, pause.get()), now::get, null, timer, () -> NOW);
        var first = call(budget, CREATE, Instant.MAX);
        pause.set(1_000_000);
        var second = call(budget, CREATE, Instant.MAX);

        now.set(Duration.ofSeconds(1).toNanos());
        // Whoever comes also has it looked at whose turn it is.
        call(budget, CREATE, Instant.MAX);

        await().atMost(Duration.ofMinutes(2)).until(() -> second.gone);
        assertThat(ApiCall.of(first.exchange).waitedMillis()).isZero();
        assertThat(ApiCall.of(second.exchange).waitedMillis()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-5", "many", ""})
    void fewer_than_two_calls_a_minute_are_refused(String setting) {
        var findings = SettingsOf.orDefaults(Map.of("sei.max-requests-per-minute", setting));

        CallSettings.read(findings);

        assertThat(findings.sentences()).containsExactly(
                "sei.max-requests-per-minute = " + setting + ": use a whole number, 2 or more");
    }

    private static List<Going> calls(Budget budget, String path, int count) {
        return IntStream.range(0, count).mapToObj(i -> call(budget, path, Instant.MAX)).toList();
    }

    private static Going call(Budget budget, String path, Instant deadline) {
        var call = new Going(path, deadline);
        call.atOnce = budget.process(call.exchange, done -> call.gone = true);
        return call;
    }

    /** For it the time stands still. */
    private Budget budget(int perMinute) {
        return new Budget(perMinute, new BookingsInMemory(perMinute, () -> 0), () -> 0, null, timer, () -> NOW);
    }
}
