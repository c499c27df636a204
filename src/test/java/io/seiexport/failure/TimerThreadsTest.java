package io.seiexport.failure;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.seiexport.cli.Pools;
import io.seiexport.job.PollClock;
import io.seiexport.settings.Project;
import io.seiexport.support.JavaProgram;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimerThreadsTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({"error, java.lang.NoClassDefFoundError: as the test says, wait-",
        "exception, java.lang.IllegalStateException: as the test says, wait-",
        "woken, java.lang.NoClassDefFoundError: as the test says, poll-"})
    void whatever_is_thrown_ends_the_process_and_is_logged(String what, String thrown, String threads)
            throws Exception {
        try (var process = JavaProgram.mainWithLibraries(ThrowingProgram.class).start(what)) {
            assertThat(process.waitFor(LIMIT)).isEqualTo(2);
            assertThat(process.output() + process.errors()).contains("The program exits, because an export would wait "
                    + "forever: " + thrown + " was thrown on " + threads);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"seda", "threads"})
    void an_error_that_camel_does_not_catch_ends_the_process_on_its_threads_too(String threads) throws Exception {
        try (var process = JavaProgram.mainWithLibraries(ThrowingProgram.class).start(threads)) {
            assertThat(process.waitFor(LIMIT)).isEqualTo(2);
            assertThat(process.output() + process.errors())
                    .contains("NoClassDefFoundError: as the test says was thrown "
                    + "on Camel (camel-1) thread #");
        }
    }

    @Test
    void what_is_cancelled_ends_nothing() throws Exception {
        var clock = new TimerThreads("wait", 1);
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);

        var cancelled = clock.schedule(() -> {
            begun.countDown();
            end.await();
            return null;
        }, 1, MILLISECONDS);
        assertThat(begun.await(30, SECONDS)).isTrue();
        cancelled.cancel(false);
        end.countDown();
        clock.shutdown();

        assertThat(clock.awaitTermination(30, SECONDS)).isTrue();
    }

    @Test
    void what_fails_because_the_clock_has_ended_ends_nothing() throws Exception {
        var clock = new PollClock(new DefaultCamelContext());
        clock.wakeAll();

        clock.schedule(() -> {
            throw new IllegalStateException("as all is closed already");
        }, 1, MILLISECONDS);
        clock.shutdown();

        assertThat(clock.awaitTermination(30, SECONDS)).isTrue();
    }

    /** Would wait for ever for something that never comes. */
    static final class ThrowingProgram {
        private ThrowingProgram() {
        }

        public static void main(String[] what) throws Exception {
            Thread.setDefaultUncaughtExceptionHandler(new FatalErrorHandler());
            switch (what[0]) {
                case "error" -> new TimerThreads("wait", 1).schedule(ThrowingProgram::fail, 1, MILLISECONDS);
                case "exception" -> new TimerThreads("wait", 1).execute(() -> {
                    throw new IllegalStateException("as the test says");
                });
                case "seda", "threads" -> routes(what[0]);
                default -> {
                    var clock = new PollClock(new DefaultCamelContext());
                    clock.schedule(ThrowingProgram::fail, 1, HOURS);
                    clock.wakeAll();
                }
            }
            new CountDownLatch(1).await();
        }

        private static void routes(String what) throws Exception {
            var context = new DefaultCamelContext();
            new Pools(Project.ONLY).setCamelContext(context);
            // Camel catches what a bean's method throws, but not this.
            context.getRegistry().bind("throwing", (Processor) exchange -> fail());
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:seda").to("bean:throwing");
                    from("direct:threads").threads().to("bean:throwing");
                }
            });
            context.start();
            context.createProducerTemplate().asyncSendBody(what.equals("seda") ? "seda:seda" : "direct:threads", "");
        }

        private static void fail() {
            throw new NoClassDefFoundError("as the test says");
        }
    }
}
