package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;

/** What is kept of a file that was refused. */
class QuarantineTest extends RouteTest {
    private static final String NAME = "[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z~ba~team-101~weekly~2026-04-01_2026-04-30(~2)?";
    private static final byte[] PAGE = ("<html>" + "Sign in, please. ".repeat(200)).getBytes(UTF_8);

    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void a_refused_body_is_kept_as_it_was_received_with_a_report() throws Exception {
        var packed = gzip("a,b\n" + "1,2\n".repeat(5000));
        packed[packed.length - 6] ^= 1;
        refuse(packed, Map.of("retry.max-attempts", "1"));

        assertThat(kept("body")).singleElement().satisfies(body -> {
            assertThat(body.getFileName().toString()).matches(NAME + "\\.body");
            assertThat(body).hasBinaryContent(packed);
        });
        var report = report(0);
        assertThat(report.path("export").textValue()).isEqualTo("ba team:101 2026-04-01..2026-04-30");
        assertThat(report.path("exportId").textValue())
                .isEqualTo(ends.jobs().values().iterator().next().exportId());
        assertThat(Instant.parse(report.path("when").textValue()))
                .isBetween(begun, Instant.now());
        assertThat(report.path("reason").textValue()).isEqualTo("corrupt");
        assertThat(ends.failed().values().iterator().next().sentence()).endsWith(report.path("sentence").textValue());
        assertThat(report.path("bytesReceived").intValue()).isEqualTo(packed.length);
        assertThat(report.path("cut").booleanValue()).isFalse();
        assertThat(filesIn(data())).isEmpty();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void every_refused_attempt_is_kept_also_of_an_export_that_is_brought_home_in_the_end() throws Exception {
        start(settings(Map.of()));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/html", PAGE)).times(2);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(kept("body")).hasSize(2).allSatisfy(body -> assertThat(body).hasBinaryContent(PAGE));
        assertThat(kept("json")).hasSize(2);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void an_empty_body_is_kept_too() throws Exception {
        refuse(new byte[0], Map.of("retry.max-attempts", "1"));

        assertThat(kept("body")).singleElement().satisfies(body -> assertThat(body).isEmptyFile());
        assertThat(report(0).path("reason").textValue()).isEqualTo("empty");
    }

    @Test
    void of_a_long_body_the_beginning_is_kept() throws Exception {
        var csv = ("a,b\n" + "1,2\n".repeat(50_000) + "1\n").getBytes(UTF_8);
        refuse(csv, Map.of("retry.max-attempts", "1", "quarantine.max-bytes", "1000"));

        assertThat(kept("body")).singleElement().satisfies(body ->
                assertThat(body).hasBinaryContent(Arrays.copyOf(csv, 1000)));
        assertThat(report(0).path("bytesReceived").intValue()).isEqualTo(csv.length);
        assertThat(report(0).path("cut").booleanValue()).isTrue();
    }

    @Test
    void the_oldest_go_when_there_are_too_many() throws Exception {
        start(settings(Map.of("retry.max-attempts", "4", "quarantine.max-files", "2")));
        for (var attempt = 1; attempt <= 4; attempt++) {
            sandbox().faults().next(DOWNLOAD, Fault.body("text/html", ("<html>" + attempt).getBytes(UTF_8)));
        }

        ring("ba");

        assertThat(ends.await().failed()).hasSize(1);
        assertThat(kept("body")).satisfiesExactly(
                third -> assertThat(third).hasContent("<html>3"), fourth -> assertThat(fourth).hasContent("<html>4"));
        assertThat(kept("json")).hasSize(2);
    }

    @Test
    void switched_off_it_keeps_nothing() throws Exception {
        refuse(PAGE, Map.of("retry.max-attempts", "2", "quarantine.max-files", "0"));

        assertThat(staging().resolve("quarantine")).doesNotExist();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_file_that_breaks_off_or_is_proven_is_not_kept() throws Exception {
        start(settings(Map.of()));
        sandbox().faults().next(DOWNLOAD, Fault.ordinary().cutAfter(300)).times(2);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(staging().resolve("quarantine")).doesNotExist();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_copy_goes_as_soon_as_the_file_is_proven() throws Exception {
        start(settings(Map.of()));
        replace("export-job", "deliver-to-sinks", "mock:deliver");
        var staged = new ArrayList<String>();
        context().getEndpoint("mock:deliver", MockEndpoint.class).whenAnyExchangeReceived(any ->
                staged.addAll(waiting()));

        ring("ba");
        ends.await();

        assertThat(staged).isNotEmpty().noneMatch(file -> file.endsWith(".received"));
    }

    @Test
    void a_quarantine_that_cannot_be_written_disturbs_nothing() throws Exception {
        Files.createDirectories(staging());
        Files.writeString(staging().resolve("quarantine"), "in the way");
        try (var said = LogLines.of("io.seiexport.delivery.Quarantine")) {
            start(settings(Map.of()));
            sandbox().faults().next(DOWNLOAD, Fault.body("text/html", PAGE)).times(3);

            ring("ba");

            assertThat(ends.await().delivered()).hasSize(1);
            assertThat(said.lines()).filteredOn(line -> line.contains(staging().toString())).singleElement()
                    .asString().startsWith("WARN Downloads cannot be copied for the quarantine");
        }
        assertThat(waiting()).containsExactly("quarantine");
    }

    @Test
    void a_copy_that_cannot_be_written_does_not_disturb_the_download() throws Exception {
        Files.createDirectories(staging().resolve("ba~team-101~weekly~2026-04-01_2026-04-30.received/in-the-way"));
        start(settings(Map.of()));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/html", PAGE));

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
    }

    private void refuse(byte[] body, Map<String, String> settings) throws Exception {
        start(settings(settings));
        sandbox().faults().next(DOWNLOAD, Fault.body("application/octet-stream", body)).forEver();
        ring("ba");
        assertThat(ends.await().failed()).hasSize(1);
    }

    private static Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<>(Map.of("export.ba.scopes", "team:101"));
        settings.putAll(more);
        return settings;
    }

    /** In the order of their names, and so of time. */
    private List<Path> kept(String ending) throws IOException {
        var quarantine = staging().resolve("quarantine");
        return filesIn(quarantine).stream().filter(file -> file.endsWith("." + ending)).map(quarantine::resolve)
                .toList();
    }

    private JsonNode report(int number) throws IOException {
        return JsonMapper.builder().build().readTree(kept("json").get(number).toFile());
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
