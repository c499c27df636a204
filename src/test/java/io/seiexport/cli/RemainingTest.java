package io.seiexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import org.junit.jupiter.api.Test;

class RemainingTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Remaining remaining = new Remaining();

    private static Export export(int day) {
        var date = LocalDate.of(2026, 1, day);
        return new Export("ba", List.of("ba"), new Scope("", "1"), new Window(date, date), "weekly", "{}", List.of());
    }

    private void queue(int count, Optional<Duration> usually) {
        for (var day = 1; day <= count; day++) {
            remaining.queued(new OwedExport(export(day), "new", Optional.empty(), usually));
        }
    }

    @Test
    void there_is_no_line_before_there_is_anything_to_do() {
        assertThat(Remaining.line(List.of(remaining))).isEmpty();
    }

    @Test
    void at_first_the_history_says_how_long_it_takes() {
        remaining.atOnce(2);
        queue(10, Optional.of(MINUTE));
        remaining.closed(export(1).name());

        assertThat(remaining.left(Duration.ofSeconds(10))).contains(Duration.ofSeconds(9 * 30));
        assertThat(Remaining.line(List.of(remaining))).isEqualTo("[###...........................] 1/10, about 5 min left");
    }

    @Test
    void later_what_was_done_so_far_says_it() {
        remaining.atOnce(2);
        queue(10, Optional.of(MINUTE));
        remaining.closed(export(1).name());
        remaining.closed(export(2).name());

        assertThat(remaining.left(Duration.ofSeconds(10))).contains(Duration.ofSeconds(40));
    }

    @Test
    void nobody_knows_before_the_first_one_ever_has_ended() {
        queue(10, Optional.empty());

        assertThat(Remaining.line(List.of(remaining))).isEqualTo("[..............................] 0/10");
    }

    @Test
    void nothing_is_left_in_the_end() {
        queue(1, Optional.of(MINUTE));
        remaining.closed(export(1).name());

        assertThat(Remaining.line(List.of(remaining))).isEqualTo("[##############################] 1/1");
    }
}
