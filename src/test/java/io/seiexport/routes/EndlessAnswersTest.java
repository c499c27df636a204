package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.support.RawSei;
import io.seiexport.support.RawServer;
import io.seiexport.support.RawServer.Call;

/** A server that never comes to the end of what stands around the content of an answer, and would fill the memory. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EndlessAnswersTest extends RouteTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    /** More than the buffers of two sockets hold is read by nobody. */
    private static final long MOST = 24_000_000;
    /** Where it would be taken, memory is not filled for the sake of a test. */
    private static final long ENOUGH = 40_000_000;

    /** How an answer begins, and what then comes again and again. */
    private enum Endless {
        STATUS_LINE("HTTP/1.1 200 ", "a"),
        HEADER_LINE("HTTP/1.1 200 OK\r\nX-Any: ", "a"),
        FOLDED_HEADER("HTTP/1.1 200 OK\r\nX-Any: a\r\n", " aaaaaaaa\r\n"),
        HEADERS("HTTP/1.1 200 OK\r\n", "X-Any: a\r\n"),
        INTERIM("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        EMPTY_LINES("\r\n", "\r\n"),
        CHUNK_SIZE(CHUNKED + "0", "0"),
        CHUNK_EXTENSION(CHUNKED + "1;a=", "a"),
        TRAILER_LINE(CHUNKED + "4\r\na\nb\n\r\n0\r\nX-Any: ", "a"),
        TRAILERS(CHUNKED + "4\r\na\nb\n\r\n0\r\n", "X-Any: a\r\n");

        private final String beginning;
        private final String again;

        Endless(String beginning, String again) {
            this.beginning = beginning;
            this.again = again;
        }

        void send(Call call) throws IOException {
            call.send(beginning.getBytes(ISO_8859_1));
            var much = again.repeat(64 * 1024 / again.length()).getBytes(ISO_8859_1);
            for (var sent = 0L; sent < ENOUGH; sent += much.length) {
                call.send(much);
            }
            call.socket().getInputStream().read();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS_LINE", "HEADERS", "INTERIM", "CHUNK_EXTENSION"})
    void it_is_hung_up_on_when_it_answers_a_request_for_an_export(Endless endless) throws Exception {
        assertHungUp(endless, call -> call.method().equals("POST"));
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS_LINE", "HEADERS", "INTERIM", "TRAILERS"})
    void it_is_hung_up_on_when_it_is_asked_after_a_job(Endless endless) throws Exception {
        assertHungUp(endless, call -> call.method().equals("GET"));
    }

    @ParameterizedTest
    @EnumSource
    void it_is_hung_up_on_when_it_sends_a_file(Endless endless) throws Exception {
        assertHungUp(endless, Call::isDownload);
    }

    private void assertHungUp(Endless endless, Predicate<Call> which) throws Exception {
        var sei = new RawSei(1);
        try (var server = RawServer.start(call -> {
            if (which.test(call)) {
                endless.send(call);
            } else {
                call.send(sei.to(call));
            }
        })) {
            start(Map.of("sei.base-url", server.address().toString(), "export.ba.scopes", "team:1",
                    "retry.max-attempts", "1", "camel.component.http.response-timeout", "30000"));

            var failure = failure();

            assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
            assertThat(failure.sentence()).contains("sei.base-url").doesNotContain("Exception");
            assertThat(server.sent()).isLessThan(MOST);
            assertThat(filesIn(data())).isEmpty();
        }
    }

    private Failure failure() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }

    @Test
    void an_answer_with_many_long_headers_is_read() throws Exception {
        var sei = new RawSei(1);
        var headers = ("X-Any: " + "a".repeat(8_000) + "\r\n").repeat(100);
        try (var server = RawServer.start(call -> {
            var answer = new String(sei.to(call), ISO_8859_1);
            call.send(answer.replaceFirst("\r\n", "\r\n" + headers).getBytes(ISO_8859_1));
        })) {
            start(Map.of("sei.base-url", server.address().toString(), "export.ba.scopes", "team:1"));

            ring("ba");

            assertThat(ends.await().failed()).isEmpty();
        }
    }
}
