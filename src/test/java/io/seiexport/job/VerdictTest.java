package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ledger keeps of a failure. */
class VerdictTest {

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHORIZED", "FORBIDDEN", "UNREACHABLE", "TLS", "TIMEOUT", "SERVER_ERROR",
        "TOO_MANY_REQUESTS", "STALLED", "INPUT_OUTPUT", "UNREADABLE_ANSWER", "UNEXPECTED_ANSWER", "REDIRECT",
        "NOT_FOUND", "NOT_READY", "FILE", "SINK", "SETTINGS", "INTERNAL", "STALE"})
    void what_is_wrong_with_the_world_counts_against_no_window(Reason reason) {
        var verdict = verdict(reason, 9, 10);

        assertThat(verdict.counts()).isZero();
        assertThat(verdict.postpones()).isOne();
        assertThat(verdict.givesUp()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_REQUEST", "JOB_FAILED", "JOB_CANCELLED", "EMPTY", "NOT_CSV", "JSON", "HTML", "RAGGED",
        "TRUNCATED", "CORRUPT", "TRAILING_BYTES", "BOMB", "TOO_LARGE", "MISSING_COLUMNS", "SCHEMA_DRIFT",
        "EMPTY_REPLACES", "FOREIGN_JOB"})
    void a_request_that_is_refused_a_job_that_fails_and_a_file_that_is_refused_count(Reason reason) {
        var verdict = verdict(reason, 3, 10);

        assertThat(verdict.counts()).isOne();
        assertThat(verdict.postpones()).isZero();
    }

    @Test
    void that_the_program_was_stopped_counts_nothing() {
        var verdict = Verdict.of(new Failure(Reason.STOPPED, "the program was stopped"), false, 9, 10, Duration.ZERO);

        assertThat(verdict.counts()).isZero();
        assertThat(verdict.postpones()).isZero();
        assertThat(verdict.keepsJob()).isTrue();
        assertThat(verdict.goesOn()).as("nothing is begun while the program ends").isFalse();
    }

    @Test
    void what_is_begun_anew_at_once_counts_nothing_and_goes_on() {
        var verdict = Verdict.of(new Failure(Reason.NOT_FOUND, "the server answered 404"), true, 9, 10, Duration.ZERO);

        assertThat(verdict.counts()).isZero();
        assertThat(verdict.postpones()).isZero();
        assertThat(verdict.keepsJob()).isFalse();
        assertThat(verdict.goesOn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, true", "0, 2, false", "8, 10, false", "9, 10, true", "12, 10, true"})
    void with_so_many_failures_of_its_own_in_a_row_a_window_is_given_up(int before, int most, boolean givesUp) {
        assertThat(verdict(Reason.BAD_REQUEST, before, most).givesUp()).isEqualTo(givesUp);
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "DEADLINE", "UNREACHABLE", "TIMEOUT", "NOT_READY", "SERVER_ERROR",
        "TOO_MANY_REQUESTS", "STALLED", "INPUT_OUTPUT", "UNREADABLE_ANSWER", "TLS", "SETTINGS", "UNAUTHORIZED",
        "FORBIDDEN", "FILE", "SINK", "INTERNAL"})
    void what_may_still_bring_the_file_is_asked_after_again(Reason reason) {
        assertThat(verdict(reason, 0, 10).keepsJob()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_REQUEST", "JOB_FAILED", "JOB_CANCELLED", "NOT_FOUND", "STALE", "FOREIGN_JOB",
        "TRUNCATED", "HTML", "EMPTY"})
    void what_will_not_bring_it_any_more_is_asked_for_anew(Reason reason) {
        assertThat(verdict(reason, 0, 10).keepsJob()).isFalse();
    }

    @Test
    void a_sentence_is_kept_whole_up_to_a_length_and_never_ends_within_a_character() {
        assertThat(sentence("x".repeat(2000))).hasSize(2000);
        assertThat(sentence("x".repeat(2001))).isEqualTo("x".repeat(2000));
        assertThat(sentence("x".repeat(1999) + "\ud83d\ude00")).isEqualTo("x".repeat(1999));
        assertThat(sentence("x".repeat(1998) + "\ud83d\ude00y")).isEqualTo("x".repeat(1998) + "\ud83d\ude00");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "60000   | ; retried in 60 s",
        "99499   | ; retried in 99 s",
        "3600000 | ; retried in 60 min"})
    void a_person_is_told_when_it_is_tried_again(long pause, String said) {
        assertThat(Verdict.of(new Failure(Reason.UNREACHABLE, ""), false, 0, 10, Duration.ofMillis(pause)).outlook())
                .isEqualTo(said);
    }

    @Test
    void a_person_is_told_what_to_do_with_what_is_given_up() {
        assertThat(verdict(Reason.BAD_REQUEST, 9, 10).outlook())
                .isEqualTo("; after 10 failures in a row it is given up: the command retry puts it back")
                .isEqualTo(verdict(Reason.BAD_REQUEST, 9, 10).outlookBeyondTheEnd());
    }

    @Test
    void of_what_was_stopped_nothing_more_is_said() {
        assertThat(verdict(Reason.STOPPED, 0, 10).outlook()).isEmpty();
        assertThat(verdict(Reason.STOPPED, 0, 10).outlookBeyondTheEnd()).isEmpty();
    }

    private static String sentence(String text) {
        return Verdict.of(new Failure(Reason.INTERNAL, text), false, 0, 10, Duration.ofMinutes(1)).sentence();
    }

    private static Verdict verdict(Reason reason, int before, int most) {
        return Verdict.of(new Failure(reason, "a sentence"), false, before, most, Duration.ofMinutes(1));
    }
}
