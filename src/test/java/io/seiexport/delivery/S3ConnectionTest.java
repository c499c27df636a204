package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.seiexport.settings.SettingException;
import io.seiexport.support.RawServer;
import io.seiexport.support.S3Server;
import io.seiexport.support.SettingsOf;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ConnectionTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    /** Longer than a busy machine needs to begin a call. */
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final byte[] NO_CONTENT = RawServer.head("HTTP/1.1 204 No Content");

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "sink.s3.access-key", "exporter", "sink.s3.secret-key", "exporters-secret"));

    @Test
    void it_reaches_a_compatible_store(@TempDir Path folder) throws IOException, InterruptedException {
        try (var server = S3Server.start(folder)) {
            settings.put("sink.s3.endpoint", server.endpoint().toString());
            settings.put("sink.s3.access-key", server.accessKey());
            settings.put("sink.s3.secret-key", server.secretKey());

            client().putObject(put -> put.bucket(server.bucket()).key("a.csv"), RequestBody.fromString("a\n1\n"));

            assertThat(server.object("a.csv")).asString().isEqualTo("a\n1\n");
        }
    }

    @Test
    void a_compatible_store_needs_no_region() {
        settings.put("sink.s3.endpoint", "http://127.0.0.1:9000");

        var configuration = client().serviceClientConfiguration();

        assertThat(configuration.endpointOverride()).contains(URI.create("http://127.0.0.1:9000"));
        assertThat(configuration.region()).isEqualTo(Region.US_EAST_1);
    }

    @Test
    void a_compatible_store_may_have_a_region() {
        settings.put("sink.s3.endpoint", "http://127.0.0.1:9000");
        settings.put("sink.s3.region", "eu-central-1");

        assertThat(client().serviceClientConfiguration().region()).isEqualTo(Region.EU_CENTRAL_1);
    }

    @Test
    void aws_itself_is_reached_in_the_region_of_the_setting() {
        settings.put("sink.s3.region", "eu-west-1");

        var configuration = client().serviceClientConfiguration();

        assertThat(configuration.region()).isEqualTo(Region.EU_WEST_1);
        assertThat(configuration.endpointOverride()).isEmpty();
    }

    @Test
    void the_credentials_are_those_of_the_settings() {
        settings.put("sink.s3.region", "eu-west-1");

        assertThat(client().serviceClientConfiguration().credentialsProvider().resolveIdentity().join())
                .isEqualTo(AwsBasicCredentials.create("exporter", "exporters-secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sink.s3.access-key", "sink.s3.secret-key"})
    void one_half_of_the_credentials_is_refused_without_showing_the_other(String missing) {
        settings.put(missing, "");

        assertThatThrownBy(this::client).isInstanceOf(SettingException.class)
                .hasMessage("sink.s3.access-key and sink.s3.secret-key belong together: set both or none");
    }

    @Test
    void it_is_opened_only_when_it_is_asked_for() {
        settings.put("sink.s3.secret-key", "");
        assertThatCode(() -> bound(connection())).doesNotThrowAnyException();
    }

    @Test
    void it_is_opened_once() {
        settings.put("sink.s3.region", "eu-west-1");
        var registry = bound(connection());

        assertThat(registry.lookupByName("s3Client")).isSameAs(registry.lookupByName("s3Client"));
    }

    @Test
    void a_store_that_takes_the_connection_and_never_answers_is_given_up_after_its_silence() throws IOException {
        try (var store = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            settings.put("sink.s3.endpoint", "http://127.0.0.1:" + store.getLocalPort());
            var client = client(connection(LONG, SHORT, LONG, LONG, LONG));

            assertThatThrownBy(() -> client.headBucket(head -> head.bucket("exports")))
                    .isInstanceOf(SdkClientException.class)
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_store_that_no_longer_reads_is_given_up_after_the_time_of_an_attempt() throws IOException {
        try (var store = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            settings.put("sink.s3.endpoint", "http://127.0.0.1:" + store.getLocalPort());
            var client = client(connection(LONG, LONG, LONG, ATTEMPT, LONG));
            new Thread(() -> invite(store)).start();

            assertThatThrownBy(() -> client.putObject(put -> put.bucket("exports").key("a.csv"),
                    RequestBody.fromBytes(new byte[16 * 1024 * 1024])))
                    .isInstanceOf(ApiCallAttemptTimeoutException.class);
        }
    }

    @Test
    void a_store_that_trickles_is_given_up_after_the_time_of_an_attempt_that_sends_little() throws IOException {
        try (var store = RawServer.start(S3ConnectionTest::trickle)) {
            settings.put("sink.s3.endpoint", store.address().toString());
            var client = client(connection(LONG, LONG, ATTEMPT, LONG, LONG));

            assertThatThrownBy(() -> client.headObject(head -> head.bucket("exports").key("a.csv")))
                    .isInstanceOf(ApiCallAttemptTimeoutException.class)
                    .hasMessageContaining(ATTEMPT.toMillis() + " millis");
            assertThatThrownBy(() -> client.putObject(put -> put.bucket("exports").key("a.manifest.json")
                    .contentLength(2L), RequestBody.fromString("{}")))
                    .isInstanceOf(ApiCallAttemptTimeoutException.class)
                    .hasMessageContaining(ATTEMPT.toMillis() + " millis");
        }
    }

    /** Only a day of waiting would meet the time limit. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_store_that_wants_a_day_of_patience_gets_less() throws IOException {
        try (var store = RawServer.start(call -> call.send(RawServer.head("HTTP/1.1 503 Busy", "retry-after: 86400",
                "Content-Length: 0")))) {
            settings.put("sink.s3.endpoint", store.address().toString());
            var client = client(connection(LONG, LONG, LONG, LONG, SHORT));

            assertThatThrownBy(() -> client.headBucket(head -> head.bucket("exports"))).isInstanceOf(S3Exception.class);

            assertThat(store.calls()).hasSize(4);
        }
    }

    @Test
    void an_answer_that_comes_twice_is_not_taken_for_that_to_the_next_call() throws IOException {
        try (var store = RawServer.start(call -> call.send(call.method().equals("DELETE")
                ? RawServer.joined(NO_CONTENT, NO_CONTENT)
                : RawServer.head("HTTP/1.1 404 Not Found", "Content-Length: 0")))) {
            settings.put("sink.s3.endpoint", store.address().toString());
            var client = client();

            client.deleteObject(delete -> delete.bucket("exports").key("a.csv"));

            assertThatThrownBy(() -> client.headObject(head -> head.bucket("exports").key("a.csv")))
                    .isInstanceOf(NoSuchKeyException.class);
            assertThat(store.connections()).isEqualTo(2);
        }
    }

    /** Keeps sending headers until it is hung up on. */
    private static void trickle(RawServer.Call call) throws IOException, InterruptedException {
        call.send("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
        var never = new CountDownLatch(1);
        while (!never.await(20, TimeUnit.MILLISECONDS)) {
            call.send("X-More: 1\r\n".getBytes(US_ASCII));
        }
    }

    /** Lets each upload begin, and then reads no more of it. */
    private static void invite(ServerSocket store) {
        var uploads = new ArrayList<Socket>();
        try {
            while (true) {
                var upload = store.accept();
                uploads.add(upload);
                upload.getInputStream().read();
                upload.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
            }
        } catch (IOException endOfTheTest) {
            uploads.forEach(upload -> assertThatCode(upload::close).doesNotThrowAnyException());
        }
    }

    private S3Client client() {
        return client(connection());
    }

    private S3Client client(S3Connection connection) {
        return bound(connection).lookupByNameAndType("s3Client", S3Client.class);
    }

    private static Registry bound(S3Connection connection) {
        var registry = new DefaultRegistry();
        connection.bindTo(registry, S3Connection.CLIENT);
        return registry;
    }

    private S3Connection connection() {
        return new S3Connection(SettingsOf.values(settings), option -> "sink.s3." + option);
    }

    private S3Connection connection(Duration toConnect, Duration silence, Duration little, Duration attempt,
            Duration pause) {
        return new S3Connection(SettingsOf.values(settings), option -> "sink.s3." + option, toConnect, silence, little, attempt, pause);
    }
}
