package io.seiexport.routes;

import static io.seiexport.support.RawServer.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.net.ssl.SSLSocket;

import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.support.Certificate;
import io.seiexport.support.RawSei;
import io.seiexport.support.RawServer;
import io.seiexport.support.RawServer.Call;

/** A server, or a proxy before it, that sends more answers than there were questions on a connection that is kept. */
class LeftoverAnswersTest extends RouteTest {
    private static final int TEAMS = 8;
    private static final String STATUS = "/v2/insights/ba/exports/exp_1";

    @TempDir
    private Path keys;
    private final Map<String, Object> beans = new HashMap<>();

    /** How the second copy of an answer comes. */
    private enum RetryDecision {
        AT_ONCE, WHILE_IDLE, HALF;

        void send(Call call, byte[] answer) throws IOException, InterruptedException {
            switch (this) {
                case AT_ONCE -> call.send(joined(answer, answer));
                case HALF -> call.send(joined(answer, Arrays.copyOf(answer, answer.length / 2)));
                case WHILE_IDLE -> {
                    call.send(answer);
                    Thread.sleep(15);
                    call.send(answer);
                }
                default -> throw new IllegalStateException();
            }
        }
    }

    @Override
    protected Map<String, Object> beans() {
        return beans;
    }

    @ParameterizedTest
    @EnumSource
    void every_team_gets_its_own_rows_from_a_server_that_sends_each_answer_again(RetryDecision again) throws Exception {
        var sei = new RawSei(4);
        try (var server = RawServer.start(call -> again.send(call, sei.to(call)))) {
            everyTeamGetsItsOwnRows(server, Map.of());
        }
    }

    @Test
    void every_team_gets_its_own_rows_over_tls_too() throws Exception {
        var sei = new RawSei(4);
        var certificate = Certificate.in(keys, "ip:127.0.0.1");
        beans.put("trusted", certificate.trusted());
        try (var server = RawServer.start(certificate.context(),
                call -> RetryDecision.AT_ONCE.send(call, sei.to(call)))) {
            everyTeamGetsItsOwnRows(server,
                    Map.of("camel.component.http.ssl-context-parameters", "#bean:trusted"));
        }
    }

    private void everyTeamGetsItsOwnRows(RawServer server, Map<String, String> more) throws Exception {
        var settings = new HashMap<>(more);
        settings.put("sei.base-url", server.address().toString());
        settings.put("export.ba.scopes",
                IntStream.rangeClosed(1, TEAMS).mapToObj(team -> "team:" + team).collect(Collectors.joining(",")));
        start(settings);

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.failedAttempts()).isEmpty();
        assertThat(filesIn(data())).filteredOn(file -> file.endsWith(".csv")).hasSize(TEAMS).allSatisfy(file ->
                assertThat(Files.readString(data().resolve(file)))
                        .isEqualTo(RawSei.csv(file.replaceFirst(".*/team-([0-9]+)/.*", "$1"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {STATUS, "/v2/insights/ba/exports"})
    void a_call_that_is_made_again_is_never_answered_by_what_was_left_over(String path) throws Exception {
        var calls = new AtomicInteger();
        try (var server = RawServer.start(call ->
                RetryDecision.AT_ONCE.send(call, RawSei.json(200, "{\"number\":" + calls.incrementAndGet() + "}")))) {
            start(Map.of("sei.base-url", server.address().toString()));

            for (var number = 1; number <= 5; number++) {
                assertThat(call("GET", path)).isEqualTo(Map.of("number", number));
            }
        }
    }

    @Test
    void a_call_that_changes_something_is_made_once_on_a_connection_of_its_own() throws Exception {
        var calls = new AtomicInteger();
        try (var server = RawServer.start(call ->
                RetryDecision.AT_ONCE.send(call, RawSei.json(200, "{\"number\":" + calls.incrementAndGet() + "}")))) {
            start(Map.of("sei.base-url", server.address().toString()));

            for (var number = 1; number <= 3; number++) {
                assertThat(call("GET", STATUS)).isEqualTo(Map.of("number", 2 * number - 1));
                assertThat(call("POST", "/v2/insights/ba/exports")).isEqualTo(Map.of("number", 2 * number));
            }
            assertThat(server.calls()).filteredOn(call -> call.method().equals("POST")).hasSize(3)
                    .extracting(Call::connection).doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(server.calls().stream().filter(call -> call.method().equals("GET"))
                            .map(Call::connection).toList());
        }
    }

    @Test
    void a_status_that_comes_late_and_names_no_job_is_not_taken_for_that_of_another_job() throws Exception {
        try (var server = RawServer.start(call -> {
            call.send(RawSei.json(200, "{\"of\":\"" + jobOf(call) + "\"}"));
        })) {
            start(Map.of("sei.base-url", server.address().toString()));

            for (var time = 0; time < 3; time++) {
                for (var job = 1; job <= 3; job++) {
                    poll(job);
                }
            }

            assertThat(server.calls()).extracting(call -> call.connection() + " " + call.path()).hasSize(9)
                    .containsOnly(IntStream.rangeClosed(1, 3)
                            .mapToObj(job -> job + " /v2/insights/ba/exports/exp_" + job).toArray(String[]::new));
        }
    }

    @Test
    void polls_of_all_jobs_share_a_connection_where_each_answer_names_its_job() throws Exception {
        try (var server = RawServer.start(call -> call.send(RawSei.json(200, naming(jobOf(call)))))) {
            start(Map.of("sei.base-url", server.address().toString()));

            demandEachItsOwn(5);

            assertThat(server.calls()).extracting(Call::connection).containsExactly(1, 2, 2, 2, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"exportId\":\"exp_99\"}", "{\"status\":\"FAILED\"}", "{\"of\":\"exp_3\"}"})
    void what_comes_on_a_shared_connection_and_does_not_name_the_job_is_asked_for_again_on_another(String other)
            throws Exception {
        theThirdIsAskedForAgain(RawSei.json(200, other));
    }

    @ParameterizedTest
    @ValueSource(ints = {303, 400, 401, 403, 404, 410})
    void what_was_refused_on_a_shared_connection_is_asked_for_again_on_another(int status) throws Exception {
        theThirdIsAskedForAgain(RawSei.json(status, "{}"));
    }

    private void theThirdIsAskedForAgain(byte[] first) throws Exception {
        try (var server = answeringTheThirdFirstBy(first)) {
            start(Map.of("sei.base-url", server.address().toString()));

            demandEachItsOwn(5);

            assertThat(server.calls()).extracting(Call::connection).containsExactly(1, 2, 2, 3, 4, 5);
        }
    }

    @Test
    void connections_are_shared_again_after_many_answers_that_name_their_jobs() throws Exception {
        try (var server = answeringTheThirdFirstBy(RawSei.json(200, "{}"))) {
            start(Map.of("sei.base-url", server.address().toString()));

            demandEachItsOwn(30);

            var connections = server.calls().stream().map(Call::connection).toList();
            assertThat(connections).startsWith(1, 2, 2, 3, 4, 5).endsWith(22, 23, 23, 23, 23, 23, 23, 23, 23);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", ""})
    void an_error_of_the_server_ends_the_connection_that_polls_share(String body) throws Exception {
        try (var server = answeringTheThirdFirstBy(RawSei.json(500, body))) {
            start(Map.of("sei.base-url", server.address().toString()));

            poll(1);
            poll(2);
            assertThatThrownBy(() -> poll(3)).isInstanceOf(HttpOperationFailedException.class);
            poll(3);
            poll(4);

            assertThat(server.calls()).extracting(Call::connection).containsExactly(1, 2, 2, 3, 3);
        }
    }

    /** Each answer names its job, but for the first one about the third. */
    private static RawServer answeringTheThirdFirstBy(byte[] first) throws IOException {
        var third = new AtomicInteger();
        return RawServer.start(call -> call.send(jobOf(call).equals("exp_3") && third.incrementAndGet() == 1 ? first
                : RawSei.json(200, naming(jobOf(call)))));
    }

    private void demandEachItsOwn(int jobs) throws Exception {
        for (var job = 1; job <= jobs; job++) {
            assertThat(poll(job)).isEqualTo(Map.of("exportId", "exp_" + job));
        }
    }

    private Object poll(int job) throws Exception {
        return call("GET", "/v2/insights/ba/exports/exp_" + job);
    }

    @Test
    void after_one_that_the_server_has_ended_a_poll_takes_no_other_connection_that_was_kept() throws Exception {
        var bothAsked = new CountDownLatch(2);
        try (var server = RawServer.start(call -> {
            if (call.number() > 1) {
                call.cut();
                return;
            }
            if (jobOf(call).matches("exp_[23]")) {
                bothAsked.countDown();
                bothAsked.await();
            }
            call.send(RawSei.json(200, naming(jobOf(call))));
        })) {
            start(Map.of("sei.base-url", server.address().toString(), "retry.max-attempts", "1"));
            poll(1);
            var other = Executors.newSingleThreadExecutor();
            var second = other.submit(() -> poll(2));
            poll(3);
            second.get();
            other.shutdown();

            assertThat(poll(4)).isEqualTo(Map.of("exportId", "exp_4"));
            assertThat(server.calls()).filteredOn(call -> jobOf(call).equals("exp_4")).hasSize(2);
        }
    }

    private static String jobOf(Call call) {
        return call.path().replaceFirst(".*/", "");
    }

    private static String naming(String job) {
        return "{\"exportId\":\"" + job + "\"}";
    }

    @Test
    void a_proxy_that_says_more_than_it_is_asked_on_each_new_connection_is_named() throws Exception {
        var certificate = Certificate.in(keys, "ip:127.0.0.1");
        beans.put("trusted", certificate.trusted());
        var leftover = RawSei.json(202, "{\"exportId\":\"exp_of_somebody_else\"}");
        var tls = certificate.context().getSocketFactory();
        try (var proxy = RawServer.start(call -> {
            call.send(joined(RawServer.head("HTTP/1.1 200 OK"), leftover));
            var secured = (SSLSocket) tls.createSocket(call.socket(), null, false);
            secured.setUseClientMode(false);
            secured.startHandshake();
            assertThat(secured.getInputStream().read()).isEqualTo(-1);
            call.cut();
        })) {
            start(Map.of("sei.base-url", "https://127.0.0.1:1", "export.ba.scopes", "team:1",
                    "camel.component.http.ssl-context-parameters", "#bean:trusted",
                    "camel.component.http.proxy-host", "127.0.0.1",
                    "camel.component.http.proxy-port", String.valueOf(proxy.address().getPort()),
                    "camel.component.http.proxy-auth-scheme", "http", "retry.max-attempts", "1"));

            ring("ba");

            assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
                assertThat(failure.sentence()).contains("before the request was sent", "sei.base-url");
            });
            assertThat(proxy.calls()).extracting(Call::method).containsOnly("CONNECT");
        }
    }

    private Object call(String method, String path) throws Exception {
        var exchange = context().getEndpoint("direct:api-call").createExchange();
        new ApiCall(method, path, "", ApiCall.Limits.NONE).keep(exchange);
        exchange.getMessage().setBody(method.equals("GET") ? "" : "{}");
        try (var template = context().createProducerTemplate()) {
            template.send("direct:api-call", exchange);
        }
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getBody();
    }
}
