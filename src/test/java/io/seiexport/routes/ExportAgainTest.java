package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.seiexport.delivery.Outages;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.cli.Parts;
import io.seiexport.cli.Watcher;
import io.seiexport.failure.Failure;
import io.seiexport.plan.Export;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.settings.RunMode;
import io.seiexport.support.LogLines;
import org.apache.camel.builder.AdviceWith;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a window that has failed is tried again, and which failures count against it. */
class ExportAgainTest extends RouteTest {
    private static final String APRIL = "ba/team-1/weekly/2026-04-01_2026-04-30";
    /** April is closed, by UTC and a day of lag, from this moment on. */
    private static final Instant CLOSED = Instant.parse("2026-05-02T00:00:00Z");

    /** Null while the clock of the jobs is that of everybody. */
    private final AtomicReference<Instant> serverTime = new AtomicReference<>();

    @Override
    protected Options sandboxOptions() {
        return Options.immediate().withoutReuseOfFailed()
                .withClock(() -> serverTime.get() == null ? Instant.now() : serverTime.get());
    }

    @Test
    void on_the_clock_a_failed_job_is_asked_for_anew_when_the_server_no_longer_hands_it_out() throws Exception {
        start(onTheClock("sei.reuse-window", "2s"));
        sandbox().faults().next(CREATE, Fault.failing("Invalid teamId"));

        tick("ba", NOW);

        assertThat(ends.await(2).delivered()).hasSize(1);
        assertThat(ends.failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.JOB_FAILED);
            assertThat(failure.sentence()).contains("Invalid teamId");
        });
        var requests = sandbox().received().stream().filter(call -> call.method().equals("POST")).toList();
        assertThat(requests).hasSize(2);
        // the server's times are whole seconds, so up to one of the two may be missing
        assertThat(Duration.between(requests.get(0).at(), requests.get(1).at()))
                .isGreaterThan(Duration.ofMillis(1000));
    }

    @Test
    void what_fails_by_itself_too_often_is_given_up_with_a_word() throws Exception {
        var settings = new HashMap<>(onTheClock("sei.reuse-window", "100ms"));
        settings.put("export.give-up-after", "2");
        start(settings);
        sandbox().faults().next(CREATE, Fault.failing("No data")).forEver();

        try (var log = LogLines.of("sei")) {
            tick("ba", NOW);

            ends.await(2);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR ba team:1 2026-04-01..2026-04-30 failed "
                    + "(job-failed): ") && line.endsWith("; after 2 failures in a row it is given up: the command "
                    + "retry puts it back"));
        }
        tick("ba", NOW);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
        assertThat(states()).containsExactly("failed");
    }

    @Test
    void what_the_server_fails_counts_against_no_window_and_is_tried_until_it_is_there() throws Exception {
        var settings = new HashMap<>(onTheClock("export.give-up-after", "1"));
        settings.put("retry.max-attempts", "1");
        start(settings);
        sandbox().faults().next(CREATE, Fault.answer(503, "{}")).times(4);

        tick("ba", NOW);

        assertThat(ends.await(5).delivered()).hasSize(1);
        assertThat(ends.failed()).isEmpty();
        assertThat(ends.postponed()).hasSize(4).extracting(Failure::reason).containsOnly(Reason.SERVER_ERROR);
    }

    @Test
    void a_server_that_refuses_all_is_held_back_until_it_answers_one() throws Exception {
        var settings = new HashMap<>(onTheClock("retry.max-attempts", "1"));
        settings.put("export.ba.scopes", "team:1,team:2,team:3,team:4,team:5,team:6");
        settings.put(Parts.SHORTEST_HOLD, "50");
        start(settings);
        sandbox().faults().next(CREATE, Fault.answer(401, "{\"message\": \"nobody gets in\"}")).forEver();

        try (var log = LogLines.of("io.seiexport.delivery.Outages")) {
            tick("ba", NOW);
            // One that hears of its refusal after another was answered is refused alone.
            Awaitility.await().until(() -> sandbox().count(CREATE, "ba") > 6 && ends.postponed().size() >= 6);
            sandbox().faults().clear();
            Awaitility.await().until(() -> ends.delivered().size() == 6);
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN The server is held back (unauthorized): ")
                    && line.contains("nobody gets in")).hasSize(1);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO The server works again, after "));
        }
    }

    @Test
    void a_request_that_the_server_refuses_counts_against_its_window_and_holds_back_no_other() throws Exception {
        var settings = new HashMap<>(onTheClock(Parts.SHORTEST_HOLD, "600000"));
        settings.put("sei.reuse-window", "1h");
        start(settings);
        sandbox().faults().next(CREATE, Fault.answer(422, "{\"message\": \"unknown team\"}").forTeam("1")).forEver();

        tick("ba", NOW);

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.BAD_REQUEST);
        assertThat(inLedger("select failures from sei_window")).isEqualTo("1");
        assertThat(inLedger("select count(*) from sei_hold")).isEqualTo("0");
        tick("sprint", NOW);
        Awaitility.await().until(() -> ends.delivered().size() == 1);
    }

    @Test
    void a_server_that_answers_another_while_its_hold_is_written_down_is_not_held_back() throws Exception {
        start(onTheClock("retry.max-attempts", "1"));
        var outages = context().getRegistry().lookupByNameAndType("outages", Outages.class);
        AdviceWith.adviceWith(context(), "ledger-hold", advice -> advice.weaveById("write-hold").before()
                .process(exchange -> outages.answered()));
        sandbox().faults().next(CREATE, Fault.answer(401, "{\"message\": \"nobody but another gets in\"}"));

        try (var log = LogLines.of("io.seiexport.delivery.Outages")) {
            tick("ba", NOW);
            assertThat(ends.await(2).delivered()).hasSize(1);
            assertThat(log.lines()).noneMatch(line -> line.contains("nobody but another gets in"));
        }
    }

    @Test
    void by_hand_nobody_is_promised_a_time_of_the_process_that_ends() throws Exception {
        start(Map.of("export.ba.scopes", "team:by-hand", "retry.max-attempts", "1"));
        sandbox().faults().next(CREATE, Fault.answer(401, "{\"message\": \"nobody gets in by hand\"}"));

        try (var log = LogLines.ofAll()) {
            ring("ba");
            ends.await();
            var said = log.lines().stream().filter(line -> line.contains("by hand") || line.contains("team:by-hand"))
                    .toList();
            assertThat(said).anyMatch(line -> line.startsWith("WARN The server is held back (unauthorized): ")
                    && line.endsWith("; the next `once` tries it again, and a `run` in a minute, then at growing "
                            + "intervals of up to one hour"));
            assertThat(said).noneMatch(line -> line.contains("retried in"));
        }
    }

    @Test
    void by_hand_a_failed_job_has_failed() throws Exception {
        start(Map.of("export.ba.scopes", "team:1"));
        sandbox().faults().next(CREATE, Fault.failing("No data"));

        ring("ba");

        assertThat(ends.await().failed()).hasSize(1);
        assertThat(ends.postponed()).isEmpty();
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void on_the_clock_a_job_that_never_ends_is_asked_for_anew_after_two_tries() throws Exception {
        var settings = new HashMap<>(onTheClock("sei.reuse-window", "100ms"));
        settings.put("poll.timeout", "2s");
        start(settings);
        context().getRegistry().bind("anHour", new Watcher() {
            @Override
            public void failed(Export export, Failure failure) {
                serverTime.set(Instant.now().plusSeconds(3600));
            }
        });
        sandbox().faults().next(CREATE, Fault.neverReady());

        tick("ba", NOW);

        Awaitility.await().until(() -> !ends.delivered().isEmpty());
        assertThat(ends.failed().values()).extracting(Failure::reason).containsOnly(Reason.DEADLINE);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
    }

    @Test
    void a_cancelled_job_is_asked_for_anew_too() throws Exception {
        start(onTheClock("sei.reuse-window", "100ms"));
        sandbox().faults().next(STATUS, Fault.status("CANCELLED"));

        tick("ba", NOW);

        assertThat(ends.await(2).delivered()).hasSize(1);
        assertThat(ends.failed().values()).extracting(Failure::reason).containsExactly(Reason.JOB_CANCELLED);
    }

    @Test
    void a_window_that_waits_for_its_time_holds_up_no_other() throws Exception {
        start(onTheClock("export.max-in-flight", "1"));
        sandbox().faults().next(CREATE, Fault.failing("No data").forTeam("1"));
        tick("ba", NOW);
        ends.await(1);

        tick("sprint", NOW);

        ends.await(2);
        assertThat(ends.delivered().keySet()).extracting(Export::domain).containsOnly("sprint");
    }

    @Test
    void a_tick_passes_by_a_window_that_waits_for_its_time() throws Exception {
        start(onTheClock("sei.reuse-window", "1h"));
        sandbox().faults().next(CREATE, Fault.failing("No data"));
        tick("ba", NOW);
        ends.await(1);

        tick("ba", NOW);

        assertThat(ends.queued()).hasSize(1);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_stop_does_not_wait_for_what_waits_for_its_time() throws Exception {
        var settings = new HashMap<>(onTheClock("sei.reuse-window", "1h"));
        settings.put("camel.main.shutdown-timeout", "3600");
        start(settings);
        sandbox().faults().next(CREATE, Fault.failing("No data"));
        tick("ba", NOW);
        ends.await(1);

        context().stop();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void on_the_clock_a_sink_that_was_down_gets_the_file_as_soon_as_it_is_up() throws Exception {
        var down = Files.writeString(folder.resolve("down"), "a file where a folder should be");
        var settings = new HashMap<>(onTheClock("export.ba.sinks", "direct:sink-file,file:" + down));
        settings.put("export.give-up-after", "1");
        start(settings);
        tick("ba", NOW);
        Awaitility.await().until(() -> ends.postponed().size() > 1);
        var csv = Files.readString(data().resolve(APRIL + ".csv"));

        Files.delete(down);

        Awaitility.await().until(() -> !ends.delivered().isEmpty());
        assertThat(ends.failed()).isEmpty();
        assertThat(down.resolve(APRIL + ".csv")).hasContent(csv);
        assertThat(ends.postponed()).extracting(Failure::reason).containsOnly(Reason.SINK);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        Awaitility.await().untilAsserted(() -> assertThat(waiting()).isEmpty());
    }

    @Test
    void a_sink_that_is_held_back_is_spared_by_the_other_windows() throws Exception {
        var down = Files.writeString(folder.resolve("down"), "a file where a folder should be");
        var settings = new HashMap<>(onTheClock("export.ba.sinks", "file:" + down));
        settings.put("export.ba.since", "2026-01-01");
        settings.put("export.max-in-flight", "1");
        settings.put(Parts.SHORTEST_HOLD, "600000");
        // It ends what was held back before the start, and may come late.
        settings.put("camel.main.auto-startup-exclude-pattern", "work-begin");
        start(settings);

        try (var log = LogLines.of("sei")) {
            tick("ba", NOW);

            ends.await(4);
            assertThat(log.lines()).filteredOn(line -> line.contains("failed (sink): the sink file:" + down))
                    .hasSize(4).filteredOn(line -> !line.contains(" was not tried, because it failed recently: "))
                    .hasSize(1);
        }
    }

    @Test
    void on_the_clock_a_job_from_before_its_window_had_closed_is_asked_for_anew() throws Exception {
        start(onTheClock("sei.reuse-window", "1s"));
        context().getRegistry().bind("halfAnHour", new Watcher() {
            @Override
            public void postponed(Export export, Failure failure) {
                serverTime.set(CLOSED.plusSeconds(3600));
            }
        });
        askFor(CLOSED.minusSeconds(600));
        serverTime.set(CLOSED.plusSeconds(600));

        tick("ba", NOW);

        assertThat(ends.await(2).failed()).isEmpty();
        assertThat(ends.postponed()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.STALE);
            assertThat(failure.sentence()).contains("2026-05-01T23:50", "2026-05-02T00:00:00Z");
        });
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(manifest()).contains("\"createdAt\" : \"2026-05-02T01:00:00Z\"").doesNotContain("stale");
    }

    @Test
    void by_hand_a_job_from_before_its_window_had_closed_is_delivered_and_marked() throws Exception {
        start(Map.of("export.ba.scopes", "team:1"));
        askFor(CLOSED.minusSeconds(600));
        serverTime.set(CLOSED.plusSeconds(600));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(manifest()).contains("\"reused\" : true", "\"stale\" : true");
    }

    /** Another client has asked for the very same export at this moment. */
    private void askFor(Instant moment) throws Exception {
        serverTime.set(moment);
        try (var template = context().createProducerTemplate()) {
            var exchange = template.request("direct:api-call", call -> {
                new ApiCall("POST", "/v2/insights/ba/exports", "", ApiCall.Limits.NONE).keep(call);
                call.getMessage().setBody("{\"scope\":{\"teamId\":\"1\"},\"dateRange\":{\"start\":\"2026-04-01\","
                        + "\"end\":\"2026-04-30\"},\"options\":{\"granularity\":\"WEEKLY\"}}");
            });
            assertThat(exchange.getException()).isNull();
        }
    }

    private String manifest() throws Exception {
        return Files.readString(data().resolve(APRIL + ".manifest.json"));
    }

    @SuppressWarnings("unchecked")
    private List<Object> states() throws Exception {
        try (var template = context().createProducerTemplate()) {
            var rows = template.requestBody("sql:select state from sei_window?dataSource=#ledger", "", List.class);
            return ((List<Map<String, Object>>) rows).stream().map(row -> row.get("state")).toList();
        }
    }

    private static Map<String, String> onTheClock(String key, String value) {
        return Map.of("export.ba.scopes", "team:1", "export.sprint.scopes", "team:2", RunMode.BY_HAND, "false",
                key, value);
    }
}
