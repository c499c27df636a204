package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.seiexport.delivery.Staged;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Fault;

@Execution(ExecutionMode.CONCURRENT)
class FetchTest extends RouteTest {
    private static final Map<String, String> ONE_EXPORT = Map.of("export.ba.scopes", "team:101");
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String LANDED = "ba/team-101/weekly/2026-04-01_2026-04-30.csv";
    private static final String STAGED = LANDED.replace('/', '~');
    private static final byte[] CSV = "Team,Größe\r\n\"Zürich, Data\",1\r\n\"say \"\"hi\"\"\nthere\",2".getBytes(UTF_8);

    private static Stream<Arguments> packings() throws IOException {
        return Stream.of(
                Arguments.of("gzip", Fault.ordinary()),
                Arguments.of("gzip of unknown length", Fault.ordinary().withoutLength()),
                Arguments.of("plain", Fault.plain()),
                Arguments.of("plain of unknown length", Fault.plain().withoutLength()),
                Arguments.of("compressed by the transport", Fault.contentEncoded()),
                Arguments.of("several gzip members", Fault.members(7)),
                Arguments.of("several gzip members that come late",
                        Fault.members(3).trickling(1000, Duration.ofMillis(2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packings")
    void the_file_lands_as_the_server_wrote_it_however_it_is_packed(String packing, Fault fault) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(DOWNLOAD, fault);

        export();

        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(landed()).isEqualTo(fileOfTheServer());
        assertThat(staged().proof().bytes()).isEqualTo(landed().length);
    }

    @Test
    void a_part_that_comes_late_within_the_compression_of_the_transport_is_not_lost() throws Exception {
        start(ONE_EXPORT);
        var first = gzip("Team,Points\nA,1\n");
        var body = new ByteArrayOutputStream();
        body.writeBytes(first);
        body.writeBytes(gzip("B,2\nC,3\n"));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", body.toByteArray())
                .header("Content-Encoding", "gzip").trickling(first.length, Duration.ofMillis(300)));

        export();

        assertThat(landed()).asString().isEqualTo("Team,Points\nA,1\nB,2\nC,3\n");
        assertThat(staged().proof().rows()).isEqualTo(3);
        assertThat(staged().proof().compressedBytes()).isEqualTo(body.size());
    }

    @Test
    void a_gzip_file_that_the_transport_compresses_once_more_lands_as_its_csv() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(DOWNLOAD, Fault.body("application/gzip", gzip(gzip("Team,Points\nA,1\n")))
                .header("Content-Encoding", "gzip"));

        export();

        assertThat(landed()).asString().isEqualTo("Team,Points\nA,1\n");
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"text/csv", "text/csv; charset=ISO-8859-1", "text/plain; charset=UTF-16", "application/octet-stream",
        "nonsense"})
    void the_bytes_stay_as_they_are_whatever_type_of_a_file_the_server_names(String type) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(DOWNLOAD, Fault.body(type, CSV));

        export();

        assertThat(landed()).isEqualTo(CSV);
    }

    @Test
    void a_gzip_file_that_the_transport_compressed_once_more_is_unpacked_to_the_csv() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(DOWNLOAD,
                Fault.body("application/gzip", gzip(gzip(CSV))).header("Content-Encoding", "gzip"));

        export();

        assertThat(landed()).isEqualTo(CSV);
    }

    @Test
    void a_name_that_the_server_gives_the_file_means_nothing() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", CSV)
                .header("Content-Disposition", "attachment; filename=\"../../evil.csv\"")
                .header("CamelFileName", "../evil.csv")
                .header("CamelOverruleFileName", "../evil.csv"));

        export();

        assertThat(files()).containsExactly("data/" + LANDED,
                "data/" + LANDED.replace(".csv", ".manifest.json"));
    }

    @Test
    void a_file_on_its_way_is_only_in_staging_and_under_another_name() throws Exception {
        start(ONE_EXPORT);
        var rest = new CompletableFuture<byte[]>();
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", -1, () -> new SequenceInputStream(
                new ByteArrayInputStream("team,hours\n".getBytes(UTF_8)), comingAs(rest)))
                .trickling(11, Duration.ofMillis(1)));

        ring("ba");
        Awaitility.await().until(() -> waiting().size() > 1);
        var onItsWay = files();
        rest.complete("1,2\n".getBytes(UTF_8));

        assertThat(onItsWay).containsExactly("staging/" + STAGED.replace(".csv", "~1.csv.part"),
                "staging/" + STAGED.replace(".csv", "~1.received"));
        assertThat(ends.await().failed()).isEmpty();
        assertThat(waiting()).isEmpty();
    }

    /** Nothing until the test says what. */
    private static InputStream comingAs(CompletableFuture<byte[]> bytes) {
        return new InputStream() {
            private InputStream come;

            @Override
            public int read() throws IOException {
                if (come == null) {
                    come = new ByteArrayInputStream(bytes.join());
                }
                return come.read();
            }
        };
    }

    @Test
    void what_came_over_the_wire_is_counted() throws Exception {
        start(ONE_EXPORT);
        var packed = gzip(CSV);
        sandbox().faults().next(DOWNLOAD, Fault.body("application/gzip", packed));

        export();

        assertThat(staged().proof().compressedBytes()).isEqualTo(packed.length);
        assertThat(staged().proof().rows()).isEqualTo(2);
        assertThat(staged().transfer()).isPositive();
    }

    @Test
    void a_file_without_end_is_given_up_at_the_limit() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "download.max-bytes", "1000000"));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", -1,
                () -> new SequenceInputStream(new ByteArrayInputStream("one,two\n".getBytes(UTF_8)),
                new EndlessRows())));

        ring("ba");

        assertThat(ends.await().failed().values()).singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE));
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_server_that_falls_silent_within_the_file_is_asked_again() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "camel.component.http.response-timeout", "2000",
                "camel.component.http.so-timeout", "2000"));
        sandbox().faults().next(DOWNLOAD, Fault.ordinary().trickling(100, LIMIT));

        export();

        assertThat(sandbox().count(DOWNLOAD, "ba")).isGreaterThanOrEqualTo(2);
        assertThat(landed()).isEqualTo(fileOfTheServer());
    }

    private void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private byte[] landed() throws IOException {
        return Files.readAllBytes(data().resolve(LANDED));
    }

    private Staged staged() {
        return ends.delivered().values().iterator().next();
    }

    /** Asks for the file once more, as anybody could. */
    private byte[] fileOfTheServer() throws IOException {
        var id = ends.jobs().values().iterator().next().exportId();
        var connection = URI.create(sandbox().address() + "/v2/insights/ba/exports/" + id
                + "/download?projectIdentifier=Metrics&orgIdentifier=Acme").toURL().openConnection();
        connection.setRequestProperty("x-api-key", "any");
        try (var in = new GZIPInputStream(connection.getInputStream())) {
            return in.readAllBytes();
        }
    }

    /** The rows of a CSV file whose last one never comes. */
    private static final class EndlessRows extends InputStream {
        private static final byte[] ROWS = "1000,20\n".repeat(1000).getBytes(UTF_8);
        private int position;

        @Override
        public int read() {
            position = (position + 1) % ROWS.length;
            return ROWS[(position + ROWS.length - 1) % ROWS.length];
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            var count = Math.min(length, ROWS.length - position);
            System.arraycopy(ROWS, position, bytes, offset, count);
            position = (position + count) % ROWS.length;
            return count;
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
