package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.seiexport.cli.Watcher;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that would hold an export for ever, in every way there is to be slow. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HungServerTest extends RouteTest {
    private static final byte[] CSV = ("a,b\n" + "1234567,1234567\n".repeat(2_000)).getBytes(UTF_8);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void a_head_that_trickles_ends_the_call() throws Exception {
        try (var proxy = proxy()) {
            proxy.trickle(20);
            start(through(proxy, Map.of("camel.component.http.response-timeout", "2000", "retry.max-attempts", "2")));

            var failure = failure();

            assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(failure.sentence()).contains("within 2 s", "camel.component.http.response-timeout");
            assertThat(proxy.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_head_of_a_download_that_trickles_ends_the_call() throws Exception {
        try (var proxy = proxy()) {
            start(through(proxy, Map.of("camel.component.http.response-timeout", "2000", "retry.max-attempts", "2")));
            context().getRegistry().bind("slow", new Watcher() {
                @Override
                public void polled(Export export, Job job) {
                    if (!job.waiting()) {
                        proxy.trickle(20);
                    }
                }
            });

            assertThat(failure().reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(2);
        }
    }

    @Test
    void a_json_answer_that_trickles_ends_the_call() throws Exception {
        start(settings(Map.of("camel.component.http.response-timeout", "2000", "retry.max-attempts", "2")));
        sandbox().faults().next(STATUS, Fault.ordinary().trickling(1, Duration.ofMillis(100))).forEver();

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(failure.sentence()).contains("within 2 s", "camel.component.http.response-timeout");
        assertThat(sandbox().count(STATUS, "ba")).isEqualTo(2);
    }

    @Test
    void a_json_answer_without_end_is_not_read_to_it() throws Exception {
        start(settings(Map.of("retry.max-attempts", "2")));
        sandbox().faults().next(STATUS, Fault.body("application/json", -1, Blanks::new)).forEver();

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
        assertThat(failure.sentence()).contains("longer than 65536 bytes");
    }

    @Test
    void a_json_answer_that_breaks_off_is_counted_as_an_attempt() throws Exception {
        start(settings(Map.of("retry.max-attempts", "2")));
        sandbox().faults().next(STATUS, Fault.ordinary().cutAfter(10)).forEver();

        assertThat(failure().reason()).isEqualTo(Reason.INPUT_OUTPUT);
        assertThat(sandbox().count(STATUS, "ba")).isEqualTo(2);
    }

    @Test
    void an_error_without_end_is_taken_for_the_error_that_it_is() throws Exception {
        var calls = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", call -> {
            calls.incrementAndGet();
            call.sendResponseHeaders(503, 0);
            new Blanks().transferTo(call.getResponseBody());
        });
        server.start();
        try {
            start(settings(Map.of("sei.base-url", "http://127.0.0.1:" + server.getAddress().getPort(),
                    "retry.max-attempts", "2")));

            assertThat(failure().sentence()).isEqualTo("the server answered 503");
            assertThat(calls).hasValue(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_download_that_trickles_is_given_up_and_tried_again() throws Exception {
        start(settings(Map.of("download.stall-timeout", "2s", "retry.max-attempts", "2")));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", CSV).trickling(10, Duration.ofMillis(20))).forEver();

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.STALLED);
        assertThat(failure.sentence()).contains(" bytes came in 2 s", "1024 bytes", "download.stall-timeout");
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(2);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_download_that_falls_silent_is_given_up_and_tried_again() throws Exception {
        start(settings(Map.of("download.stall-timeout", "2s")));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", CSV).trickling(5_000, LONG));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", CSV));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(sandbox().count(DOWNLOAD, "ba")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_connection_that_stalls_within_the_download_is_given_up() throws Exception {
        try (var proxy = proxy()) {
            start(through(proxy, Map.of("download.stall-timeout", "2s", "retry.max-attempts", "2")));
            sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", CSV)).forEver();
            context().getRegistry().bind("stall", new Watcher() {
                @Override
                public void polled(Export export, Job job) {
                    if (!job.waiting()) {
                        proxy.stallAfter(10_000);
                    }
                }
            });

            assertThat(failure().reason()).isEqualTo(Reason.STALLED);
            assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(2);
        }
    }

    @Test
    void a_silence_that_the_http_timeout_ends_first_is_a_stall_too() throws Exception {
        start(settings(Map.of("camel.component.http.response-timeout", "3000", "retry.max-attempts", "2")));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", CSV).trickling(5_000, LONG)).forEver();

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.STALLED);
        assertThat(failure.sentence()).contains("after 5000 bytes", "camel.component.http.response-timeout");
    }

    @Test
    void a_download_that_is_steady_but_outlasts_its_export_ends_with_its_time() throws Exception {
        start(settings(Map.of("poll.timeout", "10s", "retry.max-attempts", "5")));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", CSV).trickling(100, Duration.ofMillis(50))).forEver();

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(failure.sentence()).startsWith("the download was not finished").contains("poll.timeout");
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_download_that_is_slow_but_sound_arrives() throws Exception {
        start(settings(Map.of("download.stall-timeout", "5s", "camel.component.http.response-timeout", "5000")));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", CSV).trickling(500, Duration.ofMillis(100)));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(ends.delivered().values()).singleElement().satisfies(staged ->
                assertThat(staged.transfer()).isGreaterThan(Duration.ofSeconds(5)));
    }

    private TcpProxy proxy() throws Exception {
        return TcpProxy.to("127.0.0.1", sandbox().address().getPort());
    }

    private Map<String, String> through(TcpProxy proxy, Map<String, String> more) {
        var address = sandbox().address().toString().replace(":" + sandbox().address().getPort(), ":" + proxy.port());
        var settings = new HashMap<>(settings(more));
        settings.put("sei.base-url", address);
        return settings;
    }

    private static Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<>(Map.of("export.ba.scopes", "team:101"));
        settings.putAll(more);
        return settings;
    }

    /** That there is one is the proof: each of these servers would hold the export for ever. */
    private Failure failure() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }

    /** White space, which JSON may begin with, and never anything else. */
    private static final class Blanks extends InputStream {
        @Override
        public int read() {
            return ' ';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) ' ');
            return length;
        }
    }
}
