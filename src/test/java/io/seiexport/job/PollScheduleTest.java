package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.support.SettingsOf;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollScheduleTest {
    private static final int SAMPLES = 2000;
    private static final Export EXPORT = new Export("productivity", List.of("productivity"), new Scope("", "1"),
            new Window(LocalDate.EPOCH, LocalDate.EPOCH), "monthly", "{}", List.of());
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private Instant now = NOW;
    private Crowd crowd;
    private final PollSchedule schedule = schedule("2s", "30s");

    @Test
    void the_clock_of_an_export_starts_with_no_poll_and_all_its_time() throws ExportFailed {
        var exchange = new DefaultExchange(context);

        exchange.setVariable("polling", schedule.begin());

        assertThat(Polling.of(exchange).polls()).isZero();
        assertThat(Polling.of(exchange).deadline()).isEqualTo(NOW.plus(Duration.ofHours(2)));
        assertThat(schedule.lasts(exchange)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 2000", "1, 1000", "2, 1500", "3, 2250", "8, 17085", "9, 25628", "10, 30000", "100000, 30000"})
    void pauses_grow_by_half_up_to_the_longest_and_are_a_tenth_longer_by_chance(int polls, long pause) {
        var pauses = pauses(exchange(polls, job("QUEUED", false), Duration.ofHours(1)));

        assertThat(pauses.min().orElseThrow()).isBetween(pause, pause * 101 / 100);
        assertThat(pauses(exchange(polls, job("QUEUED", false), Duration.ofHours(1))).max().orElseThrow())
                .isBetween(pause * 109 / 100, pause * 11 / 10 + 1);
    }

    @Test
    void a_reused_job_is_asked_for_at_once_and_then_like_any_other() {
        assertThat(pauses(exchange(0, job("", true), Duration.ofHours(1)))).containsOnly(0L);
        assertThat(pauses(exchange(1, job("", true), Duration.ofHours(1)))).allMatch(pause -> pause >= 1000);
    }

    @Test
    void where_many_are_in_flight_pauses_end_together_and_never_later_than_they_would_alone() {
        many(11);
        var ends = new TreeSet<Long>();
        for (var begun = 0; begun < 60_000; begun += 7) {
            now = NOW.plusMillis(begun);
            var pause = schedule.pause(exchange(10, job("QUEUED", false), Duration.ofHours(1)));
            assertThat(pause + crowd.gathering().toMillis()).isBetween(24_000L, 30_000L);
            ends.add(begun + pause);
        }

        assertThat(ends).hasSizeLessThan(20);
    }

    @Test
    void ten_in_flight_are_polled_one_by_one() {
        many(10);

        assertThat(pauses(exchange(10, job("QUEUED", false), Duration.ofHours(1))).distinct().count())
                .isGreaterThan(100);
    }

    @Test
    void no_pause_goes_beyond_the_deadline() {
        assertThat(pauses(exchange(10, job("QUEUED", false), Duration.ofSeconds(5)))).allMatch(pause -> pause <= 5000);
        assertThat(pauses(exchange(10, job("QUEUED", false), Duration.ofSeconds(-5)))).containsOnly(0L);
    }

    @Test
    void a_first_pause_that_is_longer_than_the_longest_is_cut_too() {
        var hasty = schedule("1m", "100ms");

        assertThat(hasty.pause(exchange(0, job("QUEUED", false), Duration.ofHours(1)))).isBetween(100L, 110L);
    }

    @Test
    void a_job_is_asked_for_by_the_time_that_the_last_one_took() {
        var exchange = remembering(Duration.ofMinutes(10), false);

        assertThat(pauses(exchange)).allMatch(pause -> pause >= 570_000 && pause < 582_000);
    }

    @Test
    void what_was_done_soon_or_is_reused_is_asked_for_as_ever() {
        assertThat(pauses(remembering(Duration.ofSeconds(3), false))).allMatch(pause -> pause <= 2200);
        var reused = remembering(Duration.ofMinutes(10), true);
        reused.setVariable("polling", Polling.of(reused).oneMore(null));
        assertThat(pauses(reused)).allMatch(pause -> pause >= 1000 && pause <= 1100);
    }

    @Test
    void a_job_that_takes_much_longer_than_last_time_is_asked_for_with_the_longest_pause() {
        var exchange = remembering(Duration.ofMinutes(10), false);
        var polling = Polling.of(exchange);
        exchange.setVariable("polling", polling.pollingSince(NOW.minus(Duration.ofMinutes(16)), polling.pace()));

        assertThat(pauses(exchange)).allMatch(pause -> pause >= 30_000 && pause <= 33_000);
    }

    @Test
    void one_that_was_short_is_then_asked_for_again_after_half_of_the_time_gone_by() {
        var exchange = remembering(Duration.ofSeconds(4), false);
        var polling = Polling.of(exchange);
        exchange.setVariable("polling", polling.pollingSince(NOW.minus(Duration.ofSeconds(10)), polling.pace()));

        assertThat(pauses(exchange)).allMatch(pause -> pause >= 5_000 && pause <= 5_500);
    }

    @Test
    void the_clock_of_a_job_that_is_waited_for_once_more_begins_anew() {
        var exchange = remembering(Duration.ofMinutes(10), false);
        exchange.setVariable("entry", took(0));

        exchange.setVariable("polling", schedule.beginWait(exchange));

        assertThat(pauses(exchange)).allMatch(pause -> pause <= 2200);
    }

    @Test
    void how_long_a_job_took_is_left_for_the_ledger() throws ExportFailed {
        assertThat(learned(job("COMPLETED", false), 9, Duration.ofMinutes(5), Duration.ZERO))
                .isEqualTo(300_000L);
    }

    @Test
    void a_job_that_was_faster_than_the_last_one_counts_too() throws ExportFailed {
        assertThat(learned(job("COMPLETED", false), 9, Duration.ofMinutes(1), Duration.ofMinutes(5)))
                .isEqualTo(60_000L);
    }

    @Test
    void one_that_was_done_long_before_it_was_first_looked_at_took_as_long_as_the_server_says() throws ExportFailed {
        var quick = new Job("exp_1", false, "COMPLETED", "2026-05-15T11:00:00Z", "2026-05-15T11:00:05Z", "", "", "");

        assertThat(learned(quick, 1, Duration.ofMinutes(28), Duration.ofMinutes(30))).isEqualTo(5_000L);
    }

    @Test
    void where_the_server_does_not_say_it_a_job_that_was_slow_once_is_looked_at_earlier_each_time() throws ExportFailed {
        var last = Duration.ofMinutes(30);
        for (var exports = 0; exports < 9; exports++) {
            var exchange = remembering(last, false);
            var polling = Polling.of(exchange);
            exchange.setVariable("polling", polling.pollingSince(NOW.minus(last), polling.pace()).oneMore(null));
            exchange.setVariable("job", job("COMPLETED", false));
            last = Duration.ofMillis(schedule.demandCompleted(exchange).tookMillis());
        }

        assertThat(last).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void a_time_of_the_server_that_is_longer_than_it_was_waited_for_is_not_believed() throws ExportFailed {
        var wrong = new Job("exp_1", false, "COMPLETED", "2026-05-15T11:00:00Z", "2026-05-15T13:00:00Z", "", "", "");

        assertThat(learned(wrong, 9, Duration.ofMinutes(5), Duration.ZERO)).isEqualTo(300_000L);
    }

    @Test
    void a_reused_job_teaches_only_that_it_takes_longer_than_known() throws ExportFailed {
        assertThat(learned(job("COMPLETED", true), 1, Duration.ofSeconds(1), Duration.ZERO)).isNull();
        assertThat(learned(job("COMPLETED", true), 2, Duration.ofMinutes(3), Duration.ZERO))
                .isGreaterThanOrEqualTo(180_000L);
        assertThat(learned(job("COMPLETED", true), 2, Duration.ofMinutes(1), Duration.ofMinutes(3))).isNull();
    }

    @Test
    void a_job_that_fails_teaches_nothing() {
        var exchange = awaited(job("FAILED", false), 9, Duration.ofMinutes(5));

        assertThatThrownBy(() -> schedule.demandCompleted(exchange)).isInstanceOf(ExportFailed.class);
        assertThat(Polling.of(exchange).tookMillis()).isNull();
    }

    @Test
    void what_was_not_waited_for_teaches_nothing() throws ExportFailed {
        var exchange = exchange(0, job("COMPLETED", false), Duration.ofHours(1));

        assertThat(schedule.demandCompleted(exchange).tookMillis()).isNull();
    }

    /** What is left for the ledger; null if nothing is. */
    private Long learned(Job job, int polls, Duration waited, Duration last) throws ExportFailed {
        var exchange = awaited(job, polls, waited);
        exchange.setVariable("entry", took(last.toMillis()));
        return schedule.demandCompleted(exchange).tookMillis();
    }

    private Exchange awaited(Job job, int polls, Duration waited) {
        var exchange = exchange(polls, job, Duration.ofHours(1));
        exchange.setVariable("polling", Polling.of(exchange).pollingSince(NOW.minus(waited), null));
        return exchange;
    }

    /** A job that has just been created. */
    private Exchange remembering(Duration last, boolean reused) {
        var exchange = awaited(job("QUEUED", reused), 0, Duration.ZERO);
        exchange.setVariable("entry", took(last.toMillis()));
        exchange.setVariable("polling", schedule.beginWait(exchange));
        return exchange;
    }

    /** The row of a window, with what the last one of its series took; 0 if nobody knows. */
    private static Entry took(long millis) {
        return Entry.of(millis == 0 ? Map.of() : Map.of("took_millis", millis));
    }

    @Test
    void it_lasts_until_the_deadline() {
        assertThat(schedule.lasts(exchange(3, job("QUEUED", false), Duration.ofSeconds(30)))).isTrue();
        assertThat(schedule.lasts(exchange(3, job("QUEUED", false), Duration.ofMillis(-1)))).isFalse();
    }

    @Test
    void a_completed_job_passes() throws ExportFailed {
        var exchange = exchange(3, job("COMPLETED", false), Duration.ofHours(-1));

        schedule.demandCompleted(exchange);

        assertThat(exchange.getException()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"FAILED, JOB_FAILED", "CANCELLED, JOB_CANCELLED", "CANCELED, JOB_CANCELLED"})
    void a_failed_job_ends_with_the_reason_of_the_server(String status, Reason reason) {
        var job = new Job("exp_1", false, status, "", "", "", "Invalid teamId", "");

        assertEnds(exchange(3, job, Duration.ofHours(1)), reason,
                "the server ended the job as " + status + ": Invalid teamId");
    }

    @ParameterizedTest
    @CsvSource({"QUEUED, QUEUED", "PROCESSING, PROCESSING", "RUNNING, RUNNING", "'', without a status"})
    void a_job_that_is_still_waiting_has_run_out_of_time(String status, String said) {
        assertEnds(exchange(3, job(status, false), Duration.ofHours(-1)), Reason.DEADLINE,
                "the job was still " + said + " after 7200 s; allow more with poll.timeout");
    }

    @Test
    void nothing_is_begun_while_the_program_ends() throws Exception {
        assertThat(whileStopping(() -> schedule.begin()))
                .isInstanceOf(ExportFailed.class)
                .hasMessage("the program was stopped before it was requested")
                .extracting(thrown -> ((ExportFailed) thrown).reason()).isEqualTo(Reason.STOPPED);
    }

    @Test
    void waiting_ends_with_the_program() throws Exception {
        var exchange = exchange(3, job("QUEUED", false), Duration.ofHours(1));

        assertThat(whileStopping(() -> {
            assertThat(schedule.lasts(exchange)).isFalse();
            schedule.demandCompleted(exchange);
        })).isInstanceOf(ExportFailed.class)
                .hasMessage("the program was stopped while the server was still working; if it is requested again "
                        + "within sei.reuse-window, the server continues the same job")
                .extracting(thrown -> ((ExportFailed) thrown).reason()).isEqualTo(Reason.STOPPED);
    }

    @Test
    void what_the_server_has_ended_is_judged_by_that_even_while_the_program_ends() throws Exception {
        assertThat(whileStopping(() ->
                schedule.demandCompleted(exchange(3, job("COMPLETED", false), Duration.ofHours(1)))))
                .isNull();
        assertThat(whileStopping(() ->
                schedule.demandCompleted(exchange(3, job("FAILED", false), Duration.ofHours(1)))))
                .hasMessage("the server ended the job as FAILED: the server gave no reason");
    }

    private interface Call {
        void run() throws Exception;
    }

    /** What a call throws that comes while the context is stopping; null when it throws nothing. */
    private Throwable whileStopping(Call call) throws Exception {
        var thrown = new ArrayList<Throwable>();
        context.start();
        context.addService(new ServiceSupport() {
            @Override
            protected void doStop() {
                try {
                    call.run();
                    thrown.add(null);
                } catch (Exception | AssertionError e) {
                    thrown.add(e);
                }
            }
        });
        context.stop();
        assertThat(thrown).hasSize(1);
        return thrown.get(0);
    }

    private void assertEnds(Exchange exchange, Reason reason, String sentence) {
        assertThatThrownBy(() -> schedule.demandCompleted(exchange)).isInstanceOf(ExportFailed.class)
                .hasMessage(sentence)
                .extracting(thrown -> ((ExportFailed) thrown).reason()).isEqualTo(reason);
    }

    /** Lets so many exports of a domain that has a list wait for their jobs. */
    private void many(int count) {
        var domain = new Domain();
        domain.setName(EXPORT.domain());
        domain.setList(true);
        context.getRegistry().bind("domain-productivity", domain);
        for (var i = 0; i < count; i++) {
            crowd.join(exchange(0, job("QUEUED", false), Duration.ofHours(1)));
        }
    }

    private LongStream pauses(Exchange exchange) {
        return LongStream.generate(() -> schedule.pause(exchange)).limit(SAMPLES);
    }

    private Exchange exchange(int polls, Job job, Duration left) {
        var exchange = new DefaultExchange(context);
        exchange.setVariable("polling", new Polling(NOW, NOW.plus(left), polls, null, null, Instant.MIN,
                null));
        exchange.setVariable("job", job);
        exchange.setVariable("entry", took(0));
        exchange.setVariable("export", EXPORT);
        return exchange;
    }

    private PollSchedule schedule(String firstDelay, String maxDelay) {
        var findings = SettingsOf.orDefaults(
                Map.of("poll.first-delay", firstDelay, "poll.max-delay", maxDelay, "poll.timeout", "2h"));
        var settings = JobSettings.read(findings);
        crowd = new Crowd(new Domains(context, SettingsOf.values(Map.of())), settings, null, new PollClock(context),
                () -> now);
        return new PollSchedule(context, settings, crowd, () -> now);
    }

    private static Job job(String status, boolean reused) {
        return new Job("exp_1", reused, status, "", "", "", "", "");
    }
}
