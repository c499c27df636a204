package io.seiexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.seiexport.failure.Reason;
import io.seiexport.plan.Export;
import io.seiexport.routes.RouteTest;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.S3Server;

/** From the clock to a folder and a bucket at the same time, with nothing replaced on the way. */
@Order(1)
class EndToEndTest extends RouteTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOTH_SINKS = "direct:sink-file,direct:sink-s3";

    @TempDir
    private static Path s3Directory;
    private static S3Server s3;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Instant began = Instant.now();
    private String prefix;

    @BeforeAll
    static void startS3() throws Exception {
        s3 = S3Server.start(s3Directory);
    }

    @AfterAll
    static void stopS3() {
        s3.close();
    }

    @BeforeEach
    void chooseAPlaceInTheBucket(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + "/" + folder.getFileName() + "/";
    }

    @ParameterizedTest
    @ValueSource(strings = {"ba", "sprint", "productivity", "efficiency", "ticket-data"})
    void each_domain_lands_byte_for_byte_with_a_true_manifest_in_folder_and_bucket(String domain) throws Exception {
        startWithBothSinks(Map.of("export." + domain + ".scopes", "team:101,tree:Engineering"));

        ring(domain);

        assertAllLanded(2);
    }

    @Test
    void eight_exports_of_mixed_scopes_land_at_once() throws Exception {
        startWithBothSinks(Map.of(
                "export.ba.scopes", "team:101,tree:Engineering",
                "export.sprint.scopes", "team:7",
                "export.productivity.scopes", "team:101,tree:Engineering,tree:Engineering/team:102",
                "export.efficiency.scopes", "tree:Engineering",
                "export.ticket-data.scopes", "team:999"));

        for (var domain : List.of("ba", "sprint", "productivity", "efficiency", "ticket-data")) {
            ring(domain);
        }

        assertAllLanded(8);
    }

    @Test
    void a_team_within_a_tree_is_asked_for_by_both_and_lands_under_both() throws Exception {
        startWithBothSinks(Map.of("export.productivity.scopes", "tree:Engineering/team:102"));

        ring("productivity");

        assertAllLanded(1);
        assertThat(created(ends.queued().get(0)).get("scope")).isEqualTo(JSON.readTree("""
                {"orgTreeName": "Engineering", "orgIdentifier": "Acme", "projectIdentifier": "Metrics", "teamId": "102"}
                """));
        assertThat(filesIn(data())).containsExactly(
                "productivity/tree-Engineering~team-102/monthly/2026-04-01_2026-04-30.csv",
                "productivity/tree-Engineering~team-102/monthly/2026-04-01_2026-04-30.manifest.json");
    }

    @Test
    void names_that_mean_harm_land_in_their_place_and_apart() throws Exception {
        startWithBothSinks(Map.of("export.ba.scopes", "tree:R&D / Zürich: Süd?,tree:R&D / Zürich: Süd*,team:../../up"));

        ring("ba");

        assertAllLanded(3);
        assertThat(filesIn(data())).allMatch(name -> name.matches("ba/[\\w.~-]+/weekly/[\\w.-]+"));
    }

    @ParameterizedTest
    @MethodSource
    void a_file_lands_the_same_however_it_travels(Fault packing) throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, packing).times(2);
        startWithBothSinks(Map.of("export.ba.scopes", "tree:Engineering"));

        ring("ba");

        assertAllLanded(1);
    }

    static Stream<Named<Fault>> a_file_lands_the_same_however_it_travels() {
        return Stream.of(
                named("plain", Fault.plain()),
                named("plain, of unknown length", Fault.plain().withoutLength()),
                named("gzip, of unknown length", Fault.ordinary().withoutLength()),
                named("three gzip members", Fault.members(3)),
                named("in small pieces", Fault.members(2).trickling(100, Duration.ofMillis(1))));
    }

    @Test
    void a_file_that_the_transport_compresses_lands_as_what_it_was() throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, Fault.contentEncoded());
        startWithBothSinks(Map.of("export.ba.scopes", "tree:Engineering"));

        ring("ba");

        var export = ends.await().queued().get(0);
        assertThat(inFolder(export, ".csv")).isEqualTo(unpacked(sent(export)));
        assertThat(inBucket(export, ".csv")).isEqualTo(inFolder(export, ".csv"));
    }

    @Test
    void a_second_run_within_half_an_hour_is_recorded_as_reused() throws Exception {
        startWithBothSinks(Map.of("export.ba.scopes", "team:101"));
        ring("ba");
        var export = ends.await().queued().get(0);
        var first = JSON.readTree(inBucket(export, ".manifest.json"));

        ring("ba");
        ends.await();

        for (var manifest : manifests(export)) {
            assertThat(manifest.get("reused").booleanValue()).isTrue();
            assertThat(manifest.get("exportId")).isEqualTo(first.get("exportId"));
            assertThat(manifest.get("createdAt")).isEqualTo(first.get("createdAt"));
            assertThat(manifest.get("sha256")).isEqualTo(first.get("sha256"));
            assertThat(deliveredAt(manifest)).isAfter(deliveredAt(first));
        }
        assertThat(sandbox().jobsPerRequest("ba")).hasSize(1).containsValue(1L);
    }

    @Test
    void an_older_manifest_is_gone_before_its_csv_is_replaced() throws Exception {
        startWithBothSinks(Map.of("export.ba.scopes", "team:101"));
        ring("ba");
        var export = ends.await().queued().get(0);
        replace("sink-s3", "put-csv", "direct:nowhere");
        replace("sink-file", "rename-file", "direct:nowhere");

        ring("ba");

        assertThat(ends.await().failed().get(export).sentence()).contains("direct:sink-file", "direct:sink-s3");
        assertThat(filesIn(data())).containsExactly(export.name() + ".csv");
        assertThat(keysOfThisTest()).containsExactly(export.name() + ".csv");
    }

    @Test
    void a_sink_that_fails_fails_the_export_and_not_the_other_sink() throws Exception {
        var settings = new HashMap<>(bothSinks());
        settings.put("export.ba.scopes", "team:101");
        settings.put("export.ba.sinks", "direct:sink-s3,direct:sink-file");
        settings.put("sink.s3.bucket", "not-ours");
        start(settings);

        ring("ba");

        var export = ends.await().queued().get(0);
        assertThat(ends.delivered()).isEmpty();
        assertThat(ends.failed().get(export).reason()).isEqualTo(Reason.SINK);
        assertThat(ends.failed().get(export).sentence())
                .startsWith("the sink direct:sink-s3 did not accept the file: ").contains("bucket")
                .doesNotContain("sink-file");
        assertThat(inFolder(export, ".csv")).isEqualTo(unpacked(sent(export)));
        assertManifest(JSON.readTree(inFolder(export, ".manifest.json")), export, sent(export));
        assertThat(waiting()).containsExactly(export.stagedName() + "~1.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE"})
    void a_bucket_can_hold_gzip_under_the_name_and_type_of_the_csv(String compress) throws Exception {
        startWithBothSinks(Map.of("export.ba.scopes", "tree:Engineering", "sink.s3.compress", compress));

        ring("ba");

        var export = ends.await().queued().get(0);
        var stored = inBucket(export, ".csv");
        assertThat(stored).startsWith(0x1f, 0x8b);
        assertThat(unpacked(stored)).isEqualTo(inFolder(export, ".csv")).isEqualTo(unpacked(sent(export)));
        assertThat(s3.head(key(export, ".csv")).contentEncoding()).isEqualTo("gzip");
        assertThat(s3.head(key(export, ".csv")).contentType()).isEqualTo("text/csv");
        assertThat(s3.head(key(export, ".manifest.json")).contentEncoding()).isNull();
        assertManifest(JSON.readTree(inBucket(export, ".manifest.json")), export, sent(export));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_big_file_goes_to_the_bucket_in_parts_and_is_whole_there() throws Exception {
        var csv = bigCsv();
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv));
        startWithBothSinks(Map.of("export.ba.scopes", "team:101"));

        ring("ba");

        var export = ends.await().queued().get(0);
        assertThat(ends.failed()).isEmpty();
        assertThat(sha256(inBucket(export, ".csv"))).isEqualTo(sha256(csv));
        assertThat(sha256(inFolder(export, ".csv"))).isEqualTo(sha256(csv));
        assertThat(s3.head(key(export, ".csv")).eTag()).endsWith("-2\"");
        assertThat(s3.unfinishedUploads()).isZero();
        for (var manifest : manifests(export)) {
            assertManifest(manifest, export, csv);
        }
    }

    private static byte[] bigCsv() {
        var csv = new StringBuilder("team,hours,note\n");
        var random = new Random(1);
        while (csv.length() <= 20 << 20) {
            csv.append("Zürich,").append(random.nextLong()).append(",\"a \"\"quoted\"\" word\"\n");
        }
        return csv.toString().getBytes(UTF_8);
    }

    private void startWithBothSinks(Map<String, String> settings) throws Exception {
        var all = new HashMap<>(bothSinks());
        all.putAll(settings);
        start(all);
    }

    private Map<String, String> bothSinks() {
        return Map.ofEntries(
                Map.entry("export.ba.sinks", BOTH_SINKS),
                Map.entry("export.sprint.sinks", BOTH_SINKS),
                Map.entry("export.productivity.sinks", BOTH_SINKS),
                Map.entry("export.efficiency.sinks", BOTH_SINKS),
                Map.entry("export.ticket-data.sinks", BOTH_SINKS),
                Map.entry("sink.s3.bucket", s3.bucket()),
                Map.entry("sink.s3.prefix", prefix),
                Map.entry("sink.s3.region", s3.region()),
                Map.entry("sink.s3.endpoint", s3.endpoint().toString()),
                Map.entry("sink.s3.access-key", s3.accessKey()),
                Map.entry("sink.s3.secret-key", s3.secretKey()));
    }

    /** Every export that was queued lies in the folder and in the bucket, byte for byte, and nothing else does. */
    private void assertAllLanded(int count) throws Exception {
        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(count);
        for (var export : ends.queued()) {
            var sent = sent(export);
            assertThat(inFolder(export, ".csv")).isEqualTo(unpacked(sent));
            assertThat(inBucket(export, ".csv")).isEqualTo(unpacked(sent));
            assertThat(s3.head(key(export, ".csv")).contentType()).isEqualTo("text/csv");
            assertThat(s3.head(key(export, ".manifest.json")).contentType()).isEqualTo("application/json");
            for (var manifest : manifests(export)) {
                assertManifest(manifest, export, sent);
            }
        }
        assertThat(filesIn(data())).hasSize(2 * count);
        assertThat(keysOfThisTest()).isEqualTo(filesIn(data()));
        assertThat(waiting()).isEmpty();
    }

    private void assertManifest(JsonNode manifest, Export export, byte[] sent) throws Exception {
        var csv = unpacked(sent);
        var lines = new String(csv, UTF_8).split("\n");
        var job = JSON.readTree(get(jobPath(export)));
        assertThat(manifest.fieldNames()).toIterable().containsExactly("exportId", "server", "org", "project",
                "domain", "scope", "window", "granularity", "request", "reused", "createdAt", "completedAt",
                "deliveredAt", "rows", "columns", "bytes", "compressedBytes", "sha256", "transferMillis");
        assertThat(manifest.get("exportId")).isEqualTo(job.get("exportId"));
        assertThat(manifest.get("server").asText()).isEqualTo(sandbox().address().toString());
        assertThat(manifest.get("org").asText()).isEqualTo("Acme");
        assertThat(manifest.get("project").asText()).isEqualTo("Metrics");
        assertThat(manifest.get("domain").asText()).isEqualTo(export.domain());
        assertThat(manifest.get("scope").asText()).isEqualTo(export.scope().toString());
        assertThat(manifest.get("window")).isEqualTo(JSON.readTree("""
                {"start": "2026-04-01", "end": "2026-04-30"}
                """));
        assertThat(manifest.get("granularity").asText()).isEqualTo(export.granularity());
        assertThat(manifest.get("request")).isEqualTo(created(export));
        assertThat(manifest.get("reused").isBoolean()).isTrue();
        assertThat(manifest.get("reused").booleanValue()).isFalse();
        assertThat(manifest.get("createdAt")).isEqualTo(job.get("createdAt"));
        if (job.has("completedAt")) {
            assertThat(manifest.get("completedAt")).isEqualTo(job.get("completedAt"));
        } else {
            assertThat(Instant.parse(manifest.get("completedAt").asText())).isBetween(began, Instant.now());
        }
        assertThat(deliveredAt(manifest)).isBetween(began, Instant.now());
        assertThat(manifest.get("rows").intValue()).isEqualTo(lines.length - 1);
        assertThat(manifest.get("columns").intValue()).isEqualTo(lines[0].split(",").length);
        assertThat(manifest.get("bytes").intValue()).isEqualTo(csv.length);
        assertThat(manifest.get("compressedBytes").intValue()).isEqualTo(sent.length);
        assertThat(manifest.get("sha256").asText()).isEqualTo(sha256(csv));
        assertThat(manifest.get("transferMillis").longValue())
                .isBetween(0L, Instant.now().toEpochMilli() - began.toEpochMilli());
    }

    private static Instant deliveredAt(JsonNode manifest) {
        return Instant.parse(manifest.get("deliveredAt").asText());
    }

    private List<JsonNode> manifests(Export export) throws IOException {
        return List.of(JSON.readTree(inFolder(export, ".manifest.json")),
                JSON.readTree(inBucket(export, ".manifest.json")));
    }

    private byte[] inFolder(Export export, String ending) throws IOException {
        return Files.readAllBytes(data().resolve(export.name() + ending));
    }

    private byte[] inBucket(Export export, String ending) {
        return s3.object(key(export, ending));
    }

    private List<String> keysOfThisTest() {
        return s3.keys().stream().filter(key -> key.startsWith(prefix)).map(key -> key.substring(prefix.length()))
                .toList();
    }

    private String key(Export export, String ending) {
        return prefix + export.name() + ending;
    }

    /** The request that the sandbox took for an export. */
    private JsonNode created(Export export) throws IOException {
        for (var received : sandbox().received()) {
            if (received.method().equals("POST") && received.path().contains("/" + export.domain() + "/")
                    && received.body().equals(export.request())) {
                return JSON.readTree(received.body());
            }
        }
        throw new AssertionError("the sandbox has received no request for " + export);
    }

    /** The bytes that the sandbox sends for an export: the same whenever they are asked for. */
    private byte[] sent(Export export) throws Exception {
        return get(jobPath(export) + "/download");
    }

    private String jobPath(Export export) {
        var domain = export.domain().equals("sprint") ? "sprints" : export.domain();
        return "/v2/insights/" + domain + "/exports/" + ends.jobs().get(export).exportId();
    }

    private byte[] get(String path) throws Exception {
        var uri = URI.create(sandbox().address() + path + "?projectIdentifier=Metrics&orgIdentifier=Acme");
        var request = HttpRequest.newBuilder(uri).header("Authorization", "ApiKey of-the-test").build();
        var answer = http.send(request, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static byte[] unpacked(byte[] sent) throws IOException {
        if (sent[0] != 0x1f) {
            return sent;
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return gzip.readAllBytes();
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
