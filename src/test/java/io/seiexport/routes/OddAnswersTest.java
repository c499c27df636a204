package io.seiexport.routes;

import static io.seiexport.support.RawServer.answer;
import static io.seiexport.support.RawServer.head;
import static io.seiexport.support.RawServer.joined;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.support.Certificate;
import io.seiexport.support.RawSei;
import io.seiexport.support.RawServer;
import io.seiexport.support.RawServer.Answers;
import io.seiexport.support.RawServer.Call;

/** Answers that are odd in their head, and servers that are odd in who they are. */
@Order(1)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class OddAnswersTest extends RouteTest {
    @TempDir
    private Path keys;
    private final Map<String, Object> beans = new HashMap<>();
    private final RawSei sei = new RawSei(1);

    @Override
    protected Map<String, Object> beans() {
        return beans;
    }

    @Test
    void a_request_is_the_same_bytes_again_after_an_answer_in_another_encoding() throws Exception {
        try (var server = RawServer.start(call -> call.send(call.connection() == 1
                ? answer(503, "application/json; charset=UTF-16", "{}".getBytes(UTF_16))
                : sei.to(call)))) {
            assertThat(export(server, Map.of("retry.max-attempts", "2", "export.ba.scopes", "team:1"))).isNull();

            assertThat(server.calls()).filteredOn(call -> call.method().equals("POST")).hasSize(2)
                    .extracting(Call::body).containsOnly(server.calls().get(0).body());
            assertThat(server.calls()).filteredOn(call -> call.method().equals("POST"))
                    .extracting(call -> call.head().lines().filter(line -> line.startsWith("Content-")).toList())
                    .containsOnly(server.calls().get(0).head().lines()
                            .filter(line -> line.startsWith("Content-")).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: abc", "Content-Length: abc\r\nTransfer-Encoding: chunked",
        "Content-Length: -1", "Content-Length: 99999999999999999999\r\nTransfer-Encoding: chunked",
        "Content-Length: 1\r\nContent-Length: 2", "Transfer-Encoding: gzip, chunked, chunked"})
    void a_length_that_is_none_is_said_in_one_sentence(String lines) throws Exception {
        try (var server = RawServer.start(call -> call.send(call.isDownload()
                ? joined(head("HTTP/1.1 200 OK", "Content-Type: text/csv", lines),
                        "4\r\na,b\n\r\n0\r\n\r\n".getBytes(UTF_8))
                : sei.to(call)))) {
            var failure = export(server, Map.of());

            assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
            assertThat(failure.sentence()).doesNotContain("Exception", "\n");
        }
    }

    static Stream<Arguments> noHttp() {
        return Stream.of("HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked",
                "HTTP/1.1 200 OK|Transfer-Encoding: identity",
                "HTTP/1.1 101 Switching Protocols|Upgrade: h2c|Connection: Upgrade",
                "HTTP/1.1 200 OK|no header", "HTTP/1.1 abc OK", "nonsense")
                .flatMap(lines -> Stream.of("POST", "/exp_1", "/download").map(part -> Arguments.of(part, lines)));
    }

    @ParameterizedTest
    @MethodSource("noHttp")
    void an_answer_that_is_no_http_is_said_in_one_sentence(String part, String lines) throws Exception {
        try (var server = RawServer.start(call -> {
            if (call.method().equals(part) || call.path().endsWith(part)) {
                call.send(joined(head(lines.split("\\|")), "4\r\na,b\n\r\n0\r\n\r\n".getBytes(UTF_8)));
                call.end();
            } else {
                call.send(sei.to(call));
            }
        })) {
            assertOneSentence(export(server, Map.of()), Reason.UNREADABLE_ANSWER);
        }
    }

    @Test
    void a_blank_before_the_colon_of_a_header_is_as_good_as_none() throws Exception {
        try (var server = RawServer.start(call -> call.send(call.isDownload()
                ? joined(head("HTTP/1.1 200 OK", "Content-Type : text/csv", "Content-Length : 2",
                "Transfer-Encoding : chunked"), "4\r\na,b\n\r\n0\r\n\r\n".getBytes(UTF_8))
                : sei.to(call)))) {
            assertThat(export(server, Map.of())).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, 204 No Content", "/exp_1, 204 No Content", "POST, 205 Reset Content",
        "/exp_1, 205 Reset Content"})
    void an_answer_without_content_where_a_job_should_be_is_said_in_one_sentence(String part, String status)
            throws Exception {
        try (var server = RawServer.start(call -> call.send(call.method().equals(part) || call.path().endsWith(part)
                ? head("HTTP/1.1 " + status, "Content-Length: 0") : sei.to(call)))) {
            assertOneSentence(export(server, Map.of()), Reason.UNEXPECTED_ANSWER);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, 200 OK", "/exp_1, 200 OK", "POST, 202 Accepted"})
    void an_empty_answer_where_a_job_should_be_is_said_in_one_sentence(String part, String status) throws Exception {
        try (var server = RawServer.start(call -> call.send(call.method().equals(part) || call.path().endsWith(part)
                ? head("HTTP/1.1 " + status, "Content-Length: 0") : sei.to(call)))) {
            assertOneSentence(export(server, Map.of()), Reason.UNREADABLE_ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:word@%s/file", "http://user@%s/file", "http://@%s/file"})
    void a_file_at_an_address_with_a_user_is_refused_in_one_sentence(String address) throws Exception {
        try (var server = RawServer.start(call -> {
            if (call.isDownload()) {
                call.send(RawSei.json(404, "{}"));
            } else if (call.path().contains("/exp_")) {
                call.send(RawSei.json(200, "{\"status\":\"COMPLETED\",\"download\":{\"url\":\""
                        + address.formatted(call.head().replaceFirst("(?s).*\r\nHost: ([^\r]*)\r\n.*", "$1"))
                        + "\"}}"));
            } else {
                call.send(sei.to(call));
            }
        })) {
            assertOneSentence(export(server, Map.of()), Reason.UNREADABLE_ANSWER);
            assertThat(server.calls()).noneMatch(call -> call.path().equals("/file"));
        }
    }

    private static void assertOneSentence(Failure failure, Reason reason) {
        assertThat(failure.sentence()).doesNotContain("Exception", "\n", "word");
        assertThat(failure.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 16_000, 50_000})
    void a_download_that_is_redirected_to_an_address_without_end_ends_at_once(int length) throws Exception {
        try (var server = RawServer.start(call -> call.send(call.isDownload()
                ? head("HTTP/1.1 302 Found", "Location: /" + "a/".repeat(length / 2), "Content-Length: 0")
                : sei.to(call)))) {
            assertOneSentence(export(server, Map.of("retry.max-attempts", "2")), Reason.UNREADABLE_ANSWER);
        }
    }

    @Test
    void a_download_that_is_led_to_an_address_without_end_is_refused_at_once() throws Exception {
        var address = "/file?signature=" + "a".repeat(50_000);
        assertTooLong(call -> {
            if (call.isDownload()) {
                call.send(RawSei.json(404, "{}"));
            } else if (call.path().contains("/exp_")) {
                call.send(RawSei.json(200,
                        "{\"status\":\"COMPLETED\",\"download\":{\"url\":\"" + address + "\"}}"));
            } else {
                call.send(sei.to(call));
            }
        }, address.length());
    }

    @Test
    void a_call_that_is_redirected_to_an_address_without_end_is_refused_at_once() throws Exception {
        var address = "/" + "a".repeat(10_000);
        assertTooLong(call -> call.send(call.method().equals("POST")
                ? joined(head("HTTP/1.1 307 Any", "Location: " + address, "Content-Length: 0"))
                : sei.to(call)), address.length());
    }

    private void assertTooLong(Answers answers, int length) throws Exception {
        try (var server = RawServer.start(answers)) {
            var failure = export(server, Map.of("retry.max-attempts", "4"));

            assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
            assertThat(failure.sentence()).containsPattern("an address of " + length / 100 + "\\d\\d characters")
                    .contains("8192").hasSizeLessThan(300);
        }
    }

    @Test
    void a_certificate_that_names_its_server_as_it_should_is_taken() throws Exception {
        assertThat(exportFromLocalhost(Certificate.in(keys, "dns:localhost"))).isNull();
    }

    @Test
    void a_certificate_without_alternative_names_is_refused() throws Exception {
        var failure = exportFromLocalhost(Certificate.in(keys));

        assertThat(failure.reason()).isEqualTo(Reason.TLS);
        assertThat(failure.sentence()).contains("localhost has no subjectAltName");
    }

    @Test
    void a_certificate_whose_alternative_names_are_no_hosts_is_refused() throws Exception {
        var failure = exportFromLocalhost(Certificate.in(keys, "email:root@localhost"));

        assertThat(failure.reason()).isEqualTo(Reason.TLS);
        assertThat(failure.sentence()).contains("localhost has no subjectAltName");
    }

    private Failure exportFromLocalhost(Certificate certificate) throws Exception {
        beans.put("trusted", certificate.trusted());
        try (var server = RawServer.start(certificate.context(), call -> call.send(sei.to(call)))) {
            return export(server, Map.of("sei.base-url", "https://localhost:" + server.address().getPort(),
                    "camel.component.http.ssl-context-parameters", "#bean:trusted"));
        }
    }

    /** Why it failed, or null. */
    private Failure export(RawServer server, Map<String, String> more) throws Exception {
        var settings = new HashMap<>(Map.of("sei.base-url", server.address().toString(),
                "export.ba.scopes", "team:1", "retry.max-attempts", "1"));
        settings.putAll(more);
        start(settings);
        ring("ba");
        return ends.await().failed().values().stream().findFirst().orElse(null);
    }
}
