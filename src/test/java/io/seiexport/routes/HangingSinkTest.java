package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.seiexport.cli.Parts;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.plan.Export;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.settings.RunMode;
import io.seiexport.support.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sink that does not come to an end is cut off at its deadline, and holds up nobody else until then. */
class HangingSinkTest extends RouteTest {
    private static final String WINDOW = "2026-04-01_2026-04-30";
    private static final int PLACES = 4;

    private final Hanging hanging = new Hanging();
    private final CountDownLatch late = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final Map<String, String> settings = new HashMap<>(Map.of("export.ba.scopes", "team:1",
            "export.ba.sinks", "direct:sink-hung,direct:sink-file", "export.sprint.scopes", "team:1"));

    @Override
    protected Options sandboxOptions() {
        return Options.immediate();
    }

    @Override
    protected Map<String, Object> beans() {
        return Map.of("hanging", hanging, "late", late, "open", open);
    }

    @BeforeEach
    void addTheSink() throws IOException {
        sink("""
                - to:
                    id: renew-lease-of-hung
                    uri: direct
                    parameters:
                      name: ledger-lease
                - to:
                    id: land-late
                    uri: file
                    parameters:
                      directoryName: %s
                """.formatted(folder.resolve("hung")));
    }

    private void sink(String steps) throws IOException {
        routes().write("sinks", "sink-hung", Hanging.route("sink-hung", steps));
    }

    @AfterEach
    void letGo() {
        hanging.letGo();
        open.countDown();
    }

    private void start(String key, String value) throws Exception {
        settings.put(key, value);
        start(settings);
    }

    private static String teams(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(team -> "team:" + team).collect(Collectors.joining(","));
    }

    @Test
    void it_holds_up_neither_the_other_sinks_of_its_exports_nor_other_exports() throws Exception {
        var many = PLACES + 4;
        start("export.ba.scopes", teams(many));

        ring("ba");
        await().until(() -> hanging.begun() == PLACES && csvs("ba") == many);
        ring("sprint");

        await().until(() -> !ends.delivered().isEmpty());
        assertThat(ends.delivered().keySet()).extracting(Export::domain).containsExactly("sprint");
        assertThat(hanging.begun()).isEqualTo(PLACES);

        hanging.letGo();
        ends.await(many + 1);
        assertThat(ends.failed()).isEmpty();
        assertThat(filesIn(folder.resolve("hung"))).hasSize(many);
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
    void the_log_says_when_a_delivery_begins_and_how_long_it_lasts() throws Exception {
        var about = "ba team:777 2026-04-01..2026-04-30";
        var atWork = "WARN " + about + ": the sink direct:sink-hung has been at work for ";
        settings.put(Parts.FIRST_WORD_OF_DEADLINE, "1000");
        settings.put("export.ba.scopes", "team:777");
        try (var log = LogLines.of("sei")) {
            start("sink.timeout", "1h");
            ring("ba");

            await().until(() -> log.lines().stream().filter(line -> line.startsWith(atWork)).count() > 1);
            assertThat(log.lines()).contains("INFO " + about + " goes to direct:sink-hung",
                    "INFO " + about + " goes to direct:sink-file");
            assertThat(log.lines()).filteredOn(line -> line.startsWith(atWork)).startsWith(
                    atWork + "1s; it is cut off after 1h (sink.timeout)",
                    atWork + "2s; it is cut off after 1h (sink.timeout)");
        }
    }

    @Test
    void its_own_deadline_wins_and_fails_it_like_one_that_is_down() throws Exception {
        settings.put("sink.timeout", "1h");
        settings.put(RunMode.BY_HAND, "false");
        settings.put(Parts.SHORTEST_HOLD, "600000");
        start("sink.hung.timeout", "3s");

        tick("ba", NOW);

        ends.await(1);
        await().until(() -> hanging.interrupted() == 1);
        assertThat(ends.failed()).isEmpty();
        assertThat(ends.postponed()).singleElement().isEqualTo(new Failure(Reason.SINK, "the sink direct:sink-hung did "
                + "not accept the file: it was not done after 3s (sink.hung.timeout) and was cut off"));
        assertThat(csvs("ba")).isOne();
        assertThat(inLedger("select sink from sei_delivery")).startsWith("direct:sink-file");
        assertThat(inLedger("select what from sei_hold")).isEqualTo("direct:sink-hung");
        assertThat(inLedger("select failures from sei_window")).isEqualTo("0");
        assertThat(waiting()).hasSize(1);
    }

    @Test
    void it_cannot_land_late_while_another_sink_keeps_the_lease() throws Exception {
        sink("""
                - doTry:
                    id: try-late
                    steps:
                      - to:
                          id: renew-late
                          uri: direct
                          parameters:
                            name: ledger-lease
                      - to:
                          id: land-too-late
                          uri: file
                          parameters:
                            directoryName: %s
                    doFinally:
                      id: late-or-not
                      steps:
                        - bean:
                            id: tell-late
                            ref: late
                            method: countDown()
                """.formatted(folder.resolve("hung")));
        routes().write("sinks", "sink-open", Hanging.route("sink-open", "").replace("ref: hanging", "ref: open")
                .replace("method: hang", "method: await()"));
        settings.put("export.ba.sinks", "direct:sink-hung,direct:sink-open");
        hanging.deaf();
        start("sink.hung.timeout", "1s");
        ring("ba");
        await().until(() -> hanging.interrupted() > 0);

        hanging.letGo();
        late.await();

        assertThat(inLedger("select lease_until > 0 from sei_window")).isEqualTo("1");
        assertThat(folder.resolve("hung")).doesNotExist();
    }

    @Test
    void what_it_does_after_its_deadline_changes_nothing() throws Exception {
        hanging.deaf();
        start("sink.hung.timeout", "1s");
        ring("ba");
        assertThat(ends.await().failed()).hasSize(1);
        assertThat(inLedger("select lease_until from sei_window")).isEqualTo("0");

        hanging.letGo();
        // It waits until nothing is under way any more.
        startAgain(settings);

        assertThat(folder.resolve("hung")).doesNotExist();
        assertThat(inLedger("select count(*) from sei_delivery where sink like 'direct:sink-hung%'")).isEqualTo("0");
        assertThat(inLedger("select lease_until from sei_window")).isEqualTo("0");
        assertThat(inLedger("select state from sei_window")).isEqualTo("staged");
    }

    @Test
    void those_that_wait_for_it_are_not_tried_when_it_is_cut_off() throws Exception {
        settings.put("sink.hung.timeout", "1s");
        start("export.ba.scopes", teams(PLACES + 2));

        ring("ba");

        var failed = ends.await().failed().values();
        var cutOff = failed.stream().filter(failure -> failure.sentence().endsWith(" and was cut off")).count();
        assertThat(cutOff).isBetween(1L, (long) PLACES);
        assertThat(failed).hasSize(PLACES + 2).extracting(Failure::sentence).filteredOn(sentence -> sentence.equals(
                "the sink direct:sink-hung was not tried, because the last time it was not done after 1s "
                        + "(sink.hung.timeout)")).hasSize(PLACES + 2 - (int) cutOff);
        assertThat(csvs("ba")).isEqualTo(PLACES + 2);
    }

    @Test
    void while_all_its_places_are_stuck_nothing_waits_for_one() throws Exception {
        hanging.deaf();
        settings.put(RunMode.BY_HAND, "false");
        settings.put("sink.hung.timeout", "1s");
        start("export.ba.scopes", teams(PLACES));
        tick("ba", NOW);

        await().until(() -> ends.postponed().stream().anyMatch(failure -> failure.sentence().equals(
                "the sink direct:sink-hung did not accept the file: 4 earlier files are still stuck in it, cut off "
                        + "after 1s (sink.hung.timeout)")));
        assertThat(hanging.begun()).isEqualTo(PLACES);
        assertThat(sandbox().count(Call.CREATE, "ba")).isEqualTo(PLACES);
    }

    @Test
    void one_that_hangs_when_it_is_asked_for_its_file_is_cut_off_as_well() throws Exception {
        settings.put("export.ba.settle", "1");
        settings.put("sink.hung.timeout", "2s");
        routes().remove("sink-hung");
        routes().write("sinks", "verify-hung", Hanging.route("verify-hung", "") + Hanging.route("sink-hung", "")
                .replace("method: hang", "method: begun"));
        start(settings);
        tick("ba", NOW);
        ends.await(1);

        try (var log = LogLines.of("sei")) {
            tick("ba", NOW);
            ends.await(2);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN ba team:1 ") && line.endsWith(
                    ": direct:sink-hung does not tell whether it still holds the delivered file: it was not done "
                            + "after 2s (sink.hung.timeout) and was cut off; the file is delivered to it again"));
        }
        await().until(() -> hanging.interrupted() == 1);
        assertThat(ends.failed().values()).singleElement().extracting(Failure::sentence).isEqualTo("the sink "
                + "direct:sink-hung was not tried, because the last time it was not done after 2s "
                + "(sink.hung.timeout)");
        assertThat(ends.unchanged()).isEmpty();
    }

    @Test
    void a_stop_gives_a_delivery_its_time_and_then_interrupts_it() throws Exception {
        settings.put("camel.main.shutdown-timeout", "1");
        start(settings);
        ring("ba");
        await().until(() -> hanging.begun() == 1);

        stopRoutes();

        await().until(() -> hanging.interrupted() == 1);
        assertThat(folder.resolve("hung")).doesNotExist();
    }

    @Test
    void a_stop_waits_for_a_delivery_that_ends_in_time() throws Exception {
        settings.put("camel.main.shutdown-timeout", "3600");
        start(settings);
        ring("ba");
        await().until(() -> hanging.begun() == 1);
        var stop = new Thread(this::stopRoutes);

        stop.start();
        await().until(() -> context().isStopping());
        hanging.letGo();
        stop.join();

        assertThat(filesIn(folder.resolve("hung"))).hasSize(1);
        assertThat(hanging.interrupted()).isZero();
        assertThat(ends.delivered()).hasSize(1);
    }

    private long csvs(String domain) throws IOException {
        return filesIn(data()).stream().filter(file -> file.startsWith(domain + "/") && file.endsWith(WINDOW + ".csv"))
                .filter(file -> Files.exists(data().resolve(file))).count();
    }
}
