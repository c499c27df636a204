package io.seiexport.api;

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
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final Random random = new Random(7);

    private record Wait(int polls, double added) {
    }

    @Test
    void aJobOfTenMinutesIsAskedForEightTimesAtMostAndWaitsAtMostATenthLonger() {
        for (var job = 0; job < JOBS; job++) {
            assertThat(wait(TEN_MINUTES, between(0.9, 1.1), 300)).as("job %d", job).satisfies(wait -> {
                assertThat(wait.polls).isLessThanOrEqualTo(8);
                assertThat(wait.added).isBetween(0.0, 0.1);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT61S", "PT10M", "PT1H", "PT12H"})
    void theBoundHoldsForLongAndShortJobsThatTakeALittleMoreThanLastTime(String last) {
        for (var job = 0; job < JOBS; job++) {
            assertThat(wait(Duration.parse(last), between(0.9, 1.15), 0)).satisfies(wait -> {
                assertThat(wait.polls).isLessThanOrEqualTo(8);
                assertThat(wait.added).isBetween(0.0, 0.1);
            });
        }
    }

    @Test
    void theBoundHoldsWhenEachJobIsJudgedByWhatWasSeenOfTheOneBefore() {
        var seen = TEN_MINUTES.toMillis() * 1.0;
        var real = TEN_MINUTES.toMillis() * 1.0;
        for (var job = 0; job < JOBS; job++) {
            // What was seen is a little late, so a tenth less of it is the most that a job can be quicker.
            var next = Math.max(real * between(0.95, 1.05), seen * 0.9);
            var wait = wait(Duration.ofMillis((long) seen), next / seen, 50);
            assertThat(wait.polls).isLessThanOrEqualTo(8);
            assertThat(wait.added).isBetween(0.0, 0.1);
            seen = next * (1 + wait.added);
            real = Math.min(Math.max(next, 300_000), 1_200_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 200000", "1, 200000, 200000", "2, 400000, 170000", "3, 570000, 22800", "4, 600000, 24000",
        "2, 600000, 24000", "0, 300000, 12000"})
    void itAimsAtTheThirdsAndTheEndOfTheLastTimeAndThenGoesInSteps(int polls, long elapsed, long pause) {
        var pace = new Pace(TEN_MINUTES);

        assertThat(pace.pause(polls, Duration.ofMillis(elapsed), 0)).isBetween(pause, pause + 1);
        assertThat(pace.pause(polls, Duration.ofMillis(elapsed), 1)).isBetween(pause * 102 / 100, pause * 102 / 100 + 2);
    }

    @Test
    void aJobThatTakesHalfAsLongAgainIsLikeNoOther() {
        assertThat(new Pace(TEN_MINUTES).holds(Duration.ofMinutes(15))).isTrue();
        assertThat(new Pace(TEN_MINUTES).holds(Duration.ofMinutes(15).plusMillis(1))).isFalse();
    }

    @Test
    void whatTookAMinuteAtMostTeachesNothing() {
        assertThat(Pace.of(Duration.ofMinutes(1))).isEmpty();
        assertThat(Pace.of(Duration.ofMillis(60_001))).isPresent();
    }

    /** What becomes of a job that takes so many times as long as the last one; each call takes up to so long. */
    private Wait wait(Duration last, double share, int callMillis) {
        var real = last.toMillis() * share;
        var pace = new Pace(last);
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
