package io.seiexport.routes;

import static io.seiexport.support.RawServer.answer;
import static io.seiexport.support.RawServer.head;
import static io.seiexport.support.RawServer.joined;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.support.Certificate;
import io.seiexport.support.RawSei;
import io.seiexport.support.RawServer;
import io.seiexport.support.RawServer.Answers;

/** Where a file ends: as its length says, with its last chunk, or with the connection, over TLS only if TLS says so. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class EndOfFileTest extends RouteTest {
    private static final String CSV = RawSei.csv("1");
    private static final byte[] PLAIN = CSV.getBytes(UTF_8);
    private static final byte[] UNFRAMED = head("HTTP/1.1 200 OK", "Content-Type: text/csv", "Connection: close");
    private static final byte[] CHUNKED =
            head("HTTP/1.1 200 OK", "Content-Type: text/csv", "Transfer-Encoding: chunked");

    @TempDir
    private Path keys;
    private final Map<String, Object> beans = new HashMap<>();

    @Override
    protected Map<String, Object> beans() {
        return beans;
    }

    @ParameterizedTest
    @ValueSource(strings = {"00\n", "3,1\n", "\n", "<html>"})
    void a_file_that_is_longer_than_its_length_is_refused(String rest) throws Exception {
        try (var server = plain(download -> download.send(joined(answer(200, "text/csv", PLAIN), rest.getBytes())))) {
            assertLonger(export(server, Map.of()));
        }
    }

    @Test
    void a_compressed_file_that_is_longer_than_its_length_is_refused() throws Exception {
        var file = gzip(CSV);
        try (var server = plain(download -> download.send(joined(answer(200, "application/gzip", file), file)))) {
            assertLonger(export(server, Map.of()));
        }
    }

    @Test
    void a_file_whose_server_keeps_the_connection_open_lands_without_delay() throws Exception {
        try (var server = plain(download -> {
            download.send(answer(200, "text/csv", PLAIN));
            download.socket().getInputStream().read();
        })) {
            assertThat(export(server, Map.of())).isNull();

            assertLanded();
        }
    }

    @Test
    void a_file_whose_server_resets_the_connection_behind_it_lands() throws Exception {
        try (var server = plain(download -> {
            download.send(answer(200, "text/csv", PLAIN));
            Thread.sleep(50);
            download.socket().setSoLinger(true, 0);
            download.cut();
        })) {
            assertThat(export(server, Map.of())).isNull();
            assertLanded();
        }
    }

    @Test
    void a_file_that_ends_with_a_connection_that_tls_did_not_end_is_refused() throws Exception {
        try (var server = secured(download -> {
            download.send(joined(UNFRAMED, CSV.substring(0, CSV.length() - 3).getBytes(UTF_8)));
            download.cut();
        })) {
            var failure = export(server, Map.of());

            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(failure.sentence()).contains("has no Content-Length", "TLS did not signal its end");
            assertThat(filesIn(data())).isEmpty();
        }
    }

    @Test
    void nobody_can_set_that_a_file_may_end_with_a_connection_that_tls_did_not_end() throws Exception {
        try (var server = secured(download -> {
            download.send(joined(UNFRAMED, CSV.substring(0, CSV.length() - 3).getBytes(UTF_8)));
            download.cut();
        })) {
            assertThat(export(server, Map.of("download.unframed", "warn")).reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(filesIn(data())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "warn"})
    void a_compressed_file_of_several_members_may_lack_the_last_ones_where_tls_did_not_end_the_connection(
            String unframed)
            throws Exception {
        var cut = CSV.indexOf('\n') + 1;
        try (var server = secured(download -> {
            download.send(joined(UNFRAMED, gzip(CSV.substring(0, cut)), gzip(CSV.substring(cut))));
            download.cut();
        })) {
            assertThat(export(server, Map.of("download.unframed", unframed)).reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(filesIn(data())).isEmpty();
        }
    }

    @Test
    void a_compressed_file_proves_itself_where_tls_did_not_end_the_connection() throws Exception {
        try (var server = secured(download -> {
            download.send(joined(UNFRAMED, gzip(CSV)));
            download.cut();
        })) {
            assertThat(export(server, Map.of())).isNull();
            assertLanded();
        }
    }

    @Test
    void a_file_with_a_length_needs_no_end_of_tls() throws Exception {
        try (var server = secured(download -> {
            download.send(answer(200, "text/csv", PLAIN));
            download.cut();
        })) {
            assertThat(export(server, Map.of())).isNull();
            assertLanded();
        }
    }

    @Test
    void a_file_in_chunks_needs_no_end_of_tls() throws Exception {
        try (var server = secured(download -> {
            var chunks = Integer.toHexString(PLAIN.length) + "\r\n" + CSV + "\r\n0\r\n\r\n";
            download.send(joined(CHUNKED, chunks.getBytes(UTF_8)));
            download.cut();
        })) {
            assertThat(export(server, Map.of())).isNull();
            assertLanded();
        }
    }

    @ParameterizedTest
    @ValueSource(strings =
        {"", "\r", "\r\n", "\r\n0", "\r\n0\r", "\r\n0000", "\r\n00000000\r", "\r\n0\r\n", "\r\n0\r\n\r",
        "\r\n0;a=b", "\r\n0\r\nA: b", "\r\n0\r\nA: b\r\n", "\r\n5"})
    void a_file_in_chunks_that_breaks_off_before_all_of_its_last_one_is_refused(String rest) throws Exception {
        try (var server = plain(download -> download.send(chunked(rest)))) {
            assertThat(export(server, Map.of()).reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(server.calls()).filteredOn(RawServer.Call::isDownload).hasSize(2);
            assertThat(filesIn(data())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n0", "\r\n0\r\n"})
    void the_same_over_tls_which_says_that_it_ends(String rest) throws Exception {
        try (var server = secured(download -> download.send(chunked(rest)))) {
            assertThat(export(server, Map.of()).reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(filesIn(data())).isEmpty();
        }
    }

    @Test
    void a_compressed_file_in_chunks_needs_all_of_its_last_one_too() throws Exception {
        var file = gzip(CSV);
        try (var server = plain(download -> download.send(joined(CHUNKED,
                (Integer.toHexString(file.length) + "\r\n").getBytes(UTF_8), file, "\r\n0".getBytes(UTF_8))))) {
            assertThat(export(server, Map.of()).reason()).isEqualTo(Reason.TRUNCATED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "+0", "-5", "- 0", "0x0", "0 0", "\u00a00", ";0"})
    void a_chunk_whose_length_is_no_number_is_refused(String length) throws Exception {
        try (var server = plain(download -> download.send(chunked("\r\n" + length + "\r\n\r\n")))) {
            assertThat(export(server, Map.of()).reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
            assertThat(filesIn(data())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n0\r\n\r\n", "\n0\n\n", "\r\n00000000\r\n\r\n", "\r\n0;a=b\r\n\r\n", "\r\n 0 \r\n\r\n",
        "\r\n0\r\nA: b\r\n-c: 1\r\n\r\n", "\r\n0\r\n\r\nrest"})
    void a_file_in_chunks_lands_with_its_last_one(String rest) throws Exception {
        try (var server = plain(download -> download.send(chunked(rest)))) {
            assertThat(export(server, Map.of())).isNull();
            assertLanded();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n0", "\r\n0\r\n"})
    void an_answer_in_json_needs_all_of_its_last_chunk_too(String rest) throws Exception {
        var sei = new RawSei(1);
        var answer = "{\"status\":\"COMPLETED\"}";
        try (var server = RawServer.start(call -> {
            if (call.path().endsWith("/exp_1")) {
                call.send(joined(CHUNKED,
                        (Integer.toHexString(answer.length()) + "\r\n" + answer + rest).getBytes(UTF_8)));
                call.end();
            } else {
                call.send(sei.to(call));
            }
        })) {
            assertThat(export(server, Map.of()).reason()).as("as of one with a Content-Length; a refused file would count "
                    + "against the window, and its job would be given up").isEqualTo(Reason.INPUT_OUTPUT);
            assertThat(server.calls()).noneMatch(RawServer.Call::isDownload);
        }
    }

    private static byte[] chunked(String rest) {
        return joined(CHUNKED, (Integer.toHexString(PLAIN.length) + "\r\n" + CSV + rest).getBytes(ISO_8859_1));
    }

    private static RawServer plain(Answers download) throws IOException {
        var sei = new RawSei(1);
        return RawServer.start(call -> {
            if (call.isDownload()) {
                download.to(call);
            } else {
                call.send(sei.to(call));
            }
        });
    }

    private RawServer secured(Answers download) throws Exception {
        var certificate = Certificate.in(keys, "ip:127.0.0.1");
        beans.put("trusted", certificate.trusted());
        var sei = new RawSei(1);
        return RawServer.start(certificate.context(), call -> {
            if (call.isDownload()) {
                download.to(call);
            } else {
                call.send(sei.to(call));
            }
        });
    }

    /** Why it failed, or null. */
    private Failure export(RawServer server, Map<String, String> more) throws Exception {
        var settings = new HashMap<>(more);
        settings.put("sei.base-url", server.address().toString());
        settings.put("export.ba.scopes", "team:1");
        settings.put("retry.max-attempts", "2");
        if (server.address().getScheme().equals("https")) {
            settings.put("camel.component.http.ssl-context-parameters", "#bean:trusted");
        }
        start(settings);
        ring("ba");
        return ends.await().failed().values().stream().findFirst().orElse(null);
    }

    private void assertLonger(Failure failure) throws IOException {
        assertThat(failure.reason()).isEqualTo(Reason.TRAILING_BYTES);
        assertThat(failure.sentence()).contains("more than the", "Content-Length");
        assertThat(filesIn(data())).isEmpty();
    }

    private void assertLanded() throws IOException {
        assertThat(filesIn(data())).filteredOn(file -> file.endsWith(".csv")).singleElement()
                .satisfies(file -> assertThat(Files.readString(data().resolve(file))).isEqualTo(CSV));
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
