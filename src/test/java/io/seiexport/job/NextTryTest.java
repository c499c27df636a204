package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.support.SettingsOf;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When an export that has failed is tried again. */
class NextTryTest {
    private static final int SAMPLES = 2000;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    /** With what the clocks of two machines may differ. */
    private static final long REUSE = 31 * MINUTE;

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");

    private final Map<String, String> settings = new HashMap<>(
            Map.of("sei.reuse-window", "30m", "export.give-up-after", "10"));
    private final CamelContext context = new DefaultCamelContext();
    private final Secrets secrets = new Secrets();
    private final Map<String, Object> row = new HashMap<>();
    private Job job = job(NOW.toString());

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "5, 32", "6, 60", "7, 60", "100000, 60"})
    void what_the_world_has_failed_waits_a_minute_then_twice_as_long_up_to_an_hour(int postponed, long minutes) {
        row.put("postponed", postponed);

        assertThat(pauses(Reason.UNREACHABLE).min().orElseThrow())
                .isBetween(minutes * MINUTE * 9 / 10, minutes * MINUTE * 91 / 100);
        assertThat(pauses(Reason.UNREACHABLE).max().orElseThrow())
                .isBetween(minutes * MINUTE * 109 / 100, minutes * MINUTE * 11 / 10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "true  | ; retried in 60 s",
        "false | ; it stays owed, and the next `once` or `run` tries it again"})
    void whoever_ends_before_promises_no_time(boolean onTheClock, String said) {
        var exchange = new DefaultExchange(context);
        exchange.setVariable("failure", Verdict.of(new Failure(Reason.UNREACHABLE, ""), false, 0, 10,
                Duration.ofMinutes(1)));

        assertThat(again(MINUTE, HOUR, onTheClock).outlook(exchange)).isEqualTo(said);
    }

    @Test
    void failures_of_its_own_make_a_window_not_wait_longer_for_the_world() {
        row.put("failures", 9);

        assertThat(pauses(Reason.SERVER_ERROR)).allMatch(pause -> pause <= MINUTE * 11 / 10);
    }

    @ParameterizedTest
    @CsvSource({"0, 31", "1, 62", "4, 496", "5, 992", "6, 1440", "9, 1440"})
    void a_failure_of_its_own_waits_for_the_reuse_window_then_twice_as_long_up_to_a_day(int failures, long minutes) {
        row.put("failures", failures);

        assertThat(pauses(Reason.BAD_REQUEST).min().orElseThrow())
                .isBetween(minutes * MINUTE, minutes * MINUTE * 101 / 100);
        assertThat(pauses(Reason.BAD_REQUEST).max().orElseThrow())
                .isBetween(minutes * MINUTE * 109 / 100, minutes * MINUTE * 11 / 10);
    }

    @Test
    void a_file_that_was_refused_is_not_asked_for_while_the_server_would_hand_out_the_same_one() {
        assertThat(pauses(Reason.HTML)).allMatch(pause -> pause >= REUSE);
    }

    @Test
    void a_failure_of_its_own_waits_as_long_as_one_of_the_world_where_the_server_begins_a_new_job_each_time() {
        settings.put("sei.reuse-window", "0s");

        assertThat(pauses(Reason.BAD_REQUEST)).allMatch(pause -> pause >= MINUTE && pause <= MINUTE * 11 / 10);
    }

    @ParameterizedTest
    @EnumSource(names = {"JOB_FAILED", "JOB_CANCELLED", "STALE", "FOREIGN_JOB"})
    void what_the_job_has_failed_waits_until_the_server_would_begin_a_new_one(Reason reason) {
        job = job(NOW.minus(Duration.ofMinutes(10)).toString());

        assertThat(pauses(reason)).allMatch(pause -> pause > REUSE - 11 * MINUTE && pause <= REUSE - 10 * MINUTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2999-01-01T00:00:00Z"})
    void where_nobody_knows_when_the_job_was_begun_it_counts_from_now(String createdAt) {
        job = job(createdAt);

        assertThat(pauses(Reason.JOB_FAILED)).allMatch(pause -> pause > REUSE - MINUTE && pause <= REUSE);
    }

    @Test
    void a_job_from_long_ago_is_asked_for_anew_in_a_moment_but_not_at_once() {
        job = job("2026-01-01T00:00:00Z");

        var verdict = decided(Reason.JOB_FAILED);

        assertThat(verdict.pause()).isEqualTo(1000);
        assertThat(verdict.goesOn()).isFalse();
        assertThat(verdict.counts()).isOne();
    }

    @Test
    void a_job_that_fails_once_more_waits_longer() {
        row.put("failures", 1);
        job = job("2026-01-01T00:00:00Z");

        assertThat(pauses(Reason.JOB_FAILED)).allMatch(pause -> pause >= 2 * REUSE);
    }

    @Test
    void a_job_from_before_its_window_had_closed_waits_for_a_new_one_however_often() {
        row.put("postponed", 8);
        job = job(NOW.minus(Duration.ofMinutes(30)).toString());

        assertThat(pauses(Reason.STALE)).allMatch(pause -> pause <= MINUTE);
        assertThat(decided(Reason.STALE).postpones()).isOne();
    }

    @Test
    void a_job_that_the_server_has_forgotten_is_begun_anew_at_once() {
        assertThat(decided(Reason.NOT_FOUND)).satisfies(verdict -> {
            assertThat(verdict.goesOn()).isTrue();
            assertThat(verdict.pause()).isZero();
            assertThat(verdict.postpones()).isZero();
            assertThat(verdict.keepsJob()).isFalse();
        });
    }

    @Test
    void a_job_that_is_forgotten_once_more_waits() {
        row.put("reason", "not-found");

        assertThat(decided(Reason.NOT_FOUND)).satisfies(verdict -> {
            assertThat(verdict.goesOn()).isFalse();
            assertThat(verdict.pause()).isGreaterThanOrEqualTo(MINUTE * 9 / 10);
            assertThat(verdict.postpones()).isOne();
        });
    }

    @Test
    void where_nothing_is_found_at_all_nothing_is_begun_anew_at_once() {
        job = null;

        assertThat(decided(Reason.NOT_FOUND).goesOn()).isFalse();
        assertThat(decided(Reason.NOT_FOUND).postpones()).isOne();
    }

    @Test
    void what_was_stopped_is_due_at_once_for_whoever_is_there() {
        assertThat(decided(Reason.STOPPED).pause()).isZero();
        assertThat(decided(Reason.STOPPED).goesOn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"8, BAD_REQUEST, false", "9, BAD_REQUEST, true", "9, UNREACHABLE, false", "9, STOPPED, false",
        "20, SERVER_ERROR, false"})
    void only_failures_of_its_own_give_a_window_up(int failures, Reason reason, boolean givesUp) {
        row.put("failures", failures);

        assertThat(decided(reason).givesUp()).isEqualTo(givesUp);
    }

    @Test
    void a_window_that_may_not_fail_once_is_no_setting() {
        var findings = SettingsOf.orDefaults(Map.of("export.give-up-after", "0"));

        JobSettings.read(findings);

        assertThat(findings.sentences()).containsExactly("export.give-up-after = 0: use a whole number, 1 or more");
    }

    @Test
    void how_long_the_world_is_waited_for_can_be_set() {
        var again = again(50, 150);
        row.put("postponed", 5);

        assertThat(pauses(again, Reason.SINK)).allMatch(pause -> pause >= 135 && pause <= 165);
    }

    @Test
    void however_short_a_pause_is_nothing_goes_on_without_one() {
        var again = again(1, HOUR);

        assertThat(pauses(again, Reason.SINK)).allMatch(pause -> pause == 1);
    }

    @Test
    void a_failure_is_explained_without_the_key() {
        var again = again();
        secrets.learn("swordfish");
        var exchange = exchange(new IllegalStateException(
                new ExportFailed(Reason.JOB_FAILED, "the key swordfish is unknown")));

        assertThat(again.decide(exchange).failure())
                .isEqualTo(new Failure(Reason.JOB_FAILED, "the key *** is unknown"));
    }

    private LongStream pauses(Reason reason) {
        return pauses(again(), reason);
    }

    private LongStream pauses(NextTry again, Reason reason) {
        return LongStream.generate(() -> decided(again, reason).pause()).limit(SAMPLES);
    }

    private Verdict decided(Reason reason) {
        return decided(again(), reason);
    }

    private Verdict decided(NextTry again, Reason reason) {
        return again.decide(exchange(new ExportFailed(reason, "a sentence")));
    }

    private Exchange exchange(Throwable thrown) {
        var exchange = new DefaultExchange(context);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
        exchange.setVariable("entry", Entry.of(row));
        exchange.setVariable("job", job);
        return exchange;
    }

    private NextTry again() {
        return again(MINUTE, HOUR);
    }

    private NextTry again(long shortest, long longest) {
        return again(shortest, longest, true);
    }

    private NextTry again(long shortest, long longest, boolean onTheClock) {
        return new NextTry(JobSettings.read(SettingsOf.orDefaults(settings)), Duration.ofMillis(shortest),
                Duration.ofMillis(longest), new RunMode(onTheClock, false), secrets, () -> NOW);
    }

    private static Job job(String createdAt) {
        return new Job("exp_1", false, "FAILED", createdAt, "", "", "", "");
    }
}
