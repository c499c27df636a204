package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private final Sandbox sandbox = Sandbox.start(0, Options.immediate());
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void an_answer_is_replaced_as_often_as_told() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        sandbox.faults().next(Call.STATUS, "ba", Fault.answer(503, "busy").header("Retry-After", "1")).times(2);

        for (int i = 0; i < 2; i++) {
            var reply = caller.status("ba", id);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).isEqualTo("busy");
            assertThat(reply.header("Retry-After")).isEqualTo("1");
        }
        assertThat(caller.status("ba", id).status()).isEqualTo(200);
    }

    @Test
    void a_fault_strikes_once_unless_told_otherwise() throws Exception {
        sandbox.faults().next(Call.CREATE, Fault.answer(500, ""));

        assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(500);
        assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(202);
    }

    @Test
    void a_file_may_lack_a_column_and_is_whole_otherwise() throws Exception {
        var id = caller.exportId("ticket-data", Requests.example("ticket-data"));
        var usual = caller.download("ticket-data", id).lines();
        sandbox.faults().next(Call.DOWNLOAD, Fault.withoutColumns("qa_hours"));

        var lines = caller.download("ticket-data", id).lines();

        assertThat(usual.get(0)).contains(",in_review_hours,qa_hours,done_hours,");
        assertThat(lines.get(0)).isEqualTo(usual.get(0).replace("qa_hours,", ""));
        assertThat(lines).hasSameSizeAs(usual).allSatisfy(line ->
                assertThat(line.split(",")).hasSize(lines.get(0).split(",").length));
    }

    @Test
    void a_status_may_repeat_another_question_or_state_another_size() throws Exception {
        var id = caller.exportId("sprint", Requests.example("sprint"));
        sandbox.faults().next(Call.STATUS, Fault.echo("dateRange/end", "\"2026-12-31\""));
        sandbox.faults().next(Call.STATUS, Fault.sizeBytes(7));

        assertThat(caller.status("sprint", id).text()).contains("\"end\":\"2026-12-31\"")
                .doesNotContain("\"sizeBytes\":7,");
        assertThat(caller.status("sprint", id).text()).contains("\"end\":\"2026-03-31\"", "\"sizeBytes\":7,");
    }

    @Test
    void a_fault_may_last_until_all_are_cleared() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(429, "")).forEver();
        for (int i = 0; i < 5; i++) {
            assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(429);
        }

        sandbox.faults().clear();

        assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(202);
    }

    @Test
    void faults_strike_in_the_order_in_which_they_were_armed() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(502, ""));
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(504, ""));

        assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(502);
        assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(504);
    }

    @Test
    void a_fault_is_for_one_kind_of_call_in_one_domain() throws Exception {
        sandbox.faults().next(Call.STATUS, "ba", Fault.answer(500, ""));

        var sprint = caller.exportId("sprint", Requests.example("sprint"));
        assertThat(caller.status("sprint", sprint).status()).isEqualTo(200);
        var ba = caller.exportId("ba", Requests.example("ba"));
        assertThat(caller.download("ba", ba).status()).isEqualTo(200);
        assertThat(caller.status("ba", ba).status()).isEqualTo(500);
    }

    @Test
    void a_fault_may_be_for_one_team() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(500, "").forTeam("7"));
        sandbox.faults().next(Call.STATUS, "ba", Fault.answer(500, "").forTeam("7"));
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.answer(500, "").forTeam("7"));

        var other = caller.exportId("ba", Requests.forTeam("ba", "8"));
        assertThat(caller.status("ba", other).status()).isEqualTo(200);
        assertThat(caller.download("ba", other).status()).isEqualTo(200);
        assertThat(caller.create("ba", Requests.forTeam("ba", "7")).status()).isEqualTo(500);
        var struck = caller.exportId("ba", Requests.forTeam("ba", "7"));
        assertThat(caller.status("ba", struck).status()).isEqualTo(500);
        assertThat(caller.download("ba", struck).status()).isEqualTo(500);
    }

    @Test
    void an_unknown_domain_is_refused() {
        assertThatThrownBy(() -> sandbox.faults().next(Call.STATUS, "tickets", Fault.drop()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'tickets'");
    }

    @Test
    void a_fault_that_makes_no_sense_for_a_call_is_refused() {
        assertThatThrownBy(() -> sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.status("FAILED")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("DOWNLOAD");
    }

    @Test
    void a_dropped_call_is_not_done() {
        sandbox.faults().next(Call.CREATE, "ba", Fault.drop());

        assertThatThrownBy(() -> caller.create("ba", Requests.example("ba"))).isInstanceOf(IOException.class);
        assertThat(sandbox.jobsPerRequest("ba")).isEmpty();
    }

    @Test
    void a_lost_answer_leaves_a_job_that_the_next_call_finds() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.lostAnswer());

        assertThatThrownBy(() -> caller.create("ba", Requests.example("ba"))).isInstanceOf(IOException.class);
        assertThat(sandbox.jobsPerRequest("ba")).hasSize(1);
        assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(200);
    }

    @Test
    void an_error_answer_may_come_after_the_work_too() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(504, "").afterWork());

        assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(504);
        assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(200);
    }

    @Test
    void a_delayed_answer_comes_late() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.delay(Duration.ofMillis(300)));
        long before = System.nanoTime();

        assertThat(caller.create("ba", Requests.example("ba")).status()).isEqualTo(202);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancelled", "FAILED", "ARCHIVING", "Processing", ""})
    void a_status_text_takes_the_place_of_the_true_one(String text) throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        sandbox.faults().next(Call.STATUS, "ba", Fault.status(text));

        var pretended = caller.status("ba", id).json();

        assertThat(pretended.get("status").asText()).isEqualTo(text);
        assertThat(pretended.has("downloadUrl")).isFalse();
        assertThat(caller.status("ba", id).json().get("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void a_completed_status_keeps_its_result_in_any_letter_case() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        sandbox.faults().next(Call.STATUS, "ba", Fault.status("Completed"));

        assertThat(caller.status("ba", id).json().has("downloadUrl")).isTrue();
    }

    @Test
    void a_job_may_be_stuck_in_the_queue() throws Exception {
        sandbox.faults().next(Call.CREATE, "sprint", Fault.stuckQueued());

        var id = caller.exportId("sprint", Requests.example("sprint"));

        assertThat(caller.status("sprint", id).json().get("status").asText()).isEqualTo("queued");
        assertThat(caller.download("sprint", id).status()).isEqualTo(404);
    }

    @Test
    void a_job_may_never_be_ready() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.neverReady());

        var id = caller.exportId("ba", Requests.example("ba"));

        assertThat(caller.status("ba", id).json().get("status").asText()).isEqualTo("PROCESSING");
        assertThat(caller.download("ba", id).status()).isEqualTo(404);
    }

    @Test
    void a_job_may_fail_for_a_given_reason() throws Exception {
        sandbox.faults().next(Call.CREATE, "efficiency", Fault.failing("Out of space"));

        var id = caller.exportId("efficiency", Requests.example("efficiency"));

        assertThat(caller.status("efficiency", id).json().at("/error/message").asText()).isEqualTo("Out of space");
    }

    @Test
    void a_file_may_be_missing_for_a_while() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.notFound()).times(2);

        assertThat(caller.download("ba", id).json().get("message").asText()).isEqualTo("Export not found");
        assertThat(caller.download("ba", id).status()).isEqualTo(404);
        assertThat(caller.download("ba", id).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"Authorization, ApiKey s3cret", "SEI_API_KEY, s3cret", "x-api-key, s3cret"})
    void an_error_may_repeat_the_key(String header, String value) throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.echoingKey(403));

        var reply = caller.send(caller.bare("/v2/insights/ba/exports" + Caller.IDENTIFIERS)
                .header(header, value).POST(BodyPublishers.ofString(Requests.example("ba"))));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().get("message").asText()).contains(value);
    }

    @Test
    void other_bytes_may_take_the_place_of_a_file() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        sandbox.faults().next(Call.DOWNLOAD, "ba",
                Fault.body("text/html", "<html>Login</html>".getBytes(StandardCharsets.UTF_8)));

        var reply = caller.download("ba", id);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/html");
        assertThat(reply.header("Content-Length")).isEqualTo("18");
        assertThat(reply.text()).isEqualTo("<html>Login</html>");
    }

    @Test
    void the_other_bytes_may_be_none() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.body("text/csv", new byte[0]));

        var reply = caller.download("ba", id);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void a_large_stream_may_take_the_place_of_a_file() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.body("text/csv", -1, () -> zeros(5_000_000)));

        var reply = caller.download("ba", id);

        assertThat(reply.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(reply.body()).hasSize(5_000_000);
    }

    @Test
    void the_length_may_be_left_out() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        var whole = caller.download("ba", id);
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.ordinary().withoutLength());

        var reply = caller.download("ba", id);

        assertThat(reply.header("Content-Length")).isNull();
        assertThat(reply.body()).isEqualTo(whole.body());
    }

    @Test
    void more_may_be_promised_than_is_sent() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.body("text/csv", 100, () -> zeros(60)));

        assertThat(rawDownload(id)).contains("Content-length: 100").hasSizeBetween(60 + 1, 400)
                .endsWith("\0".repeat(60));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void a_body_may_be_cut_although_its_length_was_promised(int bytes) throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        int whole = caller.download("ba", id).body().length;
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.ordinary().cutAfter(bytes)).forEver();

        var raw = rawDownload(id);

        assertThat(raw).contains("Content-length: " + whole);
        assertThat(raw.substring(raw.indexOf("\r\n\r\n") + 4)).hasSize(bytes);
        assertThatThrownBy(() -> caller.download("ba", id)).isInstanceOf(IOException.class);
    }

    @Test
    void a_cut_chunked_body_has_no_end() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.ordinary().withoutLength().cutAfter(100)).forEver();

        assertThat(rawDownload(id)).contains("chunked").doesNotEndWith("0\r\n\r\n");
        assertThatThrownBy(() -> caller.download("ba", id)).isInstanceOf(IOException.class);
    }

    @Test
    void a_body_may_trickle() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        var whole = caller.download("ba", id);
        int pieces = 10;
        sandbox.faults().next(Call.DOWNLOAD, "ba",
                Fault.ordinary().trickling(whole.body().length / pieces, Duration.ofMillis(20)));
        long before = System.nanoTime();

        assertThat(caller.download("ba", id).body()).isEqualTo(whole.body());

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void a_file_may_come_plain() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        var csv = caller.download("ba", id).unzipped();
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.plain());

        var reply = caller.download("ba", id);

        assertThat(reply.header("Content-Type")).isEqualTo("text/csv");
        assertThat(reply.text()).isEqualTo(csv);
    }

    @Test
    void a_file_may_be_compressed_by_the_transport() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        var csv = caller.download("ba", id).unzipped();
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.contentEncoded());

        var reply = caller.download("ba", id);

        assertThat(reply.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(reply.header("Content-Type")).isEqualTo("text/csv");
        assertThat(reply.unzipped()).isEqualTo(csv);
    }

    @Test
    void a_file_may_come_in_several_gzip_members() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        var csv = caller.download("ba", id).unzipped();
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.members(3));

        var reply = caller.download("ba", id);

        assertThat(occurrences(reply.body())).isEqualTo(3);
        assertThat(reply.unzipped()).isEqualTo(csv);
    }

    @Test
    void a_file_may_come_with_other_figures_that_stay_the_same_ones() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        var usual = caller.download("ba", id).lines();
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.restated(1)).times(2);
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.restated(2));

        var first = caller.download("ba", id).lines();

        assertThat(first).isNotEqualTo(usual).hasSameSizeAs(usual).startsWith(usual.get(0));
        assertThat(caller.download("ba", id).lines()).isEqualTo(first);
        assertThat(caller.download("ba", id).lines()).isNotEqualTo(first).isNotEqualTo(usual);
    }

    private static int occurrences(byte[] body) {
        var text = new String(body, StandardCharsets.ISO_8859_1);
        return text.split("\u001f\u008b\b", -1).length - 1;
    }

    private static InputStream zeros(int length) {
        return new ByteArrayInputStream(new byte[length]);
    }

    /** The bytes of the answer as the server sent them, until it closed the connection. */
    private String rawDownload(String id) throws IOException {
        try (var socket = new Socket("127.0.0.1", sandbox.address().getPort())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(("GET /v2/insights/ba/exports/" + id + "/download" + Caller.IDENTIFIERS
                    + " HTTP/1.1\r\nHost: sandbox\r\nx-api-key: k\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var bytes = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(bytes);
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
