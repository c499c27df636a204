package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.check.Check;
import io.seiexport.cli.Parts;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.plan.Domains;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.settings.SettingException;
import io.seiexport.support.FaultyFront;
import io.seiexport.support.LogLines;
import io.seiexport.support.Meanwhile;
import io.seiexport.support.RouteFolder;
import io.seiexport.support.S3Server;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

@Order(1)
class SinkS3Test extends RouteTest {
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";
    private static final String SLOW_DOWN = "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code>"
            + "<Message>Please reduce your request rate.</Message></Error>";
    private static final String PAGE = "<html>please log in</html>";
    private static final String ERROR = "<Error><Code>InternalError</Code><Message>m</Message></Error>";
    private static final int PART = 16 * 1024 * 1024;

    @TempDir
    private static Path home;
    private static S3Server store;
    private final Meanwhile meanwhile = new Meanwhile();

    @Override
    protected Map<String, Object> beans() {
        return Map.of("meanwhile", meanwhile);
    }

    @BeforeAll
    static void startStore() throws Exception {
        store = S3Server.start(home);
    }

    @AfterAll
    static void stopStore() {
        store.close();
    }

    @BeforeEach
    void emptyBucket() {
        store.abortUploads();
        for (var key : store.keys()) {
            store.client().deleteObject(request -> request.bucket(store.bucket()).key(key));
        }
    }

    @Test
    void the_file_and_then_its_manifest_lie_in_the_bucket_below_the_prefix() throws Exception {
        start(settings(Map.of("export.ba.sinks", "direct:sink-s3,direct:sink-file",
                "sink.s3.prefix", "metrics/sei & co/")));

        export();

        var key = "metrics/sei & co/" + NAME;
        assertThat(store.keys()).containsExactly(key + ".csv", key + ".manifest.json");
        assertThat(store.object(key + ".csv")).isEqualTo(Files.readAllBytes(data().resolve(NAME + ".csv")));
        assertThat(store.head(key + ".csv").contentType()).isEqualTo("text/csv");
        assertThat(store.head(key + ".csv").contentEncoding()).isNullOrEmpty();
        assertThat(store.head(key + ".csv").metadata()).isEmpty();
        assertThat(store.head(key + ".manifest.json").contentType()).isEqualTo("application/json");
        assertThat(manifest(key).path("bytes").longValue()).isEqualTo(store.object(key + ".csv").length);
    }

    @Test
    void for_a_new_file_nothing_is_asked_of_the_bucket_but_what_proves_it() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));

            export();

            var csv = "/exports/" + NAME + ".csv";
            var manifest = "/exports/" + NAME + ".manifest.json";
            assertThat(front.calls()).extracting(FaultyFront.Call::line)
                    .filteredOn(call -> !call.equals("HEAD /exports"))
                    .containsExactly("HEAD " + manifest, "HEAD " + csv, "PUT " + csv, "HEAD " + csv,
                            "HEAD " + manifest, "PUT " + manifest, "HEAD " + manifest);
        }
    }

    @Test
    void a_prefix_without_its_slash_gets_one() throws Exception {
        start(settings(Map.of("sink.s3.prefix", "metrics", "export.ba.settle", "1")));

        settle();

        var key = "metrics/" + NAME;
        assertThat(store.keys()).containsExactly(key + ".csv", key + ".manifest.json");
        assertThat(manifest(key).path("bytes").longValue()).isEqualTo(store.object(key + ".csv").length);
        settle();
        assertThat(ends.unchanged()).hasSize(1);
        assertThat(context().getRegistry().findSingleByType(Check.class)
                .findings(context().getRegistry().findSingleByType(Domains.class).all()))
                .extracting(Check.Finding::toString).contains("ok    sink direct:sink-s3");
        assertThat(store.keys()).containsExactly(key + ".csv", key + ".manifest.json");
    }

    @Test
    void the_same_prefix_with_its_slash_is_the_same_sink() throws Exception {
        start(settings(Map.of("sink.s3.prefix", "metrics", "export.ba.settle", "1")));
        settle();

        startAgain(settings(Map.of("sink.s3.prefix", "metrics/", "export.ba.settle", "1")));
        settle();

        assertThat(ends.unchanged()).hasSize(1);
        assertThat(store.keys()).hasSize(2);
    }

    @Test
    void another_prefix_is_another_sink() throws Exception {
        start(settings(Map.of("export.ba.settle", "1")));
        settle();

        startAgain(settings(Map.of("sink.s3.prefix", "metrics", "export.ba.settle", "1")));
        settle();

        assertThat(ends.unchanged()).isEmpty();
        assertThat(store.object("metrics/" + NAME + ".csv")).asString().isEqualTo("a,b\n1,2\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "metrics"})
    void a_file_of_another_project_is_not_replaced_but_named_with_the_setting_to_change(String prefix)
            throws Exception {
        start(settings(Map.of("sei.project", "Theirs", "sink.s3.prefix", prefix)));
        export();
        var key = (prefix.isEmpty() ? "" : prefix + "/") + NAME;
        var csv = store.object(key + ".csv");
        var manifest = store.object(key + ".manifest.json");

        startAgain(settings(Map.of("sink.s3.prefix", prefix)));
        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_FILE);
        assertThat(failure.sentence())
                .isEqualTo("the sink direct:sink-s3 did not accept the file: the file that exists under this "
                + "name is that of project Theirs of organization Acme at " + sandbox().address() + ", as " + key
                + ".manifest.json says, and is not replaced by that of project Metrics of organization Acme at "
                + sandbox().address() + "; set sink.s3.prefix to another place, or delete that file and its manifest");
        assertThat(store.object(key + ".csv")).isEqualTo(csv);
        assertThat(store.object(key + ".manifest.json")).isEqualTo(manifest);
    }

    @Test
    void a_file_of_another_project_does_not_count_as_unchanged() throws Exception {
        start(settings(Map.of("export.ba.settle", "1")));
        settle();
        var theirs = new String(store.object(NAME + ".manifest.json"), UTF_8).replace("\"Metrics\"", "\"Theirs\"");
        store.client().putObject(request -> request.bucket(store.bucket()).key(NAME + ".manifest.json"),
                RequestBody.fromString(theirs));
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));

        tick("ba", NOW);

        assertThat(ends.await().unchanged()).isEmpty();
        assertThat(ends.failed().values()).extracting(Failure::reason).containsExactly(Reason.FOREIGN_FILE);
        assertThat(store.object(NAME + ".manifest.json")).asString().isEqualTo(theirs);
    }

    @Test
    void a_key_that_may_write_and_not_read_replaces_whatever_is_there() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sei.project", "Theirs")));
            export();
            startAgain(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            front.refuse(1000, call -> call.startsWith("GET") || call.startsWith("HEAD"), 403, "");

            export();

            assertThat(manifest(NAME).path("project").textValue()).isEqualTo("Metrics");
        }
    }

    @Test
    void an_empty_prefix_is_none() throws Exception {
        start(settings(Map.of()));

        export();

        assertThat(store.keys()).containsExactly(NAME + ".csv", NAME + ".manifest.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE"})
    void compressed_it_has_the_same_name_and_says_that_it_is_gzip(String compress) throws Exception {
        start(settings(Map.of("export.ba.sinks", "direct:sink-s3,direct:sink-file", "sink.s3.compress", compress)));

        export();

        var csv = Files.readAllBytes(data().resolve(NAME + ".csv"));
        assertThat(store.keys()).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        assertThat(store.head(NAME + ".csv").contentEncoding()).isEqualTo("gzip");
        assertThat(store.head(NAME + ".csv").contentType()).isEqualTo("text/csv");
        assertThat(unpacked(store.object(NAME + ".csv"))).isEqualTo(csv);
        assertThat(store.head(NAME + ".manifest.json").contentEncoding()).isNullOrEmpty();
        assertThat(manifest(NAME).path("bytes").longValue()).isEqualTo(csv.length);
        assertThat(waiting()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, ''", "true, gzip"})
    void json_lines_have_their_own_ending_and_type(String compress, String encoding) throws Exception {
        var routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        routes.write("transforms", "transform-json-lines",
                Files.readString(Path.of("src/docs/transforms/transform-json-lines.camel.yaml")));
        start(settings(Map.of("camel.main.routes-include-pattern", routes.pattern(), "sink.s3.compress", compress,
                "export.ba.transform", "direct:transform-json-lines", "export.ba.transform-format", "jsonl",
                "export.ba.settle", "1")));

        settle();

        assertThat(store.keys()).containsExactly(NAME + ".jsonl", NAME + ".manifest.json");
        var head = store.head(NAME + ".jsonl");
        assertThat(head.contentType()).isEqualTo("application/x-ndjson");
        assertThat(head.contentEncoding()).isIn(encoding, encoding.isEmpty() ? null : encoding);
        var stored = store.object(NAME + ".jsonl");
        assertThat(new String(encoding.isEmpty() ? stored : unpacked(stored), UTF_8)).startsWith("{\"").endsWith("}\n");
        settle();
        assertThat(ends.unchanged()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"false, ''", "true, gzip"})
    void a_large_file_goes_in_parts_with_the_same_headers(String compress, String encoding) throws Exception {
        start(settings(Map.of("sink.s3.compress", compress)));
        var csv = largeCsv();
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv));

        export();

        var head = store.head(NAME + ".csv");
        assertThat(head.contentLength()).isGreaterThan(PART);
        assertThat(head.eTag()).matches("\"[0-9a-f]{32}-\\d+\"");
        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.contentEncoding()).isIn(encoding, encoding.isEmpty() ? null : encoding);
        var stored = store.object(NAME + ".csv");
        assertThat(encoding.isEmpty() ? stored : unpacked(stored)).isEqualTo(csv);
        assertThat(store.unfinishedUploads()).isZero();
    }

    @Test
    void a_file_that_is_delivered_again_replaces_the_old_one() throws Exception {
        start(settings(Map.of()));
        export();
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));

        export();

        assertThat(store.object(NAME + ".csv")).asString().isEqualTo("a,b\n1,2\n");
        assertThat(manifest(NAME).path("bytes").longValue()).isEqualTo(8);
    }

    @Test
    void an_old_manifest_is_gone_when_the_new_file_cannot_be_stored() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            store.client().putObject(request -> request.bucket(store.bucket()).key(NAME + ".manifest.json"),
                    RequestBody.fromString("{}"));
            front.refuse(1000, call -> call.startsWith("PUT"), 403, "");

            assertThat(failure().sentence()).contains("direct:sink-s3", "403");

            assertThat(store.keys()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"renew-lease-before-offer, false", "refuse-foreign-in-bucket, false", "compress-file, true",
        "demand-withdrawn, false", "put-csv, true", "forget-csv, false"})
    void what_another_node_has_delivered_meanwhile_stays(String step, String compress) throws Exception {
        start(settings(Map.of("sink.s3.compress", compress)));
        export();
        meanwhile.after(step, () -> {
            changeLedger("update sei_window set lease_no = lease_no + 1, lease_node = 'another'");
            put(NAME + ".csv", "of another node");
            return put(NAME + ".manifest.json", "{}");
        });

        ring("ba");

        Awaitility.await().untilAsserted(() -> assertThat(ends.lost()).containsExactly("ba"));
        assertThat(store.object(NAME + ".csv")).asString().isEqualTo("of another node");
        assertThat(store.object(NAME + ".manifest.json")).asString().isEqualTo("{}");
    }

    @Test
    void a_wrong_secret_is_explained_with_the_settings_to_check() throws Exception {
        try (var log = LogLines.ofAll()) {
            start(settings(Map.of("sink.s3.secret-key", "guessed-by-a-stranger")));

            var failure = failure();

            assertThat(failure.reason()).isEqualTo(Reason.SINK);
            assertThat(failure.sentence())
                    .startsWith("the sink direct:sink-s3 did not accept the file: the store answered 403 "
                    + "SignatureDoesNotMatch; check sink.s3.access-key and sink.s3.secret-key");
            assertThat(log.lines()).noneMatch(line -> line.contains("guessed-by-a-stranger"));
        }
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void an_unknown_bucket_is_explained_with_the_setting_to_check() throws Exception {
        start(settings(Map.of("sink.s3.bucket", "nobodys-bucket")));

        assertThat(failure().sentence())
                .startsWith("the sink direct:sink-s3 did not accept the file: the store answered 404 ")
                .endsWith("; check sink.s3.bucket");
    }

    @Test
    void half_of_a_key_is_refused_at_the_start() {
        assertThatThrownBy(() -> start(settings(Map.of("sink.s3.secret-key", ""))))
                .rootCause().isInstanceOf(SettingException.class)
                .hasMessage("sink.s3.access-key and sink.s3.secret-key belong together: set both or none");
    }

    @Test
    void an_unreachable_store_stops_neither_the_start_nor_the_folder() throws Exception {
        start(settings(Map.of("export.ba.sinks", "direct:sink-s3,direct:sink-file",
                "sink.s3.endpoint", "http://127.0.0.1:1")));

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.SINK);
        assertThat(failure.sentence())
                .startsWith("the sink direct:sink-s3 did not accept the file: the store did not answer: ")
                .endsWith("; check sink.s3.endpoint").doesNotContain("sink-file", "sei.");
        assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
    }

    @Test
    void a_store_that_is_back_takes_the_next_delivery() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            front.refuse(1000, call -> true, 503, SLOW_DOWN);
            assertThat(failure().sentence()).contains("the store answered 503");
            front.refuse(0, call -> false, 0, "");

            ring("ba");

            ends.await();
            assertThat(ends.delivered()).hasSize(1);
            assertThat(store.keys()).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        }
    }

    @Test
    void a_store_that_asks_to_slow_down_is_asked_again() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("export.ba.sinks", "direct:sink-s3,direct:sink-file",
                    "sink.s3.endpoint", front.address().toString())));
            front.refuse(2, call -> call.startsWith("PUT"), 503, SLOW_DOWN);

            export();

            assertThat(front.refused()).hasSize(2).allMatch(call -> call.endsWith(".csv"));
            assertThat(store.object(NAME + ".csv")).isEqualTo(Files.readAllBytes(data().resolve(NAME + ".csv")));
        }
    }

    @Test
    void a_part_that_fails_is_sent_again() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            var csv = largeCsv();
            sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv));
            front.refuse(2, call -> call.contains("partNumber=2"), 503, SLOW_DOWN);

            export();

            assertThat(front.refused()).hasSize(2);
            assertThat(store.object(NAME + ".csv")).isEqualTo(csv);
            assertThat(store.unfinishedUploads()).isZero();
        }
    }

    @Test
    void an_upload_that_cannot_be_finished_is_aborted() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", largeCsv()));
            front.refuse(1000, call -> call.contains("partNumber=2"), 403, "");

            assertThat(failure().sentence()).contains("the store answered 403");

            assertThat(store.unfinishedUploads()).isZero();
            assertThat(store.keys()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"partNumber=2", "uploads"})
    void an_upload_that_breaks_off_again_and_again_leaves_nothing_and_is_healed_by_the_next_tick(String call)
            throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("export.ba.sinks", "direct:sink-s3,direct:sink-file",
                    "sink.s3.endpoint", front.address().toString())));
            var csv = largeCsv();
            sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv)).times(2);
            front.drop(1000, address -> address.contains(call));

            var failure = failure();

            assertThat(failure.reason()).isEqualTo(Reason.SINK);
            assertThat(failure.sentence())
                    .startsWith("the sink direct:sink-s3 did not accept the file: the store did not answer: ")
                    .endsWith("; check sink.s3.endpoint");
            assertThat(store.keys()).isEmpty();
            assertThat(store.unfinishedUploads()).isZero();
            assertThat(data().resolve(NAME + ".csv")).hasBinaryContent(csv);
            assertThat(data().resolve(NAME + ".manifest.json")).exists();

            front.drop(0, address -> false);
            ring("ba");
            ends.await();

            assertThat(ends.delivered()).hasSize(1);
            assertThat(store.object(NAME + ".csv")).isEqualTo(csv);
            assertThat(store.keys()).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        }
    }

    @Test
    void a_part_that_breaks_off_once_is_sent_again() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            var csv = largeCsv();
            sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv));
            front.drop(1, call -> call.contains("partNumber=2"));

            export();

            assertThat(front.refused()).hasSize(1);
            assertThat(store.object(NAME + ".csv")).isEqualTo(csv);
        }
    }

    @Test
    void a_store_that_never_stops_to_ask_to_slow_down_is_named_and_keeps_the_file_from_no_other_sink()
            throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("export.ba.sinks", "direct:sink-s3,direct:sink-file",
                    "sink.s3.endpoint", front.address().toString())));
            front.refuse(1000, call -> call.startsWith("PUT"), 503, SLOW_DOWN);

            assertThat(failure().sentence())
                    .isEqualTo("the sink direct:sink-s3 did not accept the file: the store answered 503 SlowDown");

            assertThat(front.refused()).hasSizeBetween(2, 10);
            assertThat(store.keys()).isEmpty();
            assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        }
    }

    /** What may become of what was stored. */
    private enum Loss {
        FILE_IS_GONE, FILE_IS_EMPTY, FILE_IS_LONGER, MANIFEST_IS_GONE, MANIFEST_IS_OF_ANOTHER;

        void befall(String csv, String manifest) {
            switch (this) {
                case FILE_IS_GONE -> store.client().deleteObject(request -> request.bucket(store.bucket()).key(csv));
                case FILE_IS_EMPTY -> put(csv, "");
                case FILE_IS_LONGER -> put(csv, "a,b\n1,2\n3,4\n");
                case MANIFEST_IS_GONE ->
                    store.client().deleteObject(request -> request.bucket(store.bucket()).key(manifest));
                default -> put(manifest, "{\"sha256\": \"822e403f\"}");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void what_the_bucket_no_longer_holds_is_delivered_again_before_it_counts_as_unchanged(Loss loss) throws Exception {
        start(settings(Map.of("export.ba.settle", "1")));
        settle();
        loss.befall(NAME + ".csv", NAME + ".manifest.json");

        settle();

        assertThat(ends.unchanged()).isEmpty();
        assertThat(store.object(NAME + ".csv")).asString().isEqualTo("a,b\n1,2\n");
        assertThat(manifest(NAME).path("bytes").longValue()).isEqualTo(8);
        settle();
        assertThat(ends.unchanged()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void what_the_bucket_still_holds_is_not_stored_again(String compress) throws Exception {
        start(settings(Map.of("export.ba.settle", "1", "sink.s3.compress", compress)));
        settle();
        var stored = store.head(NAME + ".csv").lastModified();
        var manifest = store.object(NAME + ".manifest.json");

        settle();

        assertThat(ends.unchanged()).hasSize(1);
        assertThat(store.head(NAME + ".csv").lastModified()).isEqualTo(stored);
        assertThat(store.object(NAME + ".manifest.json")).isEqualTo(manifest);
    }

    @Test
    void where_the_key_may_not_look_into_the_bucket_it_is_believed_to_hold_what_it_got() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("export.ba.settle", "1", "sink.s3.endpoint", front.address().toString())));
            settle();
            front.refuse(1000, call -> call.startsWith("HEAD"), 403, "");

            try (var said = LogLines.of("io.seiexport.delivery.SinkContents")) {
                settle();
                assertThat(said.lines()).singleElement().asString().startsWith("WARN " + NAME
                        + " may not be read, and is assumed to be in its bucket: "
                        + "the store answered 403; check sink.s3.access-key");
            }

            assertThat(ends.unchanged()).hasSize(1);
        }
    }


    @ParameterizedTest
    @CsvSource({"200, " + PAGE, "200, " + ERROR, "200, ''", "201, ''", "202, ''", "203, ''", "204, ''", "206, ''"})
    void a_success_that_is_answered_and_not_done_is_not_believed(int status, String body) throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            front.refuse(1000, call -> call.startsWith("PUT"), status, body);

            assertThat(failure().sentence())
                    .isEqualTo("the sink direct:sink-s3 did not accept the file: the store answered that it "
                    + "has stored " + NAME + ".csv, but there is nothing; is sink.s3.endpoint the address of the store "
                    + "itself, or is there a proxy in between?");

            assertThat(store.keys()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void an_old_file_of_the_same_size_does_not_pass_for_the_new_one(String compress) throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("export.ba.settle", "1", "sink.s3.compress", compress,
                    "sink.s3.endpoint", front.address().toString())));
            settle("a,b\n1,2\n");
            var old = store.object(NAME + ".csv");
            front.refuse(1000, call -> call.startsWith("PUT") && call.endsWith(".csv"), 200, PAGE);
            sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,3\n".getBytes(UTF_8)));
            tick("ba", NOW);

            assertThat(ends.await().failed().values()).singleElement().satisfies(failure ->
                    assertThat(failure.sentence()).contains("but there is still the old object"));

            assertThat(store.object(NAME + ".csv")).isEqualTo(old);
            assertThat(store.keys()).containsExactly(NAME + ".csv");
        }
    }

    @Test
    void a_file_of_another_size_than_the_one_that_was_sent_is_named() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("export.ba.settle", "1", "sink.s3.endpoint", front.address().toString())));
            settle("a,b\n1,2\n");
            front.refuse(1000, call -> call.startsWith("PUT") && call.endsWith(".csv"), 200, "");
            sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n3,4\n".getBytes(UTF_8)));
            tick("ba", NOW);

            assertThat(ends.await().failed().values()).singleElement().satisfies(failure ->
                    assertThat(failure.sentence()).contains("but there is an object of 8 bytes in place of 12;"));
        }
    }

    @Test
    void a_manifest_that_is_answered_to_be_stored_and_is_not_is_named() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            front.refuse(1000, call -> call.startsWith("PUT") && call.endsWith(".json"), 200, PAGE);

            assertThat(failure().sentence())
                    .contains("it has stored " + NAME + ".manifest.json, but there is nothing;");

            assertThat(store.keys()).containsExactly(NAME + ".csv");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PAGE})
    void an_upload_whose_end_is_answered_and_not_done_is_named(String body) throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", largeCsv()));
            front.refuse(1000, call -> call.startsWith("POST") && call.contains("uploadId"), 200, body);

            assertThat(failure().sentence()).contains("it has stored " + NAME + ".csv, but there is nothing;");

            assertThat(store.keys()).isEmpty();
        }
    }

    @Test
    void a_store_that_needs_a_moment_to_show_what_it_has_stored_is_given_it() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            front.refuse(3, call -> call.startsWith("HEAD") && call.endsWith(".csv"), 404, "");

            export();

            assertThat(front.refused()).hasSize(3);
            assertThat(store.keys()).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        }
    }

    @Test
    void an_old_manifest_that_is_answered_to_be_deleted_and_is_not_keeps_the_old_file() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(Map.of("export.ba.settle", "1", "sink.s3.endpoint", front.address().toString())));
            settle("a,b\n1,2\n");
            var manifest = store.object(NAME + ".manifest.json");
            front.refuse(1000, call -> call.startsWith("DELETE"), 204, "");
            sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,3\n".getBytes(UTF_8)));
            tick("ba", NOW);

            assertThat(ends.await().failed().values()).singleElement().satisfies(failure ->
                    assertThat(failure.sentence())
                            .startsWith("the sink direct:sink-s3 did not accept the file: the store answered "
                            + "that it has deleted " + NAME + ".manifest.json, but it is still there; is "
                            + "sink.s3.endpoint"));

            assertThat(store.object(NAME + ".csv")).asString().isEqualTo("a,b\n1,2\n");
            assertThat(store.object(NAME + ".manifest.json")).isEqualTo(manifest);
        }
    }

    @Test
    void a_key_that_may_write_and_not_look_delivers_with_one_warning() throws Exception {
        try (var front = FaultyFront.before(store.endpoint());
                var said = LogLines.of("io.seiexport.delivery.BucketProof")) {
            start(settings(Map.of("sink.s3.endpoint", front.address().toString())));
            front.refuse(1000, call -> call.startsWith("HEAD"), 403, "");

            export();
            export();

            assertThat(store.keys()).containsExactly(NAME + ".csv", NAME + ".manifest.json");
            assertThat(said.lines()).singleElement().asString().startsWith("WARN The key is not allowed to read the "
                    + "bucket, so it is not verified that the store has what was sent; this is logged once: the store "
                    + "answered 403");
        }
    }

    private static PutObjectResponse put(String key, String text) {
        return store.client()
                .putObject(request -> request.bucket(store.bucket()).key(key), RequestBody.fromString(text));
    }

    private void settle(String csv) throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
        tick("ba", NOW);
        assertThat(ends.await().failed()).isEmpty();
    }

    private void settle() throws Exception {
        settle("a,b\n1,2\n");
    }

    private Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                "export.ba.scopes", "team:101",
                "export.ba.sinks", "direct:sink-s3",
                Parts.BUCKET_PAUSE, "10",
                "sink.s3.bucket", store.bucket(),
                "sink.s3.region", store.region(),
                "sink.s3.endpoint", store.endpoint().toString(),
                "sink.s3.access-key", store.accessKey(),
                "sink.s3.secret-key", store.secretKey()));
        settings.putAll(more);
        return settings;
    }

    private void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private Failure failure() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }

    private static JsonNode manifest(String key) throws IOException {
        return new ObjectMapper().readTree(store.object(key + ".manifest.json"));
    }

    private static byte[] unpacked(byte[] gzip) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }

    /** Larger than a part also when it is compressed. */
    private static byte[] largeCsv() {
        var random = new Random(1);
        var csv = new byte[24 * 1024 * 1024];
        for (var i = 0; i < csv.length; i++) {
            csv[i] = (byte) (i % 64 == 63 ? '\n' : i % 64 == 31 ? ',' : '0' + random.nextInt(75));
        }
        csv[csv.length - 1] = '\n';
        return csv;
    }
}
