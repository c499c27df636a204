package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.seiexport.cli.Parts;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.plan.Export;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.support.LogLines;
import io.seiexport.support.RouteFolder;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transform that does not come to an end is cut off at its deadline, and holds up nobody else until then. */
class HangingTransformTest extends RouteTest {
    private static final String TRANSFORM = "direct:transform-hung (export.ba.transform)";
    private static final String STAGED = "ba~team-1~weekly~2026-04-01_2026-04-30~1.csv";
    private static final String RESULT = "Team,Hours\nA,1\n";
    private static final int PLACES = 4;

    private final Hanging hanging = new Hanging();
    private final Map<String, String> settings = new HashMap<>(Map.of("export.ba.scopes", "team:1",
            "export.ba.transform", "direct:transform-hung", "export.sprint.scopes", "team:1"));
    private volatile Processor work = exchange -> {
        hanging.hang(exchange);
        exchange.getMessage().setBody(RESULT);
    };

    @Override
    protected Options sandboxOptions() {
        return Options.immediate();
    }

    @Override
    protected Map<String, Object> beans() {
        return Map.of("work", (Processor) exchange -> work.process(exchange));
    }

    @BeforeEach
    void addTheTransform() throws IOException {
        var routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        settings.put("camel.main.routes-include-pattern", routes.pattern());
        transform(routes, "transform-hung", "- process: {id: hung-work, ref: work}");
        transform(routes, "transform-quick",
                "- setBody: {id: quick-work, constant: {expression: \"Team,Hours\\nA,1\\n\"}}");
    }

    private static void transform(RouteFolder routes, String name, String step) throws IOException {
        routes.write("transforms", name, """
                - route:
                    id: %1$s
                    group: transforms
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:%1$s
                      steps:
                        %2$s
                """.formatted(name, step));
    }

    @AfterEach
    void letGo() {
        hanging.letGo();
    }

    private void start(String key, String value) throws Exception {
        settings.put(key, value);
        start(settings);
    }

    private static String teams(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(team -> "team:" + team).collect(Collectors.joining(","));
    }

    private void assertThatItWasCutOff() {
        assertThatItWasCutOffAfter("300ms");
    }

    private void assertThatItWasCutOffAfter(String limit) {
        assertThat(ends.failed().values()).singleElement().isEqualTo(new Failure(Reason.TRANSFORM,
                TRANSFORM + " was not done after " + limit + " (transform.timeout) and was cut off"));
    }

    @Test
    void past_its_deadline_it_is_interrupted_and_its_export_fails() throws Exception {
        start("transform.timeout", "300ms");

        ring("ba");

        ends.await();
        assertThatItWasCutOff();
        await().until(() -> hanging.interrupted() == 1);
        assertThat(filesIn(data())).isEmpty();
        assertThat(waiting()).containsExactly(STAGED);
        assertThat(inLedger("select state || ' ' || failures || ' ' || postponed from sei_window"))
                .isEqualTo("staged 1 0");
    }

    @Test
    void it_holds_up_neither_exports_without_a_transform_nor_those_with_another() throws Exception {
        settings.put("export.efficiency.scopes", "team:1");
        settings.put("export.efficiency.transform", "direct:transform-quick");
        start("export.ba.scopes", teams(PLACES + 2));
        ring("ba");
        await().until(() -> hanging.begun() == PLACES);

        ring("sprint");
        ring("efficiency");

        await().until(() -> ends.delivered().size() == 2);
        assertThat(ends.delivered().keySet()).extracting(Export::domain)
                .containsExactlyInAnyOrder("sprint", "efficiency");
        assertThat(hanging.begun()).isEqualTo(PLACES);

        hanging.letGo();
        ends.await(PLACES + 4);
        assertThat(ends.failed()).isEmpty();
    }

    @Test
    void what_waits_for_it_for_long_makes_room_for_other_exports() throws Exception {
        settings.put("export.max-in-flight", "2");
        settings.put(Parts.FIRST_WORD_OF_DEADLINE, "50");
        start("export.ba.scopes", teams(2));
        ring("ba");
        await().until(() -> hanging.begun() == 2);

        ring("sprint");

        await().until(() -> !ends.delivered().isEmpty());
        assertThat(hanging.interrupted()).isZero();
    }

    @Test
    void the_log_says_how_long_it_lasts() throws Exception {
        var about = "WARN ba team:777 2026-04-01..2026-04-30: the transform direct:transform-hung has been at work "
                + "for ";
        settings.put(Parts.FIRST_WORD_OF_DEADLINE, "1000");
        settings.put("export.ba.scopes", "team:777");
        try (var log = LogLines.of("sei")) {
            start("transform.timeout", "1h");
            ring("ba");

            await().until(() -> log.lines().stream().filter(line -> line.startsWith(about)).count() > 1);
            assertThat(log.lines()).filteredOn(line -> line.startsWith(about)).startsWith(
                    about + "1s; it is cut off after 1h (transform.timeout)",
                    about + "2s; it is cut off after 1h (transform.timeout)");
        }
    }

    @Test
    void reading_what_it_has_left_belongs_to_its_deadline() throws Exception {
        work = exchange -> exchange.getMessage().setBody(withoutEnd(RESULT));
        start("transform.timeout", "300ms");

        ring("ba");

        ends.await();
        assertThatItWasCutOff();
        await().until(() -> hanging.interrupted() == 1);
        stopRoutes();
        assertThat(waiting()).containsExactly(STAGED);
    }

    @Test
    void a_result_whose_end_comes_late_leaves_no_file() throws Exception {
        hanging.deaf();
        work = exchange -> exchange.getMessage().setBody(withoutEnd(RESULT + "A,1\n".repeat(5_000)));
        start("transform.timeout", "300ms");
        ring("ba");
        ends.await();
        assertThatItWasCutOff();

        hanging.letGo();
        stopRoutes();

        assertThat(waiting()).containsExactly(STAGED);
    }

    /** One whose end comes when the test says so. */
    private InputStream withoutEnd(String result) {
        return new SequenceInputStream(new ByteArrayInputStream(result.getBytes(UTF_8)), new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    hanging.hang(null);
                    return -1;
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
    }

    @Test
    void a_stream_without_end_that_heeds_no_interrupt_is_not_read_on() throws Exception {
        var closed = new CountDownLatch(1);
        work = exchange -> exchange.getMessage().setBody(new SequenceInputStream(
                new ByteArrayInputStream("Team,Hours\n".getBytes(UTF_8)), new Endless(closed)));
        start("transform.timeout", "300ms");

        ring("ba");

        ends.await();
        assertThatItWasCutOff();
        await().until(() -> closed.getCount() == 0);
        stopRoutes();
        assertThat(waiting()).containsExactly(STAGED);
    }

    /** Nothing until it is interrupted, and then the same row again and again. */
    private static final class Endless extends InputStream {
        private static final byte[] ROW = "A,1\n".getBytes(UTF_8);
        private final CountDownLatch closed;
        private boolean interrupted;

        Endless(CountDownLatch closed) {
            this.closed = closed;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("it is read in pieces");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            while (!interrupted) {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            System.arraycopy(ROW, 0, into, offset, ROW.length);
            return ROW.length;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void what_it_leaves_after_its_deadline_changes_nothing() throws Exception {
        hanging.deaf();
        start("transform.timeout", "300ms");
        ring("ba");
        ends.await();
        assertThatItWasCutOff();

        hanging.letGo();
        // It waits until nothing is under way any more.
        stopRoutes();

        assertThat(filesIn(data())).isEmpty();
        assertThat(waiting()).containsExactly(STAGED);
    }

    @Test
    void what_it_leaves_late_does_not_replace_what_a_later_try_has_made() throws Exception {
        hanging.deaf();
        start("transform.timeout", "3s");
        ring("ba");
        ends.await();
        assertThatItWasCutOffAfter("3s");
        work = exchange -> exchange.getMessage().setBody("Team,Hours\nB,2\n");
        ring("ba");
        assertThat(ends.await().delivered()).hasSize(1);

        hanging.letGo();
        stopRoutes();

        assertThat(Files.readString(data().resolve("ba/team-1/weekly/2026-04-01_2026-04-30.csv")))
                .isEqualTo("Team,Hours\nB,2\n");
        assertThat(waiting()).isEmpty();
        assertThat(sandbox().count(Call.DOWNLOAD, "ba")).isOne();
    }

    @Test
    void that_one_file_was_too_much_for_it_keeps_no_other_from_it() throws Exception {
        var tooMuch = new AtomicBoolean(true);
        work = exchange -> {
            if (tooMuch.getAndSet(false)) {
                hanging.hang(exchange);
            }
            exchange.getMessage().setBody(RESULT);
        };
        settings.put("transform.timeout", "3s");
        start("export.ba.scopes", teams(PLACES + 2));

        ring("ba");

        assertThat(ends.await(PLACES + 2).delivered()).hasSize(PLACES + 1);
        assertThatItWasCutOffAfter("3s");
    }

    @Test
    void while_all_its_places_are_stuck_nothing_waits_for_one() throws Exception {
        hanging.deaf();
        settings.put("transform.timeout", "2s");
        start("export.ba.scopes", teams(PLACES + 2));

        ring("ba");

        assertThat(ends.await(PLACES + 2).failed().values()).extracting(Failure::sentence)
                .filteredOn(sentence -> sentence.equals("4 earlier files are still stuck in " + TRANSFORM
                        + ", cut off after 2s (transform.timeout)")).hasSize(2);
        assertThat(hanging.begun()).isEqualTo(PLACES);
        assertThat(inLedger("select sum(failures) || ' ' || sum(postponed) from sei_window")).isEqualTo("4 2");
        assertThat(inLedger("select count(*) from sei_hold")).isEqualTo("0");
    }

    @Test
    void when_one_that_was_stuck_has_ended_others_are_tried_again() throws Exception {
        hanging.deaf();
        settings.put("transform.timeout", "2s");
        start("export.ba.scopes", teams(PLACES));
        ring("ba");
        ends.await(PLACES);
        hanging.letGo();

        await().until(() -> {
            ring("ba");
            ends.await();
            return ends.delivered().size() == PLACES;
        });
    }
}
