package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import io.seiexport.support.TestMain;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data format as routes use it: named in YAML, under Camel Main, with the file component reading the stream. */
class ProvenCsvRouteTest {

    private static final byte[] CSV = ("a,b\n" + "1,2\n".repeat(50_000)).getBytes(UTF_8);

    @TempDir
    private Path folder;

    private final TestMain main = new TestMain();

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void the_format_is_found_by_its_name_and_the_file_gets_the_unpacked_bytes() throws Exception {
        start("proven-csv", Map.of());

        Exchange done = send("direct:stage", new ByteArrayInputStream(Gzip.member(CSV)));

        assertThat(done.getException()).isNull();
        assertThat(folder.resolve("report.csv")).hasBinaryContent(CSV);
        assertThat(transfer(done).proof().rows()).isEqualTo(50_000);
    }

    @Test
    void a_later_step_can_ask_for_the_proof() throws Exception {
        start("proven-csv", Map.of());

        Exchange done = send("direct:stage", new ByteArrayInputStream(Gzip.member(CSV)));

        assertThat(done.getMessage().getHeader("Rows")).isEqualTo(50_000L);
    }

    @Test
    void the_source_is_open_until_it_was_read_and_closed_afterwards() throws Exception {
        start("proven-csv", Map.of());
        Splitting source = new Splitting(Gzip.member(CSV), new Random(1));

        Exchange done = send("direct:stage", source);

        assertThat(transfer(done).proof().bytes()).isEqualTo(CSV.length);
        assertThat(source.isClosed()).isTrue();
    }

    @Test
    void a_refused_file_fails_the_exchange_and_never_has_its_final_name() throws Exception {
        start("proven-csv", Map.of());
        byte[] gzip = Gzip.member(CSV);

        Exchange done = send("direct:stage", new ByteArrayInputStream(Arrays.copyOf(gzip, gzip.length - 1)));

        assertThat(done.getException(RefusedFile.class).reason()).hasToString("truncated");
        assertThat(Files.exists(folder.resolve("report.csv"))).isFalse();
    }

    @Test
    void the_source_is_closed_also_when_nobody_reads_it() throws Exception {
        start("proven-csv", Map.of());
        Splitting source = new Splitting(Gzip.member(CSV), new Random(1));

        Exchange done = send("direct:stumble", source);

        assertThat(done.getException()).hasMessage("Stumbled.");
        assertThat(source.isClosed()).isTrue();
    }

    @Test
    void a_response_without_a_body_is_refused_as_empty() throws Exception {
        start("proven-csv", Map.of());

        Exchange done = send("direct:stage", null);

        assertThat(done.getException(RefusedFile.class).reason()).hasToString("empty");
    }

    @Test
    void a_body_that_is_no_stream_is_proven_too() throws Exception {
        start("proven-csv", Map.of());

        Exchange done = send("direct:stage", "a,b\n1,2\n");

        assertThat(transfer(done).proof().rows()).isEqualTo(1);
    }

    @Test
    void a_bean_of_the_format_has_settings() throws Exception {
        start("strict", Map.of("camel.beans.strict", "#class:io.seiexport.csv.ProvenCsv",
                "camel.beans.strict.maxBytes", "100000"));

        Exchange done = send("direct:stage", new ByteArrayInputStream(Gzip.member(CSV)));

        assertThat(done.getException(RefusedFile.class)).hasMessageContaining("limit of 100000 bytes");
    }

    @Test
    void a_bean_may_let_ragged_rows_pass() throws Exception {
        start("lenient", Map.of("camel.beans.lenient", "#class:io.seiexport.csv.ProvenCsv",
                "camel.beans.lenient.raggedRows", "warn"));

        Exchange done = send("direct:stage", "a,b\n1\n");

        assertThat(transfer(done).proof().warnings()).hasSize(1);
    }

    @Test
    void a_file_of_64_MiB_streams_through_the_route() throws Exception {
        start("proven-csv", Map.of());
        byte[] csv = ("a,b\n" + "1234567,89012345\n".repeat(4 << 20)).getBytes(UTF_8);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        Exchange done = send("direct:stage", new ByteArrayInputStream(csv));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(transfer(done).proof().bytes()).isEqualTo(csv.length);
        assertThat(allocated).isLessThan(16 << 20);
    }

    private void start(String format, Map<String, String> properties) throws Exception {
        main.configure().setRoutesIncludePattern("classpath:io/seiexport/csv/stage.camel.yaml");
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addInitialProperty("folder", folder.toString());
        main.addInitialProperty("format", format);
        properties.forEach(main::addInitialProperty);
        main.start();
    }

    private Exchange send(String endpoint, Object body) throws Exception {
        return main.getCamelTemplate().send(endpoint, exchange -> exchange.getMessage().setBody(body));
    }

    private static ProvingStream transfer(Exchange done) {
        assertThat(done.getException()).isNull();
        return done.getVariable(ProvenCsv.TRANSFER, ProvingStream.class);
    }
}
