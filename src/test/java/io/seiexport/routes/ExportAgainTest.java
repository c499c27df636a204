package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.check.Domains;
import io.seiexport.failure.Failure;
import io.seiexport.journal.Watcher;
import io.seiexport.ledger.Entries;
import io.seiexport.plan.Ask;
import io.seiexport.plan.Export;
import io.seiexport.plan.Planner;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.settings.Settings;
import io.seiexport.support.LogLines;

class ExportAgainTest extends RouteTest {
    /** April is closed, by UTC and a day of lag, from this moment on. */
    private static final Instant CLOSED = Instant.parse("2026-05-02T00:00:00Z");

    /** Null while the clock of the server is that of everybody. */
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

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(1);
        assertThat(ends.postponed()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo("job-failed");
            assertThat(failure.sentence()).contains("Invalid teamId");
        });
        var requests = sandbox().received().stream().filter(call -> call.method().equals("POST")).toList();
        assertThat(requests).hasSize(2);
        // the server's times are whole seconds, so up to one of the two may be missing
        assertThat(Duration.between(requests.get(0).at(), requests.get(1).at()))
                .isGreaterThan(Duration.ofMillis(1000));
    }

    @Test
    void on_the_clock_a_job_that_fails_twice_has_failed() throws Exception {
        start(onTheClock("sei.reuse-window", "100ms"));
        sandbox().faults().next(CREATE, Fault.failing("No data")).times(2);

        ring("ba");

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly("job-failed");
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
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
    void a_cancelled_job_is_asked_for_anew_too() throws Exception {
        start(onTheClock("sei.reuse-window", "100ms"));
        sandbox().faults().next(STATUS, Fault.status("CANCELLED"));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.postponed()).extracting(Failure::reason).containsExactly("job-cancelled");
    }

    @Test
    void an_export_that_waits_for_its_new_beginning_holds_up_no_other() throws Exception {
        start(onTheClock("export.max-in-flight", "1"));
        sandbox().faults().next(CREATE, Fault.failing("No data").forTeam("1"));
        ring("ba");
        Awaitility.await().until(() -> ends.postponed().size() == 1);

        ring("sprint");

        ends.await(1);
        assertThat(ends.delivered().keySet()).extracting(Export::domain).containsOnly("sprint");
    }

    @Test
    void a_tick_passes_by_an_export_that_waits_for_its_new_beginning() throws Exception {
        start(onTheClock("sei.reuse-window", "1h"));
        sandbox().faults().next(CREATE, Fault.failing("No data"));
        ring("ba");
        Awaitility.await().until(() -> ends.postponed().size() == 1);

        ring("ba");

        assertThat(ends.queued()).hasSize(1);
    }

    @Test
    void a_stop_does_not_wait_for_new_beginnings() throws Exception {
        start(onTheClock("sei.reuse-window", "1h"));
        sandbox().faults().next(CREATE, Fault.failing("No data"));
        ring("ba");
        Awaitility.await().until(() -> ends.postponed().size() == 1);
        var began = System.nanoTime();

        context().stop();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
        assertThat(ends.failed()).as("what only waited has not failed").isEmpty();
    }

    @Test
    void on_the_clock_a_job_from_before_its_window_had_closed_is_asked_for_anew() throws Exception {
        start(onTheClock("sei.reuse-window", "30m"));
        context().getRegistry().bind("halfAnHour", new Watcher() {
            @Override
            public void postponed(Export export, Failure failure) {
                serverTime.set(CLOSED.plusSeconds(3600));
            }
        });
        askFor(CLOSED.minusSeconds(600));
        serverTime.set(CLOSED.plusSeconds(600));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();

        assertThat(ends.postponed()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo("stale");
            assertThat(failure.sentence()).contains("2026-05-01T23:50", "2026-05-02T00:00:00Z");
        });
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(manifest()).contains("\"reused\" : false").doesNotContain("stale");
    }

    @Test
    void by_hand_a_job_from_before_its_window_had_closed_is_delivered_and_marked() throws Exception {
        start(Map.of("export.ba.scopes", "team:1"));
        askFor(CLOSED.minusSeconds(600));
        serverTime.set(CLOSED.plusSeconds(600));
        try (var log = LogLines.of("io.seiexport.api")) {
            ring("ba");

            assertThat(ends.await().failed()).isEmpty();
            assertThat(log.lines()).anyMatch(line -> line.contains("from before the window had closed"));
        }
        assertThat(manifest()).contains("\"reused\" : true", "\"stale\" : true");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void a_reused_job_from_after_the_closing_is_final(int seconds) throws Exception {
        start(onTheClock("sei.reuse-window", "1h"));
        askFor(CLOSED.plusSeconds(seconds));
        serverTime.set(CLOSED.plusSeconds(600));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(manifest()).contains("\"reused\" : true").doesNotContain("stale");
    }

    @Test
    void a_job_of_our_own_making_is_never_stale() throws Exception {
        start(onTheClock("sei.reuse-window", "1h"));
        serverTime.set(CLOSED.minusSeconds(600));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(manifest()).contains("\"reused\" : false").doesNotContain("stale");
    }

    @Test
    void on_the_clock_a_sink_that_was_down_gets_the_file_as_soon_as_it_is_up() throws Exception {
        var down = Files.writeString(folder.resolve("down"), "a file where a folder should be");
        start(withSink("file:" + down, "1000"));
        ring("ba");
        Awaitility.await().until(() -> ends.postponed().size() > 1);
        var csv = Files.readString(data().resolve("ba/team-1/weekly/2026-04-01_2026-04-30.csv"));

        Files.delete(down);

        assertThat(ends.await().failed()).isEmpty();
        assertThat(down.resolve("ba/team-1/weekly/2026-04-01_2026-04-30.csv")).hasContent(csv);
        assertThat(ends.postponed()).extracting(Failure::reason).containsOnly("sink");
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(filesIn(staging())).noneMatch(file -> file.endsWith(".csv"));
    }

    @Test
    void on_the_clock_a_sink_that_stays_down_fails_the_export_and_the_file_stays_staged() throws Exception {
        var down = Files.writeString(folder.resolve("down"), "a file where a folder should be");
        start(withSink("file:" + down, "3"));

        ring("ba");

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly("sink");
        assertThat(ends.postponed()).hasSize(2);
        assertThat(filesIn(staging())).anyMatch(file -> file.endsWith(".csv"));
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    private Map<String, String> withSink(String sink, String attempts) {
        return Map.of("export.ba.scopes", "team:1", Settings.BY_HAND, "false", "retry.max-attempts", attempts,
                "export.ba.sinks", "direct:sink-file," + sink);
    }

    /** Another client has asked for the very same export at this moment. */
    private void askFor(Instant moment) throws Exception {
        serverTime.set(moment);
        var plan = context().getRegistry().findSingleByType(Planner.class);
        var domain = Domains.of(context()).stream().filter(any -> any.name().equals("ba"))
                .findFirst().orElseThrow();
        var export = plan.owed("ba", domain.paths(), domain.question(), Ask.of(NOW), Entries.NONE).get(0).export();
        try (var template = context().createProducerTemplate()) {
            var exchange = template.request("direct:api-call", call -> {
                call.setVariable("method", "POST");
                call.setVariable("path", "/v2/insights/ba/exports");
                call.getMessage().setBody(export.request());
            });
            assertThat(exchange.getException()).isNull();
        }
    }

    private String manifest() throws Exception {
        return Files.readString(data().resolve("ba/team-1/weekly/2026-04-01_2026-04-30.manifest.json"));
    }

    private static Map<String, String> onTheClock(String key, String value) {
        return Map.of("export.ba.scopes", "team:1", "export.sprint.scopes", "team:2", Settings.BY_HAND, "false",
                key, value);
    }
}
