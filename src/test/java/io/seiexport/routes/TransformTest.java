package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.support.RawServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.support.SynchronizationAdapter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;
import io.seiexport.support.RawServer;

/** A route of the user's stands between download and delivery: what it leaves lands, and nothing else does. */
@Order(1)
class TransformTest extends RouteTest {
    private static final String NAME = "ba/team-1/weekly/2026-04-01_2026-04-30";
    private static final String STAGED = NAME.replace('/', '~') + "~1.csv";
    private static final String SOURCE = "Team,Developer,Hours\nA,Jane Doe,1\nB,John Roe,2\n";
    private static final String RESULT = "Team,Hours\nA,1\nB,2\n";
    private static final Instant JUNE = Instant.parse("2026-06-15T12:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> settings = new HashMap<>(Map.of("export.ba.scopes", "team:1",
            "export.ba.transform", "direct:transform-own"));
    /** What the route of the user's does with the file. */
    private Processor work = exchange -> exchange.getMessage().setBody(withoutDeveloper(exchange));
    /** What it has found on the message, each time. */
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void addATransformOfOnesOwn() throws IOException {
        transform("- process: {id: own-work, ref: work}");
    }

    private void transform(String step) throws IOException {
        routes().write("transforms", "transform-own", """
                - route:
                    id: transform-own
                    group: transforms
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:transform-own
                      steps:
                        %s
                """.formatted(step));
    }

    @Override
    protected Map<String, Object> beans() {
        return Map.of("work", (Processor) exchange -> {
            seen.add(exchange.getMessage().getBody().getClass().getSimpleName() + " "
                    + new TreeSet<>(exchange.getMessage().getHeaders().keySet()));
            work.process(exchange);
        });
    }

    private static String withoutDeveloper(Exchange exchange) {
        return exchange.getMessage().getBody(String.class).replaceAll("(?m)^([^,]*),[^,]*,", "$1,");
    }

    private void server(String csv) {
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
    }

    private Path csv() {
        return data().resolve(NAME + ".csv");
    }

    private JsonNode manifest() throws IOException {
        return JSON.readTree(data().resolve(NAME + ".manifest.json").toFile());
    }

    /** Exports the window once, of which this is the file. */
    private void export(String source) throws Exception {
        start(settings);
        server(source);
        ring("ba");
        ends.await();
    }

    private Failure failure() {
        assertThat(ends.failed()).hasSize(1);
        return ends.failed().values().iterator().next();
    }

    @Test
    void what_it_leaves_lands_and_the_manifest_states_both_files() throws Exception {
        export(SOURCE);

        assertThat(ends.delivered()).hasSize(1);
        assertThat(csv()).hasContent(RESULT);
        assertThat(manifest().path("transform").asText()).isEqualTo("transform-own");
        assertThat(manifest().has("changedColumns")).as("only transform-columns says what it does").isFalse();
        assertThat(manifest().path("source")).hasToString("{\"bytes\":" + SOURCE.length() + ",\"rows\":2,\"sha256\":\""
                + sha256(SOURCE) + "\"}");
        assertThat(manifest().path("rows").asInt()).isEqualTo(2);
        assertThat(manifest().path("columns").asInt()).isEqualTo(2);
        assertThat(manifest().path("bytes").asInt()).isEqualTo(RESULT.length());
        assertThat(manifest().path("compressedBytes").asInt()).as("as received").isEqualTo(SOURCE.length());
        assertThat(manifest().path("sha256").asText()).isEqualTo(sha256(RESULT));
        assertThat(inLedger("select sha256 || ' ' || byte_count || ' ' || row_count from sei_window"))
                .isEqualTo(sha256(RESULT) + " " + RESULT.length() + " 2");
        assertThat(inLedger("select sha256 from sei_delivery")).isEqualTo(sha256(RESULT));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void without_one_the_manifest_says_nothing_of_it() throws Exception {
        settings.remove("export.ba.transform");

        export(SOURCE);

        assertThat(csv()).hasContent(SOURCE);
        assertThat(manifest().has("transform")).isFalse();
        assertThat(manifest().has("source")).isFalse();
        assertThat(seen).isEmpty();
    }

    @Test
    void it_gets_a_file_and_no_header_of_an_earlier_call() throws Exception {
        export(SOURCE);

        assertThat(seen).containsExactly("File []");
    }

    @Test
    void what_it_sets_does_not_reach_the_sinks() throws Exception {
        work = exchange -> {
            exchange.getMessage().setBody(withoutDeveloper(exchange));
            exchange.getMessage().setHeader("own", "header");
            exchange.setProperty("own", "property");
            exchange.setVariable("own", "variable");
            for (var name : List.of("export", "staged", "job", "entry", "polling")) {
                exchange.removeVariable(name);
            }
        };
        var found = new CopyOnWriteArrayList<String>();
        start(settings);
        AdviceWith.adviceWith(context(), "sink-file", advice -> advice.weaveById("write-file").before().process(
                exchange -> found.add(exchange.getMessage().getHeader("own") + " " + exchange.getProperty("own") + " "
                        + exchange.getVariable("own") + " " + exchange.getVariable("export") + " "
                        + exchange.getVariable("staged", Staged.class).proof().rows())));
        server(SOURCE);

        ring("ba");
        ends.await();

        assertThat(found).containsExactly("null null null ba team:1 2026-04-01..2026-04-30 2");
    }

    private enum Body {
        TEXT, BYTES, STREAM, FILE, PATH;

        Object of(Path folder) throws IOException {
            var path = Files.writeString(folder.resolve("made.csv"), RESULT);
            return switch (this) {
                case TEXT -> RESULT;
                case BYTES -> RESULT.getBytes(UTF_8);
                case STREAM -> new ByteArrayInputStream(RESULT.getBytes(UTF_8));
                case FILE -> path.toFile();
                case PATH -> path;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_may_leave_a_text_bytes_a_stream_or_a_file(Body body) throws Exception {
        work = exchange -> exchange.getMessage().setBody(body.of(folder));

        export(SOURCE);

        assertThat(csv()).hasContent(RESULT);
    }

    @Test
    void the_one_of_the_documents_does_what_they_say() throws Exception {
        var yaml = Files.readString(Path.of("src/docs/transforms.md")).split("```yaml\n|```", 0);
        var example = Stream.of(yaml).filter(part -> part.startsWith("- route:")).findFirst().orElseThrow();
        routes().write("transforms", "transform-teams", example);
        settings.put("export.ba.transform", "direct:transform-teams");

        export("Team,Hours\nA,1\nPayments,2\nB,3\n");

        assertThat(csv()).hasContent("Team,Hours\nA,1\nB,3\n");
    }

    @Test
    void what_it_opens_stays_open_until_its_result_is_staged() throws Exception {
        work = exchange -> {
            var made = Files.writeString(folder.resolve("made.csv"), RESULT);
            exchange.getMessage().setBody(made.toFile());
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    made.toFile().delete();
                }
            });
        };

        export(SOURCE);

        assertThat(csv()).hasContent(RESULT);
        Awaitility.await().until(() -> Files.notExists(folder.resolve("made.csv")));
    }

    @Test
    void what_it_says_of_its_result_in_headers_does_not_count() throws Exception {
        work = exchange -> {
            exchange.getMessage().setBody(RESULT);
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/html");
            exchange.getMessage().setHeader(Exchange.CONTENT_ENCODING, "gzip");
        };

        export(SOURCE);

        assertThat(csv()).hasContent(RESULT);
    }

    @Test
    void it_may_leave_no_rows_or_a_single_column_that_the_file_had() throws Exception {
        work = exchange -> exchange.getMessage().setBody("Team\n");

        export(SOURCE);

        assertThat(csv()).hasContent("Team\n");
    }

    @Test
    void columns_that_must_be_there_are_those_of_the_server() throws Exception {
        settings.put("export.ba.expect-columns", "Developer");

        export(SOURCE);

        assertThat(csv()).hasContent(RESULT);
    }

    private void down(Path sink) throws IOException {
        Files.writeString(sink, "a file where a folder should be");
    }

    @Test
    void after_a_sink_was_down_its_later_try_makes_the_file_anew_from_what_the_server_sent() throws Exception {
        var down = folder.resolve("down");
        down(down);
        settings.put("export.ba.sinks", "direct:sink-file,file:" + down);
        export(SOURCE);
        assertThat(failure().reason()).isEqualTo(Reason.SINK);
        assertThat(waiting()).containsExactly(STAGED);
        assertThat(staging().resolve(STAGED)).hasContent(SOURCE);
        Files.delete(down);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(down.resolve(NAME + ".csv")).hasContent(RESULT);
        assertThat(csv()).hasContent(RESULT);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_sink_that_has_the_result_is_not_given_it_again() throws Exception {
        var down = folder.resolve("down");
        down(down);
        settings.put("export.ba.sinks", "direct:sink-file,file:" + down);
        export(SOURCE);
        Files.delete(csv());
        Files.delete(down);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(csv()).doesNotExist();
        assertThat(down.resolve(NAME + ".csv")).hasContent(RESULT);
    }

    @Test
    void after_a_restart_a_staged_file_is_transformed_too() throws Exception {
        var down = folder.resolve("down");
        down(down);
        settings.put("export.ba.sinks", "file:" + down);
        export(SOURCE);
        Files.writeString(staging().resolve(STAGED.replace(".csv", ".transformed.csv")), "left by a killed program");
        Files.delete(down);

        try (var said = LogLines.of("io.seiexport.delivery.Staging")) {
            startAgain(settings);
            assertThat(waiting()).containsExactly(STAGED);
            ring("ba");

            assertThat(ends.await().delivered()).hasSize(1);
            assertThat(said.lines()).anyMatch(line -> line.endsWith("2 rows, to be transformed by "
                    + "direct:transform-own"));
        }
        assertThat(down.resolve(NAME + ".csv")).hasContent(RESULT);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void one_that_is_set_while_a_file_waits_is_applied_to_it_in_every_sink() throws Exception {
        var down = folder.resolve("down");
        down(down);
        settings.put("export.ba.sinks", "direct:sink-file,file:" + down);
        var transform = settings.remove("export.ba.transform");
        export(SOURCE);
        assertThat(csv()).hasContent(SOURCE);
        Files.delete(down);

        settings.put("export.ba.transform", transform);
        startAgain(settings);
        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(down.resolve(NAME + ".csv")).hasContent(RESULT);
        assertThat(csv()).hasContent(RESULT);
        assertThat(manifest().path("sha256").asText()).isEqualTo(sha256(RESULT));
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
    }

    @Test
    void a_service_that_it_calls_may_answer_with_a_file_of_any_size() throws Exception {
        var changed = "Team,Hours\n" + "A,1\n".repeat(100_000);
        try (var service = RawServer.start(call -> call.send(answer(200, "text/csv", changed.getBytes(UTF_8))))) {
            transform("- to: {id: ask-service, uri: \"" + service.address() + "/names?httpMethod=POST\"}");

            export(SOURCE);

            assertThat(csv()).hasContent(changed);
        }
    }

    private static final String WANTED = " did not leave a whole CSV, as export.ba.transform-format=csv wants: ";

    /** Ways to leave no whole CSV, each with what is said of it. */
    private enum Trouble {
        THROWS(exchange -> {
            throw new IllegalStateException("no salt");
        }, " failed: IllegalStateException: no salt"),
        LEAVES_NOTHING(exchange -> exchange.getMessage().setBody(null), " left nothing: its body must be the CSV"),
        LEAVES_NO_BYTES(exchange -> exchange.getMessage().setBody(""),
                WANTED + "The file is empty: 0 bytes, none of them visible"),
        LEAVES_ANOTHER_TYPE(exchange -> exchange.getMessage().setBody(new ArrayList<>(List.of("a", "b"))),
                " left a body of the type ArrayList; it must be a file, a stream, bytes or a text"),
        LEAVES_JSON(exchange -> exchange.getMessage().setBody("{\"a\": 1}\n"),
                WANTED + "The file is not CSV but looks like JSON: it starts with '{'"),
        LEAVES_A_SENTENCE(exchange -> exchange.getMessage().setBody("all is well\n"),
                WANTED + "It has a single column, 'all is well', which is none of the file that it "
                + "was made of, and may be a message instead"),
        LEAVES_A_RAGGED_ROW(exchange -> exchange.getMessage().setBody("Team,Hours\nA\n"),
                WANTED + "Row 1 has 1 fields, but the header has 2; it starts at byte 11"),
        LEAVES_AN_OPEN_QUOTE(exchange -> exchange.getMessage().setBody("Team,Hours\nA,\"1\n"),
                WANTED + "The quote opened at byte 13, in the row after row 0, is never closed"),
        LEAVES_ITS_SOURCE(exchange -> { }, " left the very file that it was given, as one that swallows an error does; "
                + "where nothing is to change it must leave a stream or a copy"),
        LEAVES_ITS_SOURCE_IN_ANOTHER_SPELLING(exchange -> exchange.getMessage().setBody(
                exchange.getMessage().getBody(File.class).getParentFile().toPath()
                        .resolve("./" + exchange.getMessage().getBody(File.class).getName()).toFile()),
                " left the very file that it was given, as one that swallows an error does; "
                        + "where nothing is to change it must leave a stream or a copy"),
        CHANGES_THE_SOURCE(exchange -> {
            Files.writeString(exchange.getMessage().getBody(Path.class), RESULT);
            exchange.getMessage().setBody(RESULT);
        }, " has changed or removed the file that it was given; it must leave another one as its body"),
        REMOVES_THE_SOURCE(exchange -> {
            Files.delete(exchange.getMessage().getBody(Path.class));
            exchange.getMessage().setBody(RESULT);
        }, " has changed or removed the file that it was given; it must leave another one as its body");

        private final Processor work;
        private final String sentence;

        Trouble(Processor work, String sentence) {
            this.work = work;
            this.sentence = sentence;
        }

        boolean sparesTheSource() {
            return this != CHANGES_THE_SOURCE && this != REMOVES_THE_SOURCE;
        }
    }

    @ParameterizedTest
    @EnumSource
    void where_it_fails_nothing_lands_and_a_later_try_begins_with_what_the_server_sent(Trouble trouble)
            throws Exception {
        var usual = work;
        work = trouble.work;

        export(SOURCE);

        assertThat(failure()).isEqualTo(new Failure(Reason.TRANSFORM,
                "direct:transform-own (export.ba.transform)" + trouble.sentence));
        assertThat(filesIn(data())).isEmpty();
        assertThat(waiting()).isSubsetOf(STAGED);
        assertThat(inLedger("select state || ' ' || failures || ' ' || postponed from sei_window"))
                .isEqualTo("staged 1 0");

        work = usual;
        server(SOURCE);
        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(csv()).hasContent(RESULT);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(trouble.sparesTheSource() ? 1 : 2);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
        assertThat(waiting()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "- stop: {id: own-stop}",
        "- rollback: {id: own-rollback, message: x, markRollbackOnly: true}"})
    void one_that_does_not_come_to_its_end_has_no_result(String step) throws Exception {
        transform(step);

        export(SOURCE);

        assertThat(failure().reason()).isEqualTo(Reason.TRANSFORM);
        assertThat(failure().sentence()).isEqualTo("direct:transform-own (export.ba.transform) did not come to its "
                + "end: it was stopped, or has handled an error itself");
        assertThat(filesIn(data())).isEmpty();
    }

    @Test
    void one_that_swallows_its_error_has_no_result_either() throws Exception {
        routes().write("transforms", "transform-own", """
                - routeConfiguration:
                    id: own-errors
                    onException:
                      - onException:
                          id: own-error
                          exception: [java.lang.IllegalStateException]
                          handled: {constant: {expression: "true"}}
                - route:
                    id: transform-own
                    group: transforms
                    routeConfigurationId: own-errors
                    from:
                      uri: direct:transform-own
                      steps:
                        - process: {id: own-work, ref: work}
                """);
        work = Trouble.THROWS.work;

        export(SOURCE);

        assertThat(failure().reason()).isEqualTo(Reason.TRANSFORM);
        assertThat(filesIn(data())).isEmpty();
    }

    @Test
    void a_route_of_the_engine_that_leaves_it_out_delivers_nothing() throws Exception {
        start(settings);
        server(SOURCE);
        replace("export-job", "if-transformed", "mock:left-out");

        ring("ba");
        ends.await();

        assertThat(failure().reason()).isEqualTo(Reason.TRANSFORM);
        assertThat(filesIn(data())).isEmpty();
    }

    @Test
    void a_second_window_with_the_same_columns_is_no_drift() throws Exception {
        settings.put("schema-drift", "fail");
        export(SOURCE);
        server(SOURCE.replace("1", "3"));

        ring("ba", JUNE);

        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.delivered().values()).hasSize(2).allSatisfy(staged ->
                assertThat(staged.warnings()).isEmpty());
        assertThat(inLedger("select columns from sei_series where domain = 'ba'"))
                .isEqualTo("[\"Team\",\"Developer\",\"Hours\"]");
    }

    @Test
    void other_columns_of_the_server_are_drift_though_the_result_has_the_same() throws Exception {
        settings.put("schema-drift", "fail");
        export(SOURCE);
        server(SOURCE.replace("Developer", "Person"));

        ring("ba", JUNE);

        assertThat(ends.await().failed().values()).extracting(Failure::reason)
                .containsExactly(Reason.SCHEMA_DRIFT);
    }

    @Test
    void unchanged_content_is_not_delivered_again() throws Exception {
        settings.put("export.ba.settle", "1");
        start(settings);
        server(SOURCE);
        tick("ba", NOW);
        ends.await();
        var delivered = Files.getLastModifiedTime(csv());
        server(SOURCE);

        tick("ba", NOW);

        assertThat(ends.await().unchanged()).hasSize(1);
        assertThat(Files.getLastModifiedTime(csv())).isEqualTo(delivered);
        assertThat(seen).hasSize(2);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void where_a_window_settles_the_rows_that_land_are_compared() throws Exception {
        settings.put("export.ba.settle", "1");
        start(settings);
        server(SOURCE);
        tick("ba", NOW);
        ends.await();
        server(SOURCE.replace("Jane", "Joan").replace("2", "3"));

        tick("ba", NOW);
        ends.await();

        assertThat(csv()).hasContent("Team,Hours\nA,1\nB,3\n");
        assertThat(manifest().path("restated")).hasToString("{\"rowsAdded\":0,\"rowsRemoved\":0,\"rowsChanged\":1,"
                + "\"sameColumns\":true}");
    }

    @Test
    void one_that_drops_all_rows_does_not_look_like_a_server_that_has_lost_them() throws Exception {
        settings.put("export.ba.settle", "1");
        start(settings);
        server(SOURCE);
        tick("ba", NOW);
        ends.await();
        work = exchange -> exchange.getMessage().setBody("Team,Hours\n");
        server(SOURCE);

        tick("ba", NOW);

        assertThat(ends.await().failed()).isEmpty();
        assertThat(csv()).hasContent("Team,Hours\n");
    }

    @Test
    void a_server_that_has_lost_its_rows_is_noticed_though_none_of_them_landed() throws Exception {
        work = exchange -> exchange.getMessage().setBody("Team,Hours\n");
        settings.put("export.ba.settle", "1");
        start(settings);
        server(SOURCE);
        tick("ba", NOW);
        ends.await();
        server("Team,Developer,Hours\n");

        tick("ba", NOW);

        assertThat(ends.await().failed().values()).containsExactly(new Failure(Reason.EMPTY_REPLACES, "the file has no "
                + "rows, and the one delivered before has 2, which is kept. Set empty-replaces=warn to replace it"));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(UTF_8)));
    }
}
