package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.micrometer.core.instrument.MeterRegistry;

import io.seiexport.failure.Reason;
import io.seiexport.support.LogLines;

/** What becomes of a proven file when a sink does not take it. */
class StagedAgainTest extends RouteTest {
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";
    private static final String STAGED = NAME.replace('/', '~') + "~1.csv";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Path down;

    @BeforeEach
    void blockASink() throws IOException {
        down = Files.writeString(folder.resolve("down"), "a file where a folder should be");
    }

    @Test
    void a_file_that_a_sink_did_not_take_is_offered_to_it_again_without_asking_the_server() throws Exception {
        failAtOneOf("direct:sink-file,file:" + down);
        assertThat(waiting()).containsExactly(STAGED);
        var csv = Files.readString(data().resolve(NAME + ".csv"));
        Files.delete(down);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(down.resolve(NAME + ".csv")).hasContent(csv);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_sink_that_has_the_file_is_not_given_it_again() throws Exception {
        failAtOneOf("direct:sink-file,file:" + down);
        Files.delete(data().resolve(NAME + ".csv"));
        Files.delete(data().resolve(NAME + ".manifest.json"));
        Files.delete(down);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(filesIn(data())).isEmpty();
    }

    @Test
    void a_file_stays_as_long_as_its_sink_is_down() throws Exception {
        failAtOneOf("direct:sink-file,file:" + down);

        ring("ba");
        ends.await();

        assertThat(ends.delivered()).isEmpty();
        assertThat(ends.failed().values()).allMatch(failure -> failure.reason() == Reason.SINK);
        assertThat(waiting()).containsExactly(STAGED);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void what_was_staged_before_another_node_went_on_is_taken_away_when_this_one_begins_anew() throws Exception {
        failAtOneOf("direct:sink-file,file:" + down);
        execute("update sei_window set lease_no = 2, staged = replace(staged, '~1.csv', '~2.csv')");

        ring("ba");
        ends.await();

        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(2);
        assertThat(waiting()).containsExactly(STAGED.replace("~1.csv", "~3.csv"));
    }

    @Test
    void the_manifest_tells_of_the_file_as_it_was_downloaded() throws Exception {
        failAtOneOf("file:" + down + ",direct:sink-file");
        var first = manifest();
        execute("delete from sei_delivery");
        Files.delete(down);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        var again = manifest();
        for (var field : first.properties()) {
            if (!field.getKey().equals("deliveredAt")) {
                assertThat(again.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
            }
        }
    }

    @Test
    void a_transfer_is_counted_once() throws Exception {
        failAtOneOf("direct:sink-file,file:" + down);
        var numbers = context().getRegistry().findSingleByType(MeterRegistry.class);
        Files.delete(down);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(numbers.counter("sei.exports.delivered", "domain", "ba").count()).isEqualTo(1);
        assertThat(numbers.counter("sei.exports.started", "domain", "ba").count()).isEqualTo(1);
        assertThat(numbers.timer("sei.exports.transfer", "domain", "ba").count()).isEqualTo(1);
    }

    @Test
    void it_is_said_when_a_staged_file_is_taken_up_again() throws Exception {
        try (var said = LogLines.of("io.seiexport.delivery.Staging")) {
            failAtOneOf("direct:sink-file,file:" + down);
            ring("ba");
            ends.await();

            var id = ends.jobs().values().iterator().next().exportId();
            assertThat(said.lines()).anyMatch(line -> line.matches("INFO ba team:101 \\S+ is resumed: its file "
                    + "is still staged, export id " + id + ", \\d+ rows, to be delivered to \\[file:.*/down]"));
        }
    }

    /** What may have happened to a staged file, or to what is known of it. */
    private enum Damage {
        FILE_IS_SHORTER, FILE_IS_CHANGED, FILE_IS_GONE, OTHER_REQUEST;

        void doTo(Path csv, StagedAgainTest test) throws Exception {
            switch (this) {
                case FILE_IS_SHORTER -> Files.writeString(csv, "a,b\n");
                case FILE_IS_CHANGED -> {
                    var bytes = Files.readAllBytes(csv);
                    bytes[bytes.length - 2] ^= 1;
                    Files.write(csv, bytes);
                }
                case FILE_IS_GONE -> Files.delete(csv);
                default -> test.execute("update sei_window set request = replace(request, 'WEEKLY', 'MONTHLY')");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void what_is_not_the_file_that_was_proven_is_thrown_away_and_asked_for_again(Damage damage) throws Exception {
        failAtOneOf("direct:sink-file,file:" + down);
        var csv = Files.readString(data().resolve(NAME + ".csv"));
        damage.doTo(staging().resolve(STAGED), this);
        Files.delete(down);

        try (var said = LogLines.of("io.seiexport.delivery.Staging")) {
            ring("ba");

            assertThat(ends.await().delivered()).hasSize(1);
            assertThat(said.lines()).anyMatch(line -> line.startsWith("WARN ba team:101 ")
                    && line.contains("the staged file is deleted and requested again; "));
        }
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(2);
        assertThat(down.resolve(NAME + ".csv")).hasContent(csv);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void the_file_of_another_server_is_not_delivered_for_that_of_this_one() throws Exception {
        failAtOneOf("file:" + down);
        Files.delete(down);

        var others = new HashMap<>(sinks("file:" + down));
        others.put("sei.base-url", sandbox().address().toString().replace("127.0.0.1", "localhost"));
        startAgain(others);
        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
    }

    @Test
    void a_file_that_the_ledger_does_not_know_is_not_taken_for_proven() throws Exception {
        Files.createDirectories(staging());
        Files.writeString(staging().resolve(STAGED), "left behind\n1\n");
        Files.delete(down);
        start(sinks("direct:sink-file"));

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(data().resolve(NAME + ".csv")).content().doesNotContain("left behind");
        assertThat(waiting()).isEmpty();
    }

    private void execute(String statement) throws Exception {
        try (var template = context().createProducerTemplate()) {
            template.sendBody("sql:" + statement + "?dataSource=#ledger", "");
        }
    }

    private void failAtOneOf(String sinks) throws Exception {
        start(sinks(sinks));
        ring("ba");
        assertThat(ends.await().failed().values()).singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.SINK));
    }

    private static Map<String, String> sinks(String sinks) {
        return Map.of("export.ba.scopes", "team:101", "export.ba.sinks", sinks);
    }

    private JsonNode manifest() throws IOException {
        return JSON.readTree(data().resolve(NAME + ".manifest.json").toFile());
    }
}
