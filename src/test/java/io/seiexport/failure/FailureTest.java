package io.seiexport.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.csv.ProvenCsv;
import io.seiexport.settings.SettingException;
import io.seiexport.support.CamelWith;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(new ExportFailed(Reason.DEADLINE, "the job was still QUEUED after 7200 s"),
                        Reason.DEADLINE, "the job was still QUEUED after 7200 s"),
                Arguments.of(new SettingException("sei.auth", "bearer", "use x-api-key"),
                        Reason.SETTINGS, "sei.auth = bearer: use x-api-key"),
                Arguments.of(new UnknownHostException("app.harnes.io"),
                        Reason.UNREACHABLE, "the host app.harnes.io is unknown; check sei.base-url"),
                Arguments.of(new ConnectException("Connection refused"),
                        Reason.UNREACHABLE, "no connection: Connection refused; check sei.base-url"),
                Arguments.of(new NoRouteToHostException("No route to host"),
                        Reason.UNREACHABLE, "no connection: No route to host; check sei.base-url"),
                Arguments.of(new SocketTimeoutException("Read timed out"),
                        Reason.TIMEOUT, "the server did not answer in time: Read timed out"),
                Arguments.of(handshake(), Reason.TLS, "no secure connection: PKIX path building failed; check "
                        + "sei.base-url; check whether this Java trusts the certificate of the server"),
                Arguments.of(new AccessDeniedException("/data/ba"),
                        Reason.FILE, "/data/ba cannot be written: access denied"),
                Arguments.of(new NoSuchFileException("/data/ba"),
                        Reason.FILE, "/data/ba cannot be written: no such file"),
                Arguments.of(new FileSystemException("/data/ba", null, "Read-only file system"),
                        Reason.FILE, "/data/ba cannot be written: Read-only file system"),
                Arguments.of(new SocketException("Connection reset"),
                        Reason.INPUT_OUTPUT, "SocketException: Connection reset"),
                Arguments.of(new IOException("Nothing goes any more\nat all"),
                        Reason.INPUT_OUTPUT, "IOException: Nothing goes any more"),
                Arguments.of(new IOException(""), Reason.INPUT_OUTPUT, "IOException"),
                Arguments.of(new IllegalStateException("Queue full"),
                        Reason.INTERNAL,
                        "an unexpected error: IllegalStateException: Queue full; log.level=DEBUG shows the stack "
                                + "trace"),
                Arguments.of(new NullPointerException(), Reason.INTERNAL,
                        "an unexpected error: NullPointerException; log.level=DEBUG shows the stack trace"));
    }

    private static SSLHandshakeException handshake() {
        var handshake = new SSLHandshakeException("PKIX path building failed");
        handshake.initCause(new CertificateException("unable to find valid certification path"));
        return handshake;
    }

    @ParameterizedTest
    @MethodSource("causes")
    void a_cause_has_its_reason_and_its_sentence(Throwable thrown, Reason reason, String sentence) {
        assertThat(Failure.of(thrown)).isEqualTo(new Failure(reason, sentence));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void a_cause_is_found_within_others(Throwable thrown, Reason reason, String sentence) {
        var wrapped = new CamelExecutionException("failed", new DefaultExchange(CamelWith.settings(Map.of())),
                new ExecutionException(new GenericFileOperationFailedException("cannot store file", thrown)));

        assertThat(Failure.of(wrapped)).isEqualTo(new Failure(reason, sentence));
    }

    @Test
    void a_full_disk_is_named_with_its_file() {
        var sentence = " cannot be written: no space is left on its disk; free some space";
        var staging = ", or set staging.directory to a disk with room for the largest file";
        var full = new IOException("No space left on device");
        var named = new FileSystemException("/data/ba", null, "No space left on device");
        var stored = new GenericFileOperationFailedException("Cannot store file: /data/x.csv.part", full);

        assertThat(Failure.of(full)).isEqualTo(new Failure(Reason.FILE, "a file" + sentence + staging));
        assertThat(Failure.of(named)).isEqualTo(new Failure(Reason.FILE, "/data/ba" + sentence + staging));
        assertThat(Failure.ofSink(stored)).isEqualTo(new Failure(Reason.FILE, "/data/x.csv.part" + sentence));
    }

    @Test
    void a_file_that_was_refused_keeps_its_reason() {
        var exchange = new DefaultExchange(CamelWith.settings(Map.of()));
        var page = new ByteArrayInputStream("<html><body>Sign in</body></html>".getBytes(UTF_8));

        var failure = Failure.of(catchThrowable(() -> {
            try (var file = (InputStream) new ProvenCsv().unmarshal(exchange, page)) {
                file.readAllBytes();
            }
        }));

        assertThat(failure.reason()).isEqualTo(Reason.HTML);
        assertThat(failure.sentence()).startsWith("the downloaded file was refused: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "202 | NOT_READY         | the server answered 202: the job is completed, but its file is not ready yet; allow "
                + "more time with poll.timeout",
        "206 | UNEXPECTED_ANSWER | the server answered 206, which is not a complete answer to this call; is there a "
                + "cache or a proxy in front of sei.base-url?",
        "302 | REDIRECT          | the server answered 302: no, a redirect to nowhere that is not followed; is "
                + "sei.base-url the real address of the API?",
        "400 | BAD_REQUEST       | the server answered 400: no; check the export.<domain>.* settings, sei.org and "
                + "sei.project",
        "401 | UNAUTHORIZED      | the server answered 401: no; check sei.api-key, and whether this server wants the "
                + "key in another header: sei.auth, or export.<domain>.auth for one domain, can be authorization, "
                + "sei-api-key or x-api-key",
        "403 | FORBIDDEN         | the server answered 403: no; the key is not allowed to export this: check its role, "
                + "sei.org and sei.project",
        "404 | NOT_FOUND         | the server answered 404: no; check sei.base-url",
        "405 | NOT_FOUND         | the server answered 405: no; check sei.base-url",
        "408 | TIMEOUT           | the server answered 408: no",
        "410 | NOT_FOUND         | the server answered 410: no; check sei.base-url",
        "413 | BAD_REQUEST       | the server answered 413: no; check the export.<domain>.* settings, sei.org and "
                + "sei.project",
        "414 | BAD_REQUEST       | the server answered 414: no; check the export.<domain>.* settings, sei.org and "
                + "sei.project",
        "415 | BAD_REQUEST       | the server answered 415: no; check the export.<domain>.* settings, sei.org and "
                + "sei.project",
        "418 | UNEXPECTED_ANSWER | the server answered 418: no",
        "422 | BAD_REQUEST       | the server answered 422: no; check the export.<domain>.* settings, sei.org and "
                + "sei.project",
        "429 | TOO_MANY_REQUESTS | the server answered 429: no; if it persists, lower "
                + "sei.max-requests-per-minute",
        "431 | BAD_REQUEST       | the server answered 431: no; check the export.<domain>.* settings, sei.org and "
                + "sei.project",
        "500 | SERVER_ERROR      | the server answered 500: no",
        "503 | SERVER_ERROR      | the server answered 503: no"})
    void an_answer_has_its_reason_and_what_to_do(int code, Reason reason, String sentence) {
        assertThat(Failure.of(answer(code, "no"))).isEqualTo(new Failure(reason, sentence));
    }

    @ParameterizedTest
    @CsvSource({"202, ': the job is completed, but its file is not ready yet'", "408, ': no'", "429, ': no'"})
    void what_helps_when_no_attempt_is_left_is_not_said_of_one_after_which_others_follow(int code, String words) {
        assertThat(Failure.ofAttempt(answer(code, "no")).sentence()).isEqualTo("the server answered " + code + words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"status\":400,\"error\":\"Bad Request\",\"message\":\"Invalid date range\"} | : Invalid date range",
        "{\"status\":400,\"error\":\"Bad Request\"}                                    | : Bad Request",
        "{\"status\":400,\"error\":\"Bad Request\",\"message\":\"  \"}                 | : Bad Request",
        "{\"error\":{\"code\":\"E42\",\"message\":\"Invalid teamId\"}}                 | : Invalid teamId",
        "{\"message\":null,\"detail\":\"x\"}                                           | "
                + ": {\"message\":null,\"detail\":\"x\"}",
        "Export   not found                                                            | : Export not found",
        "404 page not found                                                            | : 404 page not found",
        "[\"no\"]                                                                      | : [\"no\"]",
        "{broken                                                                       | : {broken",
        "<!DOCTYPE html><html>Sign in</html>                                           | with an HTML page",
        "''                                                                            | ''"})
    void the_message_within_a_body_is_quoted(String body, String quoted) {
        var sentence = Failure.of(answer(500, body.replace("''", ""))).sentence();

        assertThat(sentence.replaceFirst("^the server answered 500 ?", "")).isEqualTo(quoted.replace("''", ""));
    }

    @Test
    void an_answer_without_a_body_is_its_code() {
        assertThat(Failure.of(answer(500, null)).sentence()).isEqualTo("the server answered 500");
        assertThat(Failure.of(answer(500, " \n ")).sentence()).isEqualTo("the server answered 500");
    }

    @Test
    void a_page_of_html_is_named_even_behind_empty_lines() {
        assertThat(Failure.of(answer(502, "\n  <html>\n<body>Bad Gateway</body></html>")).sentence())
                .isEqualTo("the server answered 502 with an HTML page");
    }

    @Test
    void the_lines_of_a_body_become_one() {
        assertThat(Failure.of(answer(500, "first\r\n\tsecond\n")).sentence())
                .isEqualTo("the server answered 500: first second");
    }

    @Test
    void a_long_body_is_cut() {
        var sentence = Failure.of(answer(500, "{\"message\":\"" + "x".repeat(100_000) + "\"}")).sentence();

        assertThat(sentence).isEqualTo("the server answered 500: " + "x".repeat(300) + "\u2026");
    }

    @Test
    void an_answer_that_is_no_json_points_to_the_address() {
        var thrown = catchThrowable(() -> JsonMapper.builder().build().readTree("<html>Sign in</html>"));

        assertThat(Failure.of(thrown)).isEqualTo(new Failure(Reason.UNREADABLE_ANSWER,
                "the server's answer is not JSON; is sei.base-url the address of the SEI API?"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void what_a_sink_threw_is_said_without_advice_about_the_api(Throwable thrown, Reason reason, String sentence) {
        assertThat(Failure.ofSink(thrown))
                .isEqualTo(new Failure(reason, sentence.replace("; check sei.base-url", "")
                        .replace("an unexpected error: ", "")
                        .replace("; log.level=DEBUG shows the stack trace", "")));
    }

    @Test
    void what_would_steer_a_terminal_is_not_quoted() {
        assertThat(Failure.of(answer(500, "no\u001b[2J\u0007way")).sentence())
                .isEqualTo("the server answered 500: no [2J way");
    }

    @Test
    void the_answer_of_a_sink_is_said_without_advice_about_the_api() {
        assertThat(Failure.ofSink(answer(401, "{\"message\":\"who are you?\"}")))
                .isEqualTo(new Failure(Reason.UNEXPECTED_ANSWER, "the server answered 401: who are you?"));
    }

    private static HttpOperationFailedException answer(int code, String body) {
        return new HttpOperationFailedException("https://sei.example.com/x", code, "", null, Map.of(), body);
    }
}
