package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.seiexport.api.Job;
import io.seiexport.api.SeiApi;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.proof.ProvenCsv;
import io.seiexport.support.CamelWith;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
    private static final String CSV = "team,hours\nA,1\nB,2\n";
    private static final String NAME = "ba~team-456~weekly~2026-01-01_2026-01-31";

    @TempDir
    private Path folder;
    private final Staging staging = new Staging();
    private Exchange exchange;

    @BeforeEach
    void export() {
        export("direct:sink-file");
    }

    private void export(String... sinks) {
        begin(Map.of());
        exchange = new DefaultExchange(staging.getCamelContext());
        exchange.setVariable("export", new Export("ba", List.of("ba"), new Scope("", "456"),
                new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31")), "weekly", "{}",
                List.of(sinks)));
    }

    private void begin(Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("staging.directory", folder.toString());
        settings.put("sei.base-url", "sandbox");
        var context = CamelWith.settings(settings);
        var api = new SeiApi();
        api.setCamelContext(context);
        context.getRegistry().bind("sei", api);
        staging.setCamelContext(context);
    }

    @Test
    void a_download_is_kept_with_its_proof_and_the_time_it_took() throws IOException {
        exchange.setVariable("downloadBegan", Instant.now().minusSeconds(3));
        try (var transfer = (InputStream) new ProvenCsv()
                .unmarshal(exchange, new ByteArrayInputStream(CSV.getBytes(UTF_8)))) {
            Files.copy(transfer, folder.resolve(NAME + ".csv"));
        }

        var staged = staging.keep(exchange);

        assertThat(staged.file()).hasContent(CSV);
        assertThat(staged.proof().rows()).isEqualTo(2);
        assertThat(staged.transfer()).isBetween(Duration.ofSeconds(3), Duration.ofMinutes(1));
    }

    @Test
    void a_staged_file_is_compressed_beside_itself() throws IOException {
        Files.writeString(folder.resolve(NAME + ".csv"), CSV);

        var gzip = staging.compressed(exchange);

        assertThat(gzip).hasName(NAME + ".csv.gz");
        try (var unpacked = new GZIPInputStream(new FileInputStream(gzip))) {
            assertThat(unpacked).hasContent(CSV);
        }
        assertThat(folder.resolve(NAME + ".csv")).hasContent(CSV);
    }

    @Test
    void where_nothing_is_staged_nothing_is_compressed() {
        assertThatThrownBy(() -> staging.compressed(exchange)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void at_the_end_everything_of_the_export_is_taken_away_and_nothing_of_others() throws IOException {
        for (var ending : List.of(".csv", ".csv.part", ".csv.gz")) {
            Files.writeString(folder.resolve(NAME + ending), CSV);
        }
        var other = Files.writeString(folder.resolve("ba~team-4567~weekly~2026-01-01_2026-01-31.csv"), CSV);

        staging.clear(exchange);

        assertThat(folder).isDirectoryContaining(other::equals);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void what_is_owed_to_a_sink_stays_until_it_has_got_it() throws Exception {
        stage("direct:one", "direct:two");

        deliverTo("direct:one");
        staging.clear(exchange);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(NAME + ".csv", NAME + ".json");

        deliverTo("direct:two");
        staging.clear(exchange);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_is_staged_stays_when_the_export_ends_before_it_is_taken_up_again() throws Exception {
        stage("direct:one");
        exchange.removeVariable("sinks");

        staging.clear(exchange);

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(NAME + ".csv", NAME + ".json");
    }

    @Test
    void only_the_sinks_that_are_still_named_and_have_not_got_the_file_are_owed() throws Exception {
        stage("direct:one", "direct:two");
        deliverTo("direct:one");
        export("direct:one", "direct:three");

        staging.resume(exchange);

        assertThat(exchange.getVariable("sinks")).isEqualTo(List.of("direct:three"));
        assertThat(exchange.getVariable("staged", Staged.class).file()).hasContent(CSV);
        assertThat(exchange.getVariable("job", Job.class).exportId()).isEqualTo("exp_1");
    }

    @Test
    void a_file_with_other_columns_is_not_taken_up_where_they_are_refused_by_now() throws Exception {
        stage(new Drift(List.of("hours"), List.of(), false), "direct:one");
        begin(Map.of("schema-drift", "fail"));

        staging.resume(exchange);

        assertThat(exchange.getVariable("staged")).isNull();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void where_nothing_is_staged_nothing_is_taken_up() {
        exchange.setVariable("staged", "of an earlier try");

        staging.resume(exchange);

        assertThat(exchange.getVariable("staged")).isNull();
        assertThat(exchange.getVariable("sinks")).isNull();
    }

    private void stage(String... sinks) throws Exception {
        stage(Drift.NONE, sinks);
    }

    private void stage(Drift drift, String... sinks) throws Exception {
        export(sinks);
        exchange.setVariable("job", new Job("exp_1", false, "COMPLETED", "", "", "", "", ""));
        exchange.setVariable("downloadBegan", Instant.now());
        try (var transfer = (InputStream) new ProvenCsv()
                .unmarshal(exchange, new ByteArrayInputStream(CSV.getBytes(UTF_8)))) {
            Files.copy(transfer, folder.resolve(NAME + ".csv"));
        }
        exchange.setVariable("staged", staging.keep(exchange).with(drift));
        staging.note(exchange);
    }

    private void deliverTo(String sink) {
        exchange.setVariable("sink", sink);
        staging.served(exchange);
    }

    @Test
    void where_nothing_is_left_there_is_nothing_to_take_away() {
        staging.clear(exchange);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_that_cannot_be_taken_away_does_not_keep_the_export_from_its_end() throws IOException {
        Files.createDirectories(folder.resolve(NAME + ".csv").resolve("in-the-way"));
        var part = Files.writeString(folder.resolve(NAME + ".csv.part"), CSV);

        staging.clear(exchange);

        assertThat(part).doesNotExist();
    }
}
