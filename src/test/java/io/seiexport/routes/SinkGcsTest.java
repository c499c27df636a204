package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.FaultyFront;
import io.seiexport.support.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings by which sink-s3 delivers to Google Cloud Storage, against another store that speaks S3. */
class SinkGcsTest extends RouteTest {
    private static final Path EXAMPLE = Path.of("src/docs/sinks/gcs.properties");
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";

    @TempDir
    private static Path home;
    private static S3Server store;

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
        store.keys().forEach(key -> store.client().deleteObject(delete -> delete.bucket(store.bucket()).key(key)));
    }

    @Test
    void with_the_settings_of_the_example_a_small_and_a_large_file_land() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(front));

            export("a,b\n1,2\n");
            assertThat(store.object("metrics/sei/" + NAME + ".csv")).asString().isEqualTo("a,b\n1,2\n");

            var large = "a,b\n" + "1,2345678901234567890\n".repeat(900_000);
            export(large);
            assertThat(store.object("metrics/sei/" + NAME + ".csv")).isEqualTo(large.getBytes(UTF_8));
            assertThat(front.calls()).extracting(FaultyFront.Call::line).anyMatch(call -> call.contains("partNumber=2"));
        }
    }

    @Test
    void no_call_has_what_google_does_not_take() throws Exception {
        try (var front = FaultyFront.before(store.endpoint())) {
            start(settings(front));

            export("a,b\n" + "1,2345678901234567890\n".repeat(900_000));

            assertThat(front.calls()).hasSizeGreaterThan(5).allSatisfy(call -> {
                assertThat(call.line()).matches("(GET|HEAD|PUT|POST|DELETE) /" + store.bucket() + "(/.*)?");
                assertThat(call.headers().getFirst("Authorization")).contains("/auto/s3/aws4_request")
                        .doesNotContain("accept-encoding");
                assertThat(call.headers().getOrDefault("X-amz-content-sha256", List.of()))
                        .noneMatch(hash -> hash.endsWith("-TRAILER"));
                assertThat(call.headers().keySet()).noneMatch(name -> name.toLowerCase()
                        .matches("x-amz-(trailer|checksum-.*|sdk-checksum-algorithm)"));
            });
        }
    }

    /** Those of the example, but for another store with other keys. */
    private Map<String, String> settings(FaultyFront front) throws IOException {
        var example = new Properties();
        try (var text = Files.newBufferedReader(EXAMPLE)) {
            example.load(text);
        }
        var settings = new HashMap<>(Map.of("export.ba.scopes", "team:101", "export.ba.sinks", "direct:sink-s3"));
        example.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        settings.putAll(Map.of(
                "sink.s3.endpoint", front.address().toString(),
                "sink.s3.bucket", store.bucket(),
                "sink.s3.access-key", store.accessKey(),
                "sink.s3.secret-key", store.secretKey()));
        return settings;
    }

    private void export(String csv) throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }
}
