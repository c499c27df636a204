package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs jobs on a clock of numbers: nothing waits. */
class PaceTest {
    private static final int JOBS = 20_000;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(2);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final Random random = new Random(7);

    private record Wait(int polls, double added) {
    }

    @Test
    void a_job_of_ten_minutes_is_asked_for_four_times_at_most_and_waits_at_most_a_tenth_longer() {
        for (var job = 0; job < JOBS; job++) {
            assertThat(wait(TEN_MINUTES, between(0.9, 1.1), 300)).as("job %d", job).satisfies(wait -> {
                assertThat(wait.polls).isLessThanOrEqualTo(4);
                assertThat(wait.added).isBetween(0.0, 0.1);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT61S", "PT10M", "PT1H", "PT12H"})
    void the_bound_holds_for_long_and_short_jobs_that_take_a_little_more_than_last_time(String last) {
        for (var job = 0; job < JOBS; job++) {
            assertThat(wait(Duration.parse(last), between(0.9, 1.15), 0)).satisfies(wait -> {
                assertThat(wait.polls).isLessThanOrEqualTo(4);
                assertThat(wait.added).isBetween(0.0, 0.1);
            });
        }
    }

    @Test
    void the_bound_holds_when_each_job_is_judged_by_what_was_seen_of_the_one_before() {
        var seen = TEN_MINUTES.toMillis() * 1.0;
        var real = TEN_MINUTES.toMillis() * 1.0;
        for (var job = 0; job < JOBS; job++) {
            // What was seen is a little late, so a tenth less of it is the most that a job can be quicker.
            var next = Math.max(real * between(0.95, 1.05), seen * 0.9);
            var wait = wait(Duration.ofMillis((long) seen), next / seen, 50);
            assertThat(wait.polls).isLessThanOrEqualTo(4);
            assertThat(wait.added).isBetween(0.0, 0.1);
            seen = next * (1 + wait.added);
            real = Math.min(Math.max(next, 300_000), 1_200_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 570000", "1, 570000, 45600", "2, 600000, 48000", "0, 300000, 270000", "0, 600000, 48000",
        "1, 1000, 500"})
    void it_aims_at_the_end_of_the_last_time_and_then_goes_in_steps(int polls, long elapsed, long pause) {
        var pace = pace(TEN_MINUTES);

        assertThat(pace.pause(polls, Duration.ofMillis(elapsed), 0)).isBetween(pause, pause + 1);
        assertThat(pace.pause(polls, Duration.ofMillis(elapsed), 1))
                .isBetween(pause * 102 / 100, pause * 102 / 100 + 2);
    }

    @Test
    void a_job_that_takes_half_as_long_again_is_like_no_other() {
        assertThat(pace(TEN_MINUTES).covers(Duration.ofMinutes(15))).isTrue();
        assertThat(pace(TEN_MINUTES).covers(Duration.ofMinutes(15).plusMillis(1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {3_001, 4_500, 10_000, 60_000, 600_000, 36_000_000})
    void a_job_that_takes_as_long_as_ever_is_asked_for_twice_at_most(long millis) {
        var seen = millis;
        for (var job = 0; job < 200; job++) {
            var wait = wait(Duration.ofMillis(seen), (double) millis / seen, 0);
            assertThat(wait.polls).as("job %d", job).isLessThanOrEqualTo(2);
            seen = Math.max(3_001, (long) Math.ceil(millis * (1 + wait.added)));
        }
    }

    @Test
    void what_was_done_soon_after_the_first_poll_teaches_nothing() {
        assertThat(Pace.of(Duration.ofSeconds(3), FIRST_DELAY)).isEmpty();
        assertThat(Pace.of(Duration.ofMillis(3001), FIRST_DELAY)).isPresent();
    }

    private static Pace pace(Duration last) {
        return Pace.of(last, FIRST_DELAY).orElseThrow();
    }

    /** What becomes of a job that takes so many times as long as the last one; each call takes up to so long. */
    private Wait wait(Duration last, double share, int callMillis) {
        var real = last.toMillis() * share;
        var pace = pace(last);
        var elapsed = 0.0;
        var polls = 0;
        while (true) {
            elapsed += pace.pause(polls, Duration.ofMillis((long) elapsed), random.nextDouble());
            polls++;
            if (elapsed >= real) {
                return new Wait(polls, (elapsed - real) / real);
            }
            elapsed += callMillis * random.nextDouble();
        }
    }

    private double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }
}
