package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.support.RawApi;

/** Bodies that end when their connection ends, so that nobody knows whether that was where they should have ended. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class UnframedTest extends RouteTest {
    private static final String LANDED = "ba/team-101/weekly/2026-04-01_2026-04-30.csv";
    private static final String CSV = "team,points\n1,20\n2,1200\n";

    private RawApi api;

    @BeforeEach
    void startApi() throws IOException {
        api = RawApi.start();
    }

    @AfterEach
    void stopApi() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK|Connection: close", "HTTP/1.1 200 OK|Connection: keep-alive",
        "HTTP/1.1 200 OK|Content-Type: text/csv", "HTTP/1.0 200 OK|Content-Type: text/csv",
        "HTTP/1.0 200 OK|Connection: keep-alive", "HTTP/1.1 200 OK|Content-Encoding: gzip",
        "HTTP/1.1 200 OK|Content-Encoding: identity", "HTTP/1.1 200 OK|SeiExportUnframed: false"})
    void a_plain_body_without_a_length_is_refused_wherever_it_ends(String head) throws Exception {
        api.next(DOWNLOAD, answer(head, CSV));
        api.next(DOWNLOAD, answer(head, "team,points\n1,20\n"));
        api.next(DOWNLOAD, answer(head, "team,points\n1,20\n2,12"));

        var failure = failure(Map.of("retry.max-attempts", "3"));

        assertThat(failure.reason()).isEqualTo(Reason.UNFRAMED);
        assertThat(failure.sentence()).contains("download.unframed");
        assertThat(api.count(DOWNLOAD)).isEqualTo(3);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_transfer_encoding_that_frames_nothing_is_refused() throws Exception {
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Transfer-Encoding: identity", CSV));

        failure(Map.of("retry.max-attempts", "1"));

        assertThat(files()).isEmpty();
    }

    @Test
    void it_is_refused_before_it_has_come_to_its_end() throws Exception {
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Connection: close", CSV.repeat(100_000)));

        var failure = failure(Map.of("retry.max-attempts", "1", "download.max-bytes", "100000"));

        assertThat(failure.reason()).isEqualTo(Reason.UNFRAMED);
    }

    @Test
    void warn_delivers_it_as_it_is() throws Exception {
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Connection: close", CSV));

        export(Map.of("download.unframed", "warn"));

        assertThat(data().resolve(LANDED)).hasContent(CSV);
        assertThat(ends.delivered().values()).singleElement().satisfies(staged -> assertThat(staged.proof().warnings())
                .containsExactly("The server said neither how long the file is nor where it ends; it may be "
                + "incomplete."));
    }

    @Test
    void a_body_that_names_its_length_lands_without_a_warning_where_warn_is_set() throws Exception {
        export(Map.of("download.unframed", "warn"));

        assertThat(ends.delivered().values()).singleElement().satisfies(staged ->
                assertThat(staged.proof().warnings()).isEmpty());
    }

    @Test
    void it_lands_when_it_comes_again_with_a_length() throws Exception {
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Connection: close", "team,points\n1,20\n"));
        api.next(DOWNLOAD, RawApi.whole("200 OK", CSV));

        export(Map.of());

        assertThat(data().resolve(LANDED)).hasContent(CSV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK|Content-Length: 24", "HTTP/1.0 200 OK|Content-Length: 24"})
    void a_plain_body_of_known_length_lands(String head) throws Exception {
        api.next(DOWNLOAD, answer(head, CSV));

        export(Map.of());

        assertThat(data().resolve(LANDED)).hasContent(CSV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK|Transfer-Encoding: chunked",
        "HTTP/1.1 200 OK|SeiExportUnframed: true|Transfer-Encoding: Chunked"})
    void a_plain_body_in_chunks_lands(String head) throws Exception {
        api.next(DOWNLOAD, answer(head, "18\r\n" + CSV + "\r\n0\r\n\r\n"));

        export(Map.of());

        assertThat(data().resolve(LANDED)).hasContent(CSV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK|Connection: close", "HTTP/1.0 200 OK|Content-Type: application/gzip"})
    void a_gzip_file_proves_itself(String head) throws Exception {
        api.next(DOWNLOAD, answer(head, gzip(CSV)));

        export(Map.of());

        assertThat(data().resolve(LANDED)).hasContent(CSV);
    }

    @Test
    void what_the_transport_compresses_proves_itself_too() throws Exception {
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Content-Encoding: gzip", gzip(CSV)));

        export(Map.of());

        assertThat(data().resolve(LANDED)).hasContent(CSV);
    }

    @ParameterizedTest
    @ValueSource(strings =
        {"team,points\n1,20\n|2,1200\n|3,4\n", "team,points\n1,20\n|2,1200\n", "team,points\n1,|20\n",
        "team,points\n1,20\n|"})
    void a_gzip_file_of_several_members_may_lack_the_last_ones(String members) throws Exception {
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Connection: close", gzip(members.split("\\|", -1))));

        var failure = failure(Map.of("retry.max-attempts", "2"));

        assertThat(failure.reason()).isEqualTo(Reason.UNFRAMED);
        assertThat(failure.sentence()).contains("members", "download.unframed");
        assertThat(api.count(DOWNLOAD)).isEqualTo(2);
        assertThat(files()).isEmpty();
    }

    @Test
    void warn_delivers_a_gzip_file_of_several_members_as_it_is() throws Exception {
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Connection: close", gzip("team,points\n1,20\n", "2,1200\n")));

        export(Map.of("download.unframed", "warn"));

        assertThat(data().resolve(LANDED)).hasContent(CSV);
        assertThat(ends.delivered().values()).singleElement().satisfies(staged -> assertThat(staged.proof().warnings())
                .containsExactly("The server said neither how long the file is nor where it ends; it may be "
                + "incomplete."));
    }

    @Test
    void warn_delivers_a_gzip_file_of_one_member_without_a_warning() throws Exception {
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Connection: close", gzip(CSV)));

        export(Map.of("download.unframed", "warn"));

        assertThat(ends.delivered().values()).singleElement().satisfies(staged ->
                assertThat(staged.proof().warnings()).isEmpty());
    }

    @Test
    void what_stands_in_one_member_of_the_transport_may_be_of_several() throws Exception {
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Content-Encoding: gzip",
                gzip(new String(gzip("team,points\n1,20\n", "2,1200\n"), ISO_8859_1))));

        export(Map.of());

        assertThat(data().resolve(LANDED)).hasContent(CSV);
    }

    @Test
    void a_gzip_file_of_several_members_and_of_known_length_lands() throws Exception {
        var file = gzip("team,points\n1,20\n", "2,1200\n");
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Content-Length: " + file.length, file));

        export(Map.of());

        assertThat(data().resolve(LANDED)).hasContent(CSV);
    }

    @Test
    void a_gzip_file_that_is_cut_within_its_second_member_is_refused_for_that() throws Exception {
        var file = gzip("team,points\n1,20\n", "2,1200\n");
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Connection: close", Arrays.copyOf(file, file.length - 1)));

        assertThat(failure(Map.of("retry.max-attempts", "1")).reason()).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void a_gzip_file_that_is_cut_is_refused_for_that() throws Exception {
        var packed = gzip(CSV);
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Connection: close", Arrays.copyOf(packed, packed.length - 1)));

        assertThat(failure(Map.of("retry.max-attempts", "1")).reason()).isEqualTo(Reason.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"html|<html></html>", "json|{}", "empty|"})
    void what_is_no_csv_at_all_is_refused_for_that(String reasonAndBody) throws Exception {
        var body = reasonAndBody.split("\\|", 2);
        api.next(DOWNLOAD, answer("HTTP/1.1 200 OK|Connection: close", body[1]));

        assertThat(failure(Map.of("retry.max-attempts", "1")).reason()).hasToString(body[0]);
    }

    private static String answer(String head, String body) {
        return head.replace("|", "\r\n") + "\r\n\r\n" + body;
    }

    private static byte[] answer(String head, byte[] body) {
        return answer(head, new String(body, ISO_8859_1)).getBytes(ISO_8859_1);
    }

    /** Each text is a member of its own. */
    private static byte[] gzip(String... members) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var member : members) {
            try (var out = new GZIPOutputStream(bytes)) {
                out.write(member.getBytes(ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }

    private Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("sei.base-url", api.address().toString());
        settings.put("export.ba.scopes", "team:101");
        return settings;
    }

    private void export(Map<String, String> more) throws Exception {
        start(settings(more));
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private Failure failure(Map<String, String> more) throws Exception {
        start(settings(more));
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }
}
