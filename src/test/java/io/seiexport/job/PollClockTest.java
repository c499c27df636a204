package io.seiexport.job;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = MINUTES)
class PollClockTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final PollClock clock = new PollClock(context);

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    @Test
    void it_wakes_an_export_when_its_pause_is_over() throws Exception {
        var began = System.nanoTime();
        var woken = new CompletableFuture<Long>();

        wait(clock, () -> woken.complete(System.nanoTime()), 50, MILLISECONDS);

        assertThat(woken.get() - began).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(50));
    }

    @Test
    void it_wakes_all_that_wait_at_once_and_each_only_once() throws Exception {
        var woken = new CountDownLatch(100);
        var runs = new AtomicInteger();
        for (var i = 0; i < 100; i++) {
            wait(clock, () -> {
                runs.incrementAndGet();
                woken.countDown();
            }, 1, HOURS);
        }

        clock.wakeAll();

        woken.await();
        clock.shutdown();
        assertThat(clock.awaitTermination(1, HOURS)).isTrue();
        assertThat(runs).hasValue(100);
    }

    @Test
    void what_comes_after_the_waking_does_not_wait_either() throws Exception {
        var woken = new CompletableFuture<Boolean>();
        clock.wakeAll();

        wait(clock, () -> woken.complete(true), 1, HOURS);

        assertThat(woken.get()).isTrue();
    }

    @Test
    void what_comes_during_the_waking_does_not_wait_either() throws Exception {
        for (var round = 0; round < 400; round++) {
            var each = new PollClock(context);
            var woken = new CountDownLatch(4);
            var start = new CyclicBarrier(5);
            for (var i = 0; i < 4; i++) {
                new Thread(() -> {
                    arrive(start);
                    wait(each, woken::countDown, 1, HOURS);
                }).start();
            }
            arrive(start);
            each.wakeAll();

            woken.await();
            each.shutdownNow();
        }
    }

    @Test
    void a_context_that_stops_wakes_all() throws Exception {
        var woken = new CompletableFuture<Boolean>();
        try (context) {
            context.start();
            wait(clock, () -> woken.complete(true), 1, HOURS);
        }

        assertThat(woken.get()).isTrue();
        assertThat(clock.isShutdown()).isTrue();
    }

    @Test
    void its_threads_do_not_keep_the_program_alive() throws Exception {
        var thread = new CompletableFuture<Thread>();

        clock.execute(() -> thread.complete(Thread.currentThread()));

        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(thread.get().getName()).startsWith("poll-");
    }

    private static void wait(PollClock clock, Runnable export, long pause, TimeUnit unit) {
        clock.schedule(export, pause, unit);
    }

    private static void arrive(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
