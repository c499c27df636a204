package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class OnceAnHourTest {
    /** Where System.nanoTime may be, too: just before it turns negative. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(30).toNanos());
    private final OnceAnHour onceAnHour = new OnceAnHour(nanos::get);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private void say(String key) {
        onceAnHour.say(key, () -> lines.add(key));
    }

    private void wait(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void a_line_is_said_at_once_and_not_again_within_the_hour() {
        say("ba owes nothing");
        wait(Duration.ofMinutes(59));
        say("ba owes nothing");

        assertThat(lines).containsExactly("ba owes nothing");
    }

    @Test
    void after_an_hour_it_is_said_again_however_often_it_was_kept_back() {
        for (var minute = 0; minute <= 120; minute++) {
            say("ba owes nothing");
            wait(Duration.ofMinutes(1));
        }

        assertThat(lines).hasSize(3);
    }

    @Test
    void each_key_has_an_hour_of_its_own() {
        say("ba");
        wait(Duration.ofMinutes(30));
        say("sprint");
        wait(Duration.ofMinutes(30));
        say("ba");
        say("sprint");

        assertThat(lines).containsExactly("ba", "sprint", "ba");
    }

    @Test
    void what_was_not_so_for_a_while_is_said_at_once_when_it_is_so_again() {
        say("ba");
        onceAnHour.forget("ba");
        say("ba");

        assertThat(lines).hasSize(2);
    }

    @Test
    void of_many_threads_one_says_it() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var ticks = IntStream.range(0, 200).<Callable<Object>>mapToObj(i -> () -> {
                say("ba");
                return i;
            }).toList();
            for (var tick : new ArrayList<>(threads.invokeAll(ticks))) {
                tick.get();
            }

            assertThat(lines).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
