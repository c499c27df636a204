package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.Meanwhile;

@Execution(ExecutionMode.CONCURRENT)
class JobDownloadTest extends RouteTest {
    private static final Map<String, String> ONE_EXPORT = Map.of("export.ba.scopes", "team:101");
    private static final Map<String, String> ONE_EXPORT_TWO_ATTEMPTS = Map.of(
            "export.ba.scopes", "team:101", "retry.max-attempts", "2");
    private static final String CSV = "ba/team-101/weekly/2026-04-01_2026-04-30.csv";

    private final Meanwhile meanwhile = new Meanwhile();

    @Override
    protected Map<String, Object> beans() {
        return Map.of("meanwhile", meanwhile);
    }

    private static Stream<Arguments> refused() throws IOException {
        var whole = gzip("a,b\n" + "1,2\n".repeat(5000));
        return Stream.of(
                Arguments.of(Reason.TRUNCATED, Arrays.copyOf(whole, whole.length / 2)),
                Arguments.of(Reason.TRUNCATED, Arrays.copyOf(whole, whole.length - 1)),
                Arguments.of(Reason.CORRUPT, damaged(whole)),
                Arguments.of(Reason.EMPTY, new byte[0]),
                Arguments.of(Reason.HTML, "<html><body>Sign in</body></html>".getBytes(UTF_8)),
                Arguments.of(Reason.JSON, "{\"status\":\"QUEUED\"}".getBytes(UTF_8)),
                Arguments.of(Reason.RAGGED, ("a,b\n" + "1,2\n".repeat(50_000) + "1\n").getBytes(UTF_8)),
                Arguments.of(Reason.UNCLOSED_QUOTE, ("a,b\n" + "1,2\n".repeat(50_000) + "\"1,2\n").getBytes(UTF_8)),
                Arguments.of(Reason.ENCODING, new byte[] {'a', '\n', (byte) 0xe4, '\n'}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lease_no = lease_no + 1, lease_node = 'another'",
        "lease_until = 0, due_at = due_at + 3600000"})
    void a_window_that_another_node_has_taken_or_freed_during_the_download_is_left_to_it(String what) throws Exception {
        start(ONE_EXPORT);
        meanwhile.after("fetch-file", () -> {
            changeLedger("update sei_window set " + what);
            return "taken";
        });

        ring("ba");

        await().until(() -> ends.lost().equals(List.of("ba")));
        await().until(this::files, List::isEmpty);
        assertThat(inLedger("select state || ' ' || coalesce(staged, 'without a file') from sei_window"))
                .isEqualTo("created without a file");
    }

    @Test
    void the_lease_of_a_window_whose_file_is_staged_begins_anew() throws Exception {
        start(ONE_EXPORT);
        var lasting = new CompletableFuture<String>();
        meanwhile.after("fetch-file", () -> {
            changeLedger("update sei_window set lease_until = 1");
            meanwhile.after("write-staged", () -> lasting.complete(
                    inLedger("select lease_until > (select now from sei_clock) from sei_window")));
            return "over";
        });

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(lasting).isCompletedWithValue("1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void a_refused_file_is_never_seen_in_the_sink_and_not_left_in_staging(Reason reason, byte[] body) throws Exception {
        start(ONE_EXPORT_TWO_ATTEMPTS);
        sandbox().faults().next(DOWNLOAD, Fault.body("application/octet-stream", body)).forEver();

        ring("ba");

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.sentence()).startsWith("the downloaded file was refused: ");
        });
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(2);
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void a_refused_file_is_asked_for_again_and_lands_when_it_comes_whole(Reason reason, byte[] body) throws Exception {
        start(ONE_EXPORT_TWO_ATTEMPTS);
        sandbox().faults().next(DOWNLOAD, Fault.body("application/octet-stream", body));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));

        export();

        assertThat(data().resolve(CSV)).hasContent("a,b\n1,2\n");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_refused_file_leaves_alone_what_landed_before() throws Exception {
        start(ONE_EXPORT_TWO_ATTEMPTS);
        export();
        var before = contents();
        sandbox().faults().next(DOWNLOAD, Fault.body("text/html", "<html></html>".getBytes(UTF_8))).forEver();

        ring("ba");

        assertThat(ends.await().failed()).hasSize(1);
        assertThat(contents()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "300, false", "0, true", "1, true", "300, true"})
    void a_file_that_breaks_off_is_asked_for_again_from_its_first_byte(long bytes, boolean chunked) throws Exception {
        start(ONE_EXPORT);
        export();
        var whole = Files.readString(data().resolve(CSV));
        var cut = chunked ? Fault.ordinary().withoutLength() : Fault.ordinary();
        sandbox().faults().next(DOWNLOAD, cut.cutAfter(bytes)).times(2);

        export();

        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1 + 3);
        assertThat(data().resolve(CSV)).hasContent(whole);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_job_that_is_downloaded_again_is_not_created_again() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(DOWNLOAD, Fault.drop()).times(2);

        export();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(3);
    }

    @Test
    void only_a_file_that_came_whole_goes_to_the_sinks() throws Exception {
        start(ONE_EXPORT);
        replace("export-job", "deliver-to-sinks", "mock:deliver");
        var deliveries = context().getEndpoint("mock:deliver", MockEndpoint.class);
        sandbox().faults().next(DOWNLOAD, Fault.ordinary().cutAfter(300)).times(2);

        ring("ba");
        ends.await();

        assertThat(deliveries.getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void a_missing_staging_folder_is_made() throws Exception {
        var deep = folder.resolve("not/yet/there");
        start(Map.of("export.ba.scopes", "team:101", "staging.directory", deep.toString()));

        export();

        assertThat(deep).isDirectory();
    }

    private void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private Map<String, String> contents() throws IOException {
        var contents = new TreeMap<String, String>();
        for (var file : filesIn(data())) {
            contents.put(file, Files.readString(data().resolve(Path.of(file))));
        }
        return contents;
    }

    private static byte[] damaged(byte[] gzip) {
        var bytes = gzip.clone();
        bytes[bytes.length - 6] ^= 1;
        return bytes;
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
