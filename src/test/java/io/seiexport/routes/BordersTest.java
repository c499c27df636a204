package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;

import io.seiexport.check.Check;
import io.seiexport.plan.Domains;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.RawServer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where steps of others may stand, nothing of the calls of the API is on the message: no key, no signed address. */
class BordersTest extends RouteTest {
    private static final String KEY = "key-of-the-tests";
    private static final String SIGNED = "signed-for-this-file";
    private static final String SINK = """
            - route:
                id: sink-other
                description: A sink of somebody else
                group: sinks
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct
                  parameters:
                    name: sink-other
                  steps:
                    - to:
                        id: record-sink
                        uri: bean:sink
            - route:
                id: verify-other
                description: The question to a sink of somebody else
                group: sinks
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct
                  parameters:
                    name: verify-other
                  steps:
                    - to:
                        id: record-question
                        uri: bean:question
                    - setBody:
                        id: still-holds-it
                        expression:
                          constant:
                            expression: "true"
            """;

    private final Recorder sink = new Recorder();
    private final Recorder question = new Recorder();
    private final Recorder failed = new Recorder();
    private final Recorder told = new Recorder();
    private RawServer elsewhere;

    /** How an export fails. */
    private enum Failing {
        AT_CREATE("unauthorized"), AT_POLL("server-error"), AT_DOWNLOAD("forbidden"), AT_DELIVERY("sink");

        private final String reason;

        Failing(String reason) {
            this.reason = reason;
        }
    }

    @BeforeEach
    void startElsewhere() throws IOException {
        elsewhere = RawServer.start(call -> call.send(call.path().equals("/file")
                ? RawServer.answer(200, "text/csv", "a,b\n1,2\n".getBytes(UTF_8))
                : RawServer.answer(403, "text/plain", "No".getBytes(UTF_8))));
    }

    @AfterEach
    void stopElsewhere() {
        elsewhere.close();
    }

    @Override
    protected Map<String, Object> beans() {
        return Map.of("sink", sink, "question", question, "failed", failed, "told", told);
    }

    @ParameterizedTest
    @EnumSource(Failing.class)
    void not_where_a_failure_is_handled_nor_where_others_are_told_of_it(Failing failing) throws Exception {
        start("direct:sink-other" + (failing == Failing.AT_DELIVERY ? ",file:" + blocked() : ""));
        addFirstToHandlingOfFailures("bean:failed");
        switch (failing) {
            case AT_CREATE -> sandbox().faults().next(CREATE, Fault.echoingKey(401)).forEver();
            case AT_POLL -> sandbox().faults().next(STATUS, Fault.echoingKey(500)).forEver();
            case AT_DOWNLOAD -> signedFile("/refused");
            case AT_DELIVERY -> signedFile("/file");
        }

        ring("ba");
        ends.await();

        assertThat(ends.failed().values()).singleElement()
                .satisfies(failure -> assertThat(failure.reason().word()).isEqualTo(failing.reason));
        assertThat(failed.awaited()).singleElement().satisfies(seen -> {
            nothingOfTheApi(seen);
            assertThat(seen.headers()).isEmpty();
            assertThat(seen.body()).contains("\"reason\":\"" + failing.reason + "\"");
        });
        assertThat(told.awaited()).singleElement().satisfies(seen -> {
            nothingOfTheApi(seen);
            assertThat(seen.headers()).isEmpty();
            assertThat(seen.variables()).isEmpty();
            assertThat(seen.body()).contains("\"reason\":\"" + failing.reason + "\"");
        });
    }

    @Test
    void not_where_a_sink_gets_the_file_nor_where_it_is_asked_for_it() throws Exception {
        start("direct:sink-other");
        signedFile("/file");

        tick("ba", NOW);
        ends.await();
        tick("ba", NOW);
        ends.await(2);

        assertThat(ends.failed()).isEmpty();
        assertThat(ends.unchanged()).hasSize(1);
        assertThat(elsewhere.calls()).hasSize(2).allMatch(call -> call.target().contains(SIGNED));
        assertThat(sink.awaited()).isNotEmpty().allSatisfy(seen -> {
            nothingOfTheApi(seen);
            assertThat(seen.headers()).containsOnlyKeys(Exchange.FILE_NAME);
        });
        assertThat(question.seen).isNotEmpty().allSatisfy(seen -> {
            nothingOfTheApi(seen);
            assertThat(seen.headers()).isEmpty();
        });
    }

    @Test
    void not_where_a_sink_is_tried_by_check() throws Exception {
        start("direct:sink-other");

        context().getRegistry().findSingleByType(Check.class)
                .findings(context().getRegistry().findSingleByType(Domains.class).enabled());

        assertThat(sink.awaited()).singleElement().satisfies(seen -> {
            nothingOfTheApi(seen);
            assertThat(seen.headers()).containsOnlyKeys(Exchange.FILE_NAME);
        });
    }

    @Test
    void a_hook_that_somebody_puts_first_where_failures_are_handled_is_called_at_its_own_address() throws Exception {
        start("direct:sink-other");
        addFirstToHandlingOfFailures(elsewhere.address() + "/hook");
        sandbox().faults().next(CREATE, Fault.echoingKey(401)).forEver();

        ring("ba");
        ends.await();

        assertThat(elsewhere.calls()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.target()).isEqualTo("/hook");
            assertThat(call.head()).doesNotContain(KEY).doesNotContainIgnoringCase("authorization");
            assertThat(call.body()).contains("\"reason\":\"unauthorized\"").doesNotContain(KEY);
        });
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    private void start(String sinks) throws Exception {
        routes().write("sinks", "sink-other", SINK);
        var settings = new HashMap<>(Map.of("export.ba.scopes", "team:101", "export.ba.sinks", sinks,
                "export.ba.settle", "1", "retry.max-attempts", "1",
                "download.allowed-hosts", "127.0.0.1", "notify.sinks", "bean:told"));
        for (var other : List.of("sprint", "productivity", "efficiency", "ticket-data")) {
            settings.put("export." + other + ".enabled", "false");
        }
        start(settings);
    }

    private String blocked() throws IOException {
        return Files.writeString(folder.resolve("blocked"), "a file where a folder should be") + "/one";
    }

    private void addFirstToHandlingOfFailures(String endpoint) throws Exception {
        AdviceWith.adviceWith(context(), "export-failed", advice -> advice.weaveAddFirst().to(endpoint));
    }

    /** The API has no file but names an address where one is. */
    private void signedFile(String path) {
        sandbox().faults().next(DOWNLOAD, Fault.notFound()).forEver();
        sandbox().faults().next(STATUS, Fault.answer(200, "{\"status\":\"COMPLETED\",\"downloadUrl\":\""
                + elsewhere.address() + path + "?sig=" + SIGNED + "\"}")).forEver();
    }

    private static void nothingOfTheApi(Seen seen) {
        assertThat(seen.all()).doesNotContain(KEY, SIGNED, "CamelHttpUri", "Authorization=");
    }

    /** An exchange as it was, in words. */
    private record Seen(Map<String, Object> headers, Map<String, Object> variables, String body, String all) {
    }

    /** Keeps what it gets. */
    public static final class Recorder implements Processor {
        private final List<Seen> seen = new CopyOnWriteArrayList<>();

        @Override
        public void process(Exchange exchange) {
            var all = new StringJoiner("\n");
            exchange.getMessage().getHeaders().forEach((name, value) -> all.add(name + "=" + text(value)));
            exchange.getAllProperties().forEach((name, value) -> all.add(name + "=" + text(value)));
            exchange.getVariables().forEach((name, value) -> all.add(name + "=" + text(value)));
            var body = exchange.getMessage().getBody(String.class);
            all.add(body);
            seen.add(new Seen(Map.copyOf(exchange.getMessage().getHeaders()), Map.copyOf(exchange.getVariables()), body,
                    all.toString()));
        }

        private static String text(Object value) {
            if (value instanceof HttpOperationFailedException answer) {
                return answer + " " + answer.getResponseHeaders() + answer.getRedirectLocation()
                        + answer.getResponseBody();
            }
            return value instanceof Throwable thrown && thrown.getCause() != null
                    ? thrown + " " + text(thrown.getCause()) : String.valueOf(value);
        }

        List<Seen> awaited() {
            Awaitility.await().until(() -> !seen.isEmpty());
            return List.copyOf(seen);
        }
    }
}
