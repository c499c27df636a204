package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {

    private static OwedExport taking(int seconds) {
        var day = LocalDate.of(2026, 1, 1);
        var export = new Export("ba", List.of("ba"), new Scope("", "1"), new Window(day, day), "weekly", "{}",
                List.of());
        return new OwedExport(export, "new", Optional.empty(),
                seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
    }

    private static List<OwedExport> taking(int... seconds) {
        return Arrays.stream(seconds).mapToObj(EstimateTest::taking).toList();
    }

    @Test
    void those_that_run_at_once_share_the_time() {
        assertThat(new Estimate(2).of(taking(60, 60, 60, 60))).contains(Duration.ofSeconds(120));
    }

    @Test
    void all_take_at_least_as_long_as_the_longest() {
        assertThat(new Estimate(20).of(taking(600, 10))).contains(Duration.ofSeconds(600));
    }

    @Test
    void of_one_without_a_history_the_mean_of_the_others_is_taken() {
        assertThat(new Estimate(1).of(taking(10, 30, 0))).contains(Duration.ofSeconds(60));
    }

    @Test
    void without_any_history_there_is_none() {
        assertThat(new Estimate(1).of(taking(0, 0))).isEmpty();
        assertThat(new Estimate(1).of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0.2S, 1 s", "PT99S, 99 s", "PT10M, 10 min", "PT3H, 3.0 h"})
    void it_is_said_as_a_person_says_it(Duration duration, String said) {
        assertThat(Estimate.formatted(duration)).isEqualTo(said);
    }
}
