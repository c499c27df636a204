package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {
    private final Sandbox sandbox = Sandbox.start(0, Options.immediate());
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void the_address_names_the_loopback_and_has_no_trailing_slash() {
        assertThat(sandbox.address().toString()).matches("http://127\\.0\\.0\\.1:[1-9]\\d+");
    }

    @Test
    void it_listens_on_the_loopback_only() throws IOException {
        var others = new ArrayList<String>();
        for (var network : NetworkInterface.networkInterfaces().toList()) {
            network.inetAddresses()
                    .filter(address -> address instanceof Inet4Address)
                    .map(address -> address.getHostAddress())
                    .filter(address -> !address.equals("127.0.0.1")).forEach(others::add);
        }
        others.add("127.0.0.2");

        for (var address : others) {
            assertThatThrownBy(() -> new Socket(address, sandbox.address().getPort()).close())
                    .as(address).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_taken_port_is_told_in_a_sentence() {
        int taken = sandbox.address().getPort();

        assertThatThrownBy(() -> Sandbox.start(taken).close())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("The sandbox cannot listen on 127.0.0.1:" + taken);
    }

    @Test
    void nobody_answers_after_close() {
        sandbox.close();

        assertThatThrownBy(() -> caller.get("/")).isInstanceOf(ConnectException.class);
    }

    @Test
    void many_slow_calls_do_not_hold_up_another() throws Exception {
        sandbox.faults().next(Call.LIST, Fault.delay(Duration.ofHours(1))).forEver();
        var slow = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 60; i++) {
            slow.add(CompletableFuture.runAsync(() -> {
                try (var socket = new Socket("127.0.0.1", sandbox.address().getPort())) {
                    socket.getOutputStream().write(("GET /v2/insights/sprints/exports HTTP/1.1\r\nHost: x\r\n\r\n")
                            .getBytes());
                    socket.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, task -> new Thread(task).start()));
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> sandbox.count(Call.LIST, "sprint") == 60);

        assertThat(caller.exportId("ba", Requests.example("ba"))).startsWith("exp_");
        assertThat(slow).noneMatch(CompletableFuture::isDone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v2/insights/ba", "/v2/insights/unheard/exports", "//v2/insights/ba/exports",
        "/insights/ba/exports", "/v2/insights/ba/exports/", "/v2/insights/ba/exports/exp_1/file",
        "/v2/insights/ticket_data/exports"})
    void an_unknown_path_is_not_found(String path) throws Exception {
        var reply = caller.send(caller.request(path + Caller.IDENTIFIERS).POST(BodyPublishers.noBody()));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().get("message").asText()).isEqualTo("No such endpoint");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, ba/exports, POST",
        "GET, ba/exports, POST",
        "GET, efficiency/exports, POST",
        "GET, ticket-data/exports, POST",
        "DELETE, sprint/exports, 'GET, POST'",
        "DELETE, productivity/exports/exp_1, GET",
        "POST, productivity/exports/exp_1, GET",
        "HEAD, efficiency/exports/exp_1/download, GET",
    })
    void a_wrong_method_is_told_the_right_one(String method, String path, String allowed) throws Exception {
        var reply = caller.send(caller.request("/v2/insights/" + path + Caller.IDENTIFIERS)
                .method(method, BodyPublishers.noBody()));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, ApiKey secret",
        "authorization, Apikey secret",
        "Authorization, APIKEY secret",
        "SEI_API_KEY, secret",
        "x-api-key, secret",
        "X-Api-Key, secret",
    })
    void each_documented_header_carries_the_key(String name, String value) throws Exception {
        try (var strict = Sandbox.start(0, Options.immediate().withKey("secret"))) {
            var caller = new Caller(strict);

            assertThat(caller.send(caller.bare("/v2/insights/sprints/exports" + Caller.IDENTIFIERS)
                    .header(name, value)).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, ApiKey other",
        "Authorization, ApiKey SECRET",
        "Authorization, Bearer secret",
        "Authorization, secret",
        "Authorization, ApiKey",
        "SEI_API_KEY, other",
        "x-api-key, ''",
        "Accept, secret",
    })
    void another_key_or_none_is_unauthorized(String name, String value) throws Exception {
        try (var strict = Sandbox.start(0, Options.immediate().withKey("secret"))) {
            var caller = new Caller(strict);

            var reply = caller.send(caller.bare("/v2/insights/sprints/exports" + Caller.IDENTIFIERS)
                    .header(name, value));

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.json().get("status").asInt()).isEqualTo(401);
            assertThat(reply.json().get("error").asText()).isEqualTo("Unauthorized");
            assertThat(reply.json().get("message").asText()).startsWith("Verify your API key");
        }
    }

    @Test
    void without_an_expected_key_an_empty_one_is_still_refused() throws Exception {
        assertThat(caller.send(caller.bare("/v2/insights/sprints/exports" + Caller.IDENTIFIERS)
                .header("SEI_API_KEY", "")).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "'', projectIdentifier",
        "?orgIdentifier=acme, projectIdentifier",
        "?projectIdentifier=&orgIdentifier=acme, projectIdentifier",
        "?projectIdentifier=shop, orgIdentifier",
        "?projectIdentifier=shop&orgIdentifier=%20, orgIdentifier",
    })
    void both_identifiers_are_required_on_every_call(String query, String missing) throws Exception {
        var id = caller.exportId("productivity", Requests.example("productivity"));
        var base = "/v2/insights/productivity/exports";

        var replies = new Caller.Reply[] {
            caller.send(caller.request(base + query).POST(BodyPublishers.ofString(Requests.example("productivity")))),
            caller.get(base + "/" + id + query), caller.get(base + "/" + id + "/download" + query),
            caller.get(base + query)};

        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().get("message").asText()).contains("'" + missing + "'");
        });
    }
}
