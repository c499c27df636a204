package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.cli.Watcher;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.sandbox.Options;
import io.seiexport.settings.RunMode;
import io.seiexport.support.DatedFront;
import io.seiexport.support.LogLines;
import io.seiexport.support.RawApi;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose clock is not ours. */
class ServerClockTest extends RouteTest {
    /** April is closed, by UTC and a day of lag, from this moment on. */
    private static final Instant CLOSED = Instant.parse("2026-05-02T00:00:00Z");

    private final AtomicReference<Instant> serverTime = new AtomicReference<>(CLOSED.plusSeconds(60));
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private DatedFront front;

    @Override
    protected Options sandboxOptions() {
        return Options.immediate().withClock(serverTime::get);
    }

    @AfterEach
    void closeFront() {
        if (front != null) {
            front.close();
        }
    }

    @Test
    void a_window_that_is_open_there_is_not_delivered() throws Exception {
        serverTime.set(CLOSED.minus(Duration.ofMinutes(5)));
        startDated(Map.of());

        ring("ba");

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.OPEN_WINDOW);
            assertThat(failure.sentence()).startsWith("the window closes at 2026-05-02T00:00:00Z, and the clock of the "
                    + "server shows 2026-05-01T23:5").contains("that of this machine " + Instant.now().toString()
                            .substring(0, 13), "set the clock that is wrong");
        });
        assertThat(sandbox().count(DOWNLOAD, "ba")).isZero();
        assertThat(filesIn(data())).isEmpty();
    }

    @Test
    void once_its_clock_is_known_it_is_not_even_asked() throws Exception {
        serverTime.set(CLOSED.minus(Duration.ofMinutes(5)));
        startDated(Map.of());
        ring("ba");
        ends.await();

        ring("ba");

        assertThat(ends.await(2).failed().values()).extracting(Failure::reason).containsOnly(Reason.OPEN_WINDOW);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void one_that_turns_out_to_be_open_while_its_job_is_waited_for_is_not_downloaded() throws Exception {
        var shown = new AtomicReference<>(CLOSED.plusSeconds(300));
        front = DatedFront.before(sandbox().address(), shown::get);
        startAt(front, Map.of());
        context().getRegistry().bind("turnBack", new Watcher() {
            @Override
            public void created(Export export, Job job) {
                shown.set(CLOSED.minusSeconds(300));
            }
        });

        ring("ba");

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.OPEN_WINDOW);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isZero();
    }

    @Test
    void on_the_clock_it_is_delivered_by_itself_when_it_is_over_there() throws Exception {
        var shown = new AtomicReference<InstantSource>(() -> CLOSED.minusSeconds(3));
        serverTime.set(CLOSED.plusSeconds(1));
        front = DatedFront.before(sandbox().address(), () -> shown.get().instant());
        startAt(front, Map.of(RunMode.BY_HAND, "false"));
        ring("ba");
        Awaitility.await().until(() -> !ends.postponed().isEmpty());
        assertThat(filesIn(data())).isEmpty();

        shown.set(() -> CLOSED.plusSeconds(5));

        Awaitility.await().until(() -> !ends.delivered().isEmpty());
        assertThat(ends.postponed()).extracting(Failure::reason).containsOnly(Reason.OPEN_WINDOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 86_400})
    void it_does_not_count_against_the_window_and_says_when_to_try_again(int seconds) throws Exception {
        serverTime.set(CLOSED.minusSeconds(seconds));
        startDated(Map.of("export.give-up-after", "1"));

        ring("ba");
        ends.await();
        ring("ba");

        assertThat(ends.await(2).failed()).hasSize(1);
        assertThat(failures()).containsExactly(0);
        var thrown = callFor(ends.failed().keySet().iterator().next());
        assertThat(ExportFailed.untilAnother(thrown)).hasValueSatisfying(wait -> assertThat(wait)
                .isBetween(Duration.ofSeconds(Math.min(seconds, 3600) - 60),
                        Duration.ofSeconds(Math.min(seconds, 3600))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Date: yesterday", "Date: Thu, 01 Jan 1970 00:00:10 GMT",
            "Date: Fri, 01 May 2126 00:00:00 GMT", "Date: Fri, 01 May 2026 00:00:00 GMT\r\nAge: 10",
            "Date: Fri, 01 May 2026 00:00:00 GMT\r\nDate: Fri, 01 May 2026 00:00:00 GMT", "Date: "})
    void a_server_that_does_not_show_its_time_is_believed_like_before(String line) throws Exception {
        front = DatedFront.before(sandbox().address(), () -> line);
        startAt(front, Map.of());

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(1);
    }

    @Test
    void a_job_of_which_nobody_says_when_it_was_created_has_the_time_of_the_answer() throws Exception {
        try (var server = RawApi.start()) {
            server.next(CREATE, RawApi.whole("202 Accepted\r\nDate: Sat, 02 May 2026 00:01:30 GMT",
                    "{\"exportId\":\"exp_1\"}"));
            start(Map.of("sei.base-url", server.address().toString(), "export.ba.scopes", "team:1"));

            ring("ba");

            assertThat(ends.await().failed()).isEmpty();
        }
        assertThat(Files.readString(data().resolve("ba/team-1/weekly/2026-04-01_2026-04-30.manifest.json")))
                .contains("\"createdAt\" : \"2026-05-02T00:0");
    }

    @Test
    void a_difference_is_told_once_when_it_begins_and_once_when_it_is_over() throws Exception {
        front = DatedFront.before(sandbox().address(), () -> Instant.now().plus(ahead.get()));
        startAt(front, Map.of());
        var name = front.address().getAuthority();
        try (var log = LogLines.of("io.seiexport.http.ServerClock")) {
            for (var seconds : List.of(50, 7000, 7000, 0, -7000, 7000, 0, 0, 50, -50, 0, 0, 0)) {
                ahead.set(Duration.ofSeconds(seconds));
                callOnce();
            }
            assertThat(log.lines()).filteredOn(line -> line.contains(name)).satisfiesExactly(
                    line -> assertThat(line).startsWith("WARN the clock of " + name + " shows ")
                            .contains(" and that of this machine "),
                    line -> assertThat(line).startsWith("WARN the clock of " + name + " and that of this machine agree "
                            + "again"));
        }
    }

    private void startDated(Map<String, String> settings) throws Exception {
        front = DatedFront.before(sandbox().address(), serverTime::get);
        startAt(front, settings);
    }

    private void startAt(DatedFront server, Map<String, String> settings) throws Exception {
        var all = new HashMap<>(Map.of("sei.base-url", server.address().toString(), "export.ba.scopes",
                "team:1"));
        all.putAll(settings);
        start(all);
    }

    /** Any call that is about no window. */
    private void callOnce() throws IOException {
        try (var template = context().createProducerTemplate()) {
            var exchange = template.request("direct:api-call",
                    call -> ApiCall.get("/v2/insights/productivity/exports").keep(call));
            assertThat(exchange.getException()).isNull();
        }
    }

    private Throwable callFor(Export export) throws IOException {
        try (var template = context().createProducerTemplate()) {
            return template.request("direct:api-call", call -> {
                new ApiCall("POST", "/v2/insights/ba/exports", "", ApiCall.Limits.NONE).keep(call);
                call.setVariable("export", export);
                call.getMessage().setBody(export.request());
            }).getException();
        }
    }

    @SuppressWarnings("unchecked")
    private List<Integer> failures() throws IOException {
        try (var template = context().createProducerTemplate()) {
            var windows = template.requestBody("sql:select failures from sei_window?dataSource=#ledger", "",
                    List.class);
            return ((List<Map<String, Object>>) windows).stream().map(window -> (Integer) window.get("failures"))
                    .toList();
        }
    }
}
