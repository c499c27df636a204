package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.support.RouteFolder;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A transform may make JSON lines of the CSV: then they land, under a name that says so. */
class JsonLinesTransformTest extends RouteTest {
    private static final String NAME = "ba/team-1/weekly/2026-04-01_2026-04-30";
    private static final Path EXAMPLE = Path.of("src/docs/transforms/transform-json-lines.camel.yaml");
    private static final String SOURCE = "Team,Hours\nA,1\n\"Ü \"\"x\"\"\",2\n";
    private static final String RESULT = "{\"Team\":\"A\",\"Hours\":\"1\"}\n"
            + "{\"Team\":\"Ü \\\"x\\\"\",\"Hours\":\"2\"}\n";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> settings = new HashMap<>(Map.of("export.ba.scopes", "team:1",
            "export.ba.transform", "direct:transform-own", "export.ba.transform-format", "jsonl"));
    private volatile Processor work = exchange -> exchange.getMessage().setBody(RESULT);
    private RouteFolder routes;

    @Override
    protected Options sandboxOptions() {
        return Options.immediate();
    }

    @Override
    protected Map<String, Object> beans() {
        return Map.of("work", (Processor) exchange -> work.process(exchange));
    }

    @BeforeEach
    void addTheTransforms() throws IOException {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        settings.put("camel.main.routes-include-pattern", routes.pattern());
        routes.write("transforms", "transform-json-lines", Files.readString(EXAMPLE));
        routes.write("transforms", "transform-own", """
                - route:
                    id: transform-own
                    group: transforms
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:transform-own
                      steps:
                        - process: {id: own-work, ref: work}
                """);
    }

    private void server(String csv) {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
    }

    /** Exports the window once, of which this is the file. */
    private void export(String csv) throws Exception {
        start(settings);
        server(csv);
        ring("ba");
        ends.await();
    }

    private void settle(String csv) throws Exception {
        server(csv);
        tick("ba", NOW);
        ends.await();
    }

    private Path lines() {
        return data().resolve(NAME + ".jsonl");
    }

    private JsonNode manifest() throws IOException {
        return JSON.readTree(data().resolve(NAME + ".manifest.json").toFile());
    }

    private String sha256() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(lines())));
    }

    private Failure failure() {
        assertThat(ends.failed()).hasSize(1);
        return ends.failed().values().iterator().next();
    }

    @Test
    void they_land_under_their_own_ending_and_the_manifest_states_both_files() throws Exception {
        export(SOURCE);

        assertThat(ends.failed()).isEmpty();
        assertThat(filesIn(data())).containsExactly(NAME + ".jsonl", NAME + ".manifest.json");
        assertThat(lines()).hasContent(RESULT);
        var manifest = manifest();
        assertThat(manifest.path("transform").asText()).isEqualTo("transform-own");
        assertThat(manifest.path("format").asText()).isEqualTo("jsonl");
        assertThat(manifest.path("source").path("rows").asInt()).isEqualTo(2);
        assertThat(manifest.path("source").path("bytes").asInt()).isEqualTo(SOURCE.getBytes(UTF_8).length);
        assertThat(manifest.path("rows").asInt()).isEqualTo(2);
        assertThat(manifest.has("columns")).isFalse();
        assertThat(manifest.path("bytes").asInt()).isEqualTo(RESULT.getBytes(UTF_8).length);
        assertThat(manifest.path("sha256").asText()).isEqualTo(sha256());
        assertThat(inLedger("select sha256 || ' ' || row_count from sei_window"))
                .isEqualTo(sha256() + " 2");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void where_it_leaves_a_csv_the_manifest_says_so() throws Exception {
        settings.put("export.ba.transform-format", "csv");
        work = exchange -> exchange.getMessage().setBody("Team,Hours\nB,1\n");

        export(SOURCE);

        assertThat(manifest().path("format").asText()).isEqualTo("csv");
        assertThat(manifest().path("columns").asInt()).isEqualTo(2);
    }

    @Test
    void nothing_at_all_is_a_file_without_rows() throws Exception {
        work = exchange -> exchange.getMessage().setBody("");

        export(SOURCE);

        assertThat(lines()).isEmptyFile();
        assertThat(manifest().path("rows").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"a\":1}\\n{\"a\": | Line 2 is the last one and has no end of line",
        "Team,Hours\\n       | Line 1 is no JSON: Unexpected character ('T' (code 84)): expected a valid value",
        "[1]\\n              | Line 1 is no JSON object"})
    void what_is_no_whole_object_in_each_line_does_not_land(String left, String sentence) throws Exception {
        work = exchange -> exchange.getMessage().setBody(left.replace("\\n", "\n"));

        export(SOURCE);

        assertThat(failure().reason()).isEqualTo(Reason.TRANSFORM);
        assertThat(failure().sentence()).startsWith("direct:transform-own (export.ba.transform) did not leave whole "
                + "JSON lines, as export.ba.transform-format=jsonl wants: " + sentence);
        assertThat(filesIn(data())).isEmpty();
        assertThat(waiting()).containsExactly(NAME.replace('/', '~') + "~1.csv");
    }

    @Test
    void a_bare_endpoint_gets_them_under_this_name() throws Exception {
        var share = folder.resolve("share");
        settings.put("export.ba.sinks", "file:" + share);

        export(SOURCE);

        assertThat(filesIn(share)).containsExactly(NAME + ".jsonl");
    }

    @Test
    void what_the_sink_still_holds_is_not_delivered_again() throws Exception {
        settings.put("export.ba.settle", "1");
        start(settings);
        settle(SOURCE);

        settle(SOURCE);
        assertThat(ends.unchanged()).hasSize(1);

        Files.delete(lines());
        settle(SOURCE);
        assertThat(lines()).hasContent(RESULT);
    }

    @Test
    void where_a_window_settles_the_rows_that_the_server_sent_are_compared() throws Exception {
        settings.put("export.ba.settle", "1");
        settings.put("export.ba.transform", "direct:transform-json-lines");
        start(settings);
        settle("Team,Hours\nA,1\nB,2\n");

        settle("Team,Hours\nA,1\nB,3\nC,4\n");

        assertThat(ends.failed()).isEmpty();
        assertThat(manifest().path("restated")).hasToString("{\"rowsAdded\":1,\"rowsRemoved\":0,\"rowsChanged\":1,"
                + "\"sameColumns\":true}");
    }

    @Test
    void a_sink_that_reads_rows_is_not_given_them_and_serves_others() throws Exception {
        routes.write("sinks", "sink-rows", """
                - route:
                    id: sink-rows
                    group: sinks
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:sink-rows
                      steps:
                        - bean: {id: make-rows, ref: rowMessages, method: 'batches(${body}, "row", ${exchange})'}
                """);
        settings.put("export.ba.sinks", "direct:sink-rows,direct:sink-file");
        settings.put("export.sprint.scopes", "team:1");
        settings.put("export.sprint.sinks", "direct:sink-rows");

        export(SOURCE);
        ring("sprint");
        ends.await();

        assertThat(failure().sentence()).isEqualTo("the sink direct:sink-rows was not tried, because it reads the rows "
                + "of a CSV, and export.ba.transform-format is jsonl");
        assertThat(lines()).hasContent(RESULT);
        assertThat(ends.delivered()).hasSize(1);
        assertThat(inLedger("select count(*) from sei_hold")).isEqualTo("0");
    }

    @Test
    void the_one_of_the_documents_makes_an_object_of_each_row() throws Exception {
        settings.put("export.ba.transform", "direct:transform-json-lines");

        export(SOURCE);

        assertThat(ends.failed()).isEmpty();
        assertThat(Files.readString(lines())).isEqualTo(RESULT);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void the_one_of_the_documents_makes_an_empty_file_where_there_are_no_rows() throws Exception {
        settings.put("export.ba.transform", "direct:transform-json-lines");

        export("Team,Hours\n");

        assertThat(ends.failed()).isEmpty();
        assertThat(lines()).isEmptyFile();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void the_one_of_the_documents_holds_some_hundred_rows_at_a_time() throws Exception {
        settings.put("export.ba.transform", "direct:transform-json-lines");
        var sizes = new CopyOnWriteArrayList<Long>();
        start(settings);
        AdviceWith.adviceWith(context(), "transform-json-lines", advice -> advice.weaveById("append-batch").after()
                .process(exchange -> sizes.add(exchange.getMessage().getBody(String.class).lines().count())));
        var rows = IntStream.range(0, 1_700).mapToObj(row -> "A," + row).collect(Collectors.joining("\n"));
        server("Team,Hours\n" + rows + "\n");

        ring("ba");
        ends.await();

        assertThat(ends.failed()).isEmpty();
        assertThat(sizes).containsExactly(500L, 500L, 500L, 200L);
        assertThat(Files.readAllLines(lines())).hasSize(1_700).first().isEqualTo("{\"Team\":\"A\",\"Hours\":\"0\"}");
        assertThat(manifest().path("rows").asInt()).isEqualTo(1_700);
    }

    @Test
    void columns_may_be_changed_before_the_one_of_the_documents_begins() throws Exception {
        routes.write("transforms", "transform-json-lines", Files.readString(EXAMPLE).replace("      steps:\n"
                + "        - setVariable:\n            id: keep-rows", "      steps:\n"
                + "        - to: {id: change-columns-first, uri: direct, parameters: {name: transform-columns}}\n"
                + "        - setVariable:\n            id: keep-rows"));
        settings.put("export.ba.transform", "direct:transform-json-lines");
        settings.put("export.ba.columns.drop", "Hours");

        export(SOURCE);

        assertThat(ends.failed()).isEmpty();
        assertThat(Files.readString(lines())).isEqualTo("{\"Team\":\"A\"}\n{\"Team\":\"Ü \\\"x\\\"\"}\n");
    }

    @Test
    void after_a_failed_delivery_the_one_of_the_documents_makes_them_again() throws Exception {
        settings.put("export.ba.transform", "direct:transform-json-lines");
        var down = Files.writeString(folder.resolve("down"), "a file where a folder should be");
        settings.put("export.ba.sinks", "file:" + down);
        export(SOURCE);
        assertThat(failure().reason()).isEqualTo(Reason.SINK);
        assertThat(waiting()).containsExactly(NAME.replace('/', '~') + "~1.csv");
        Files.delete(down);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(Files.readString(down.resolve(NAME + ".jsonl"))).isEqualTo(RESULT);
        assertThat(waiting()).isEmpty();
    }
}
