package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.seiexport.failure.Reason;
import io.seiexport.job.Notices;
import io.seiexport.job.Verdict;
import io.seiexport.ledger.Entry;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;
import io.seiexport.support.RawServer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Those of {@code notify.sinks} are told of each export that has failed, and can do no harm. */
class NoticesTest extends RouteTest {
    private static final String WINDOW = "ba/team-101/weekly/2026-04-01_2026-04-30";
    private static final String ROW = "select state || ' ' || failures || ' ' || postponed || ' ' || reason || ' ' "
            + "|| sentence || ' ' || (due_at > 0) || ' ' || lease_until || ' ' || (select count(*) from sei_attempt) "
            + "from sei_window";

    private final List<Exchange> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    protected Map<String, Object> beans() {
        return Map.of("told", (Processor) told::add,
                "throwing", (Processor) exchange -> {
                    throw new IllegalStateException("no ears; token=hidden-in-a-hook");
                },
                "hanging", (Processor) exchange -> released.await(),
                "deaf", (Processor) exchange -> awaitWhateverComes());
    }

    /** A call that heeds no interrupt, such as one of an old driver. */
    private void awaitWhateverComes() {
        await().until(() -> {
            Thread.interrupted();
            return released.getCount() == 0;
        });
    }

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void a_notice_holds_the_facts_and_nothing_else() throws Exception {
        start(settings("bean:told"));

        fail();

        var facts = json(awaitTold().getMessage().getBody(String.class));
        assertThat(facts.get("export").textValue()).isEqualTo("ba team:101 2026-04-01..2026-04-30");
        assertThat(facts.get("domain").textValue()).isEqualTo("ba");
        assertThat(facts.get("scope").textValue()).isEqualTo("team:101");
        assertThat(facts.get("window")).hasToString("{\"start\":\"2026-04-01\",\"end\":\"2026-04-30\"}");
        assertThat(facts.get("granularity").textValue()).isEqualTo("weekly");
        assertThat(facts.get("windowId").textValue()).isEqualTo(WINDOW);
        assertThat(facts.get("reason").textValue()).isEqualTo("job-failed");
        assertThat(facts.get("sentence").textValue()).isEqualTo(ends.failed().values().iterator().next().sentence());
        assertThat(facts.get("attempts").intValue()).isEqualTo(1);
        assertThat(facts.get("failures").intValue()).isEqualTo(1);
        assertThat(facts.get("givenUp").booleanValue()).isFalse();
        assertThat(facts.get("retryAt").textValue()).isGreaterThan(facts.get("at").textValue());
        assertThat(facts.get("exportId").textValue()).isEqualTo(ends.jobs().values().iterator().next().exportId());
        assertThat(facts.get("node").textValue()).startsWith(facts.get("host").textValue() + "-");
        assertThat(facts).hasSize(16);
        assertThat(told.get(0).getMessage().getHeaders()).isEmpty();
        assertThat(told.get(0).getVariables()).isEmpty();
        awaitCount("told", 1);
    }

    @Test
    void a_window_that_is_given_up_has_no_time_of_another_try() throws Exception {
        start(settings("bean:told", "export.give-up-after", "1"));

        fail();

        var facts = json(awaitTold().getMessage().getBody(String.class));
        assertThat(facts.get("givenUp").booleanValue()).isTrue();
        assertThat(facts.get("retryAt").isNull()).isTrue();
    }

    @Test
    void what_is_only_postponed_is_told_too() throws Exception {
        start(settings("bean:told", "retry.max-attempts", "1"));
        sandbox().faults().next(CREATE, Fault.answer(503, "{}"));

        ring("ba");

        var facts = json(awaitTold().getMessage().getBody(String.class));
        assertThat(facts.get("reason").textValue()).isEqualTo("server-error");
        assertThat(facts.get("failures").intValue()).isZero();
        assertThat(facts.get("exportId").isNull()).isTrue();
    }

    @Test
    void a_try_that_starts_again_at_once_and_one_that_is_fine_are_told_to_nobody() throws Exception {
        start(settings("bean:told", "retry.max-attempts", "1"));
        sandbox().faults().next(STATUS, Fault.notFound());

        ring("ba");
        await().until(() -> !ends.delivered().isEmpty());
        ends.await();
        context().getRegistry().findSingleByType(Notices.class).awaitEnd();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
        assertThat(told).isEmpty();
    }

    @Test
    void an_endpoint_of_http_gets_a_post_of_json_without_the_key() throws Exception {
        try (var hook = RawServer.start(call -> call.send(RawServer.answer(200, "text/plain", "ok".getBytes(UTF_8))))) {
            start(settings(hook.address() + "/services/T0/B0/in-the-path"));

            fail();

            awaitCount("told", 1);
            assertThat(hook.calls()).singleElement().satisfies(call -> {
                assertThat(call.method()).isEqualTo("POST");
                assertThat(call.target()).isEqualTo("/services/T0/B0/in-the-path");
                assertThat(call.head()).contains("Content-Type: application/json").doesNotContain("key-of-the-tests");
                assertThat(json(call.body()).get("windowId").textValue()).isEqualTo(WINDOW);
            });
        }
    }

    @Test
    void an_address_with_a_query_gets_the_post_too() throws Exception {
        try (var hook = RawServer.start(call -> call.send(RawServer.answer(200, "text/plain", "ok".getBytes(UTF_8))))) {
            start(settings(hook.address() + "/hook?sig=in-the-query"));

            fail();

            awaitCount("told", 1);
            assertThat(hook.calls()).singleElement().satisfies(call -> {
                assertThat(call.method()).isEqualTo("POST");
                assertThat(call.target()).isEqualTo("/hook?sig=in-the-query");
                assertThat(json(call.body()).get("windowId").textValue()).isEqualTo(WINDOW);
            });
        }
    }

    @Test
    void the_path_of_an_address_that_does_not_listen_is_not_logged() throws Exception {
        try (var log = LogLines.ofAll();
                var hook = RawServer.start(call -> call.send(RawServer.answer(500, "text/plain", "".getBytes(UTF_8))))) {
            start(settings(hook.address() + "/services/T0/B0/in-this-path"));

            fail();

            awaitCount("failed", 1);
            assertThat(log.lines()).anyMatch(line -> line.equals("WARN " + hook.address() + " was not told that the "
                    + "export ba team:101 2026-04-01..2026-04-30 failed: the server answered 500: "
                    .replaceFirst(": $", "")));
            assertThat(log.lines()).filteredOn(line -> !line.startsWith("DEBUG"))
                    .noneMatch(line -> line.contains("in-this-path"));
        }
    }

    @Test
    void one_that_fails_or_hangs_keeps_nothing_from_the_others_and_is_logged_once() throws Exception {
        try (var log = LogLines.of("io.seiexport.job")) {
            start(settings("bean:deaf,bean:hanging,bean:throwing,bean:told", "notify.timeout", "2s"));

            fail();
            fail();

            await().until(() -> told.size() == 2);
            awaitCount("told", 2);
            await().until(() -> count("failed") >= 5);
            assertThat(log.lines()).contains(
                    "WARN bean:throwing was not told that the export ba team:101 2026-04-01..2026-04-30 failed: "
                    + "IllegalStateException: no ears; token=***",
                    "WARN bean:hanging was not told that the export ba team:101 2026-04-01..2026-04-30 failed: it did "
                    + "not end within notify.timeout, PT2S",
                    "WARN bean:deaf was not told that the export ba team:101 2026-04-01..2026-04-30 failed: it did "
                    + "not end within notify.timeout, PT2S");
            assertThat(log.lines()).filteredOn(line -> line.contains("bean:throwing")).hasSize(2);
        }
    }

    @Test
    void hooks_of_whatever_kind_leave_the_ledger_as_it_would_be_without_them() throws Exception {
        start(settings(""));
        fail();
        var without = inLedger(ROW);

        startAgain(settings("bean:throwing,bean:deaf", "notify.timeout", "100ms",
                "ledger.url", "jdbc:sqlite:" + folder.resolve("another.db")));
        fail();

        assertThat(without).startsWith("owed 1 0 job-failed ");
        assertThat(inLedger(ROW)).isEqualTo(without);
    }

    @Test
    void a_burst_beyond_the_queue_is_dropped_and_counted() throws Exception {
        try (var log = LogLines.of("io.seiexport.job")) {
            start(settings("bean:hanging,bean:told", "notify.timeout", "10m"));
            fail();
            var failed = failedExchange();

            for (var i = 0; i < 150; i++) {
                context().getRegistry().findSingleByType(Notices.class).tell(failed);
                var soFar = i;
                await().until(() -> told.size() > soFar);
            }

            // The first notice hangs, and a hundred wait for it.
            assertThat(count("dropped")).isEqualTo(50);
            assertThat(log.lines()).filteredOn(line -> line.endsWith("100 notices are waiting for it already"))
                    .hasSize(50);
            awaitCount("told", 151);
        }
    }

    @Test
    void an_endpoint_that_is_not_there_is_refused_at_the_start() {
        assertThatThrownBy(() -> start(settings("direct:notify-nobody"))).rootCause()
                .hasMessage("notify.sinks = direct:notify-nobody: no route in routes/ has this name");
    }

    private Exchange failedExchange() {
        var exchange = new DefaultExchange(context());
        exchange.setVariable("entry", Entry.of(Map.of("id", WINDOW, "domain", "ba", "scope", "team:101",
                "window_start", "2026-04-01", "window_end", "2026-04-30")));
        exchange.setVariable("failure", new Verdict(Reason.SINK, "The sink is full", 0, 1, 10,
                false, true, 1000));
        return exchange;
    }

    private void fail() throws Exception {
        var before = ends.closed().size();
        sandbox().faults().next(CREATE, Fault.failing("No data"));
        ring("ba");
        ends.await(before + 1);
    }

    private Exchange awaitTold() {
        await().until(() -> !told.isEmpty());
        return told.get(0);
    }

    private void awaitCount(String end, int count) {
        await().until(() -> count(end) == count);
    }

    private double count(String end) {
        return context().getRegistry().findSingleByType(MeterRegistry.class).counter("sei.notices", "end", end).count();
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private static Map<String, String> settings(String sinks, String... more) {
        var settings = new HashMap<>(Map.of("export.ba.scopes", "team:101", "notify.sinks", sinks));
        for (var i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }
}
