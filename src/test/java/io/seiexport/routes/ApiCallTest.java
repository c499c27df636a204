package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.seiexport.sandbox.Call;
import io.seiexport.support.TcpProxy;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.ReceivedCall;

class ApiCallTest extends RouteTest {
    private static final Map<String, String> ONE_EXPORT = Map.of("export.ba.scopes", "team:101");
    private static final List<String> CREDENTIALS = List.of("Authorization", "SEI_API_KEY", "x-api-key");

    @ParameterizedTest
    @CsvSource({
        "authorization, Authorization, ApiKey key-of-the-tests",
        "sei-api-key, SEI_API_KEY, key-of-the-tests",
        "x-api-key, x-api-key, key-of-the-tests",
        "X-API-Key, x-api-key, key-of-the-tests"})
    void every_call_carries_one_credential_in_the_form_that_the_setting_names(String auth, String header, String value)
            throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "sei.auth", auth));

        export();

        assertThat(sandbox().received()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(call -> {
            assertThat(CREDENTIALS).filteredOn(call.headers()::containsKey).containsExactly(header);
            assertThat(call.headers()).containsEntry(header, value);
        });
    }

    @Test
    void every_call_says_that_it_is_json_and_what_it_wants_back() throws Exception {
        start(ONE_EXPORT);

        export();

        assertThat(sandbox().received()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(call -> {
            assertThat(call.headers()).containsEntry("Content-Type", "application/json");
            assertThat(call.headers()).containsEntry("Accept", call.path().endsWith("/download")
                    ? "text/csv, application/gzip, */*;q=0.8" : "application/json");
        });
    }

    @Test
    void a_domain_with_a_header_of_its_own_is_asked_with_it_in_every_call() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "export.ba.auth", "sei-api-key"));

        export();

        assertThat(sandbox().received()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(call ->
                assertThat(CREDENTIALS).filteredOn(call.headers()::containsKey).containsExactly("SEI_API_KEY"));
    }

    @Test
    void every_call_names_project_and_organization_and_nothing_else() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "sei.project", "R&D+Ops 1/2", "sei.org", "Zürich=100%"));

        export();

        assertThat(sandbox().received()).extracting(ReceivedCall::query)
                .containsOnly(Map.of("projectIdentifier", "R&D+Ops 1/2", "orgIdentifier", "Zürich=100%"));
    }

    @Test
    void nothing_that_an_answer_brought_along_goes_out_with_a_later_call() throws Exception {
        start(ONE_EXPORT);
        export();
        var ofPlainAnswers = headerNames();
        for (var call : List.of(CREATE, STATUS, DOWNLOAD)) {
            sandbox().faults().next(call, Fault.ordinary()
                    .header("ETag", "\"1\"")
                    .header("Set-Cookie", "session=1; Path=/")
                    .header("Retry-After", "1")
                    .header("Content-Disposition", "attachment; filename=\"other.csv\"")
                    .header("X-Request-Id", "abc")).forEver();
        }

        export();

        assertThat(headerNames()).isEqualTo(ofPlainAnswers)
                .doesNotContain("ETag", "Cookie", "Set-Cookie", "Content-Encoding");
    }

    @Test
    void a_cookie_of_one_export_does_not_travel_to_the_next() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.ordinary().header("Set-Cookie", "session=1; Path=/"));

        export();
        export();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
        assertThat(headerNames()).doesNotContain("Cookie", "Set-Cookie");
    }

    @Test
    void a_compressed_answer_is_read_and_its_encoding_forgotten() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(STATUS, Fault.body("application/json", gzip("{\"status\":\"QUEUED\"}"))
                .header("Content-Encoding", "gzip"));

        export();

        assertThat(sandbox().count(STATUS, "ba")).isGreaterThan(1);
        assertThat(headerNames()).doesNotContain("Content-Encoding");
    }

    @Test
    void the_body_of_a_create_does_not_go_out_with_the_calls_that_follow() throws Exception {
        start(ONE_EXPORT);

        export();

        assertThat(sandbox().received()).filteredOn(call -> call.method().equals("GET"))
                .hasSizeGreaterThan(1).extracting(ReceivedCall::body).containsOnly("");
    }

    private void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private TreeSet<String> headerNames() {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sandbox().received().forEach(call -> names.addAll(call.headers().keySet()));
        return names;
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void each_call_of_whatever_kind_is_booked_in_the_budget() throws Exception {
        // Of so few none is booked in advance.
        start(Map.of("export.ba.scopes", "team:1,team:2,team:3", "export.sprint.scopes", "team:1,team:2",
                "sei.max-requests-per-minute", "100"));

        ring("ba");
        ring("sprint");

        assertThat(ends.await().failed()).isEmpty();
        var booked = Pattern.compile(":(\\d+)").matcher(inLedger("select booked from sei_minute")).results()
                .mapToInt(calls -> Integer.parseInt(calls.group(1))).sum();
        assertThat(booked).isGreaterThanOrEqualTo(15).isEqualTo(sandbox().received().size());
    }

    @Test
    void calls_that_follow_each_other_share_a_connection() throws Exception {
        try (var wire = TcpProxy.to("127.0.0.1", sandbox().address().getPort())) {
            start(Map.of("export.ba.scopes", "team:1", "sei.base-url", "http://127.0.0.1:" + wire.port()));
            sandbox().faults().next(Call.STATUS, Fault.status("PROCESSING")).times(5);

            ring("ba");

            assertThat(ends.await().delivered()).hasSize(1);
            assertThat(sandbox().received()).hasSizeGreaterThan(7);
            // One for the request, one for the first poll, one for all others, and one for the download.
            assertThat(wire.connections()).isLessThanOrEqualTo(4);
        }
    }
}
