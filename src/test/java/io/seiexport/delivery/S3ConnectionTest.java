package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.seiexport.settings.SettingException;
import io.seiexport.support.CamelWith;
import io.seiexport.support.S3Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3ConnectionTest {
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
        var connection = new S3Connection();

        connection.setCamelContext(CamelWith.settings(settings));

        assertThat(connection.getCamelContext()).isNotNull();
    }

    @Test
    void it_is_opened_once() {
        settings.put("sink.s3.region", "eu-west-1");
        var connection = new S3Connection();
        connection.setCamelContext(CamelWith.settings(settings));
        var registry = connection.getCamelContext().getRegistry();

        assertThat(registry.lookupByName("s3Client")).isSameAs(registry.lookupByName("s3Client"));
    }

    private S3Client client() {
        var connection = new S3Connection();
        connection.setCamelContext(CamelWith.settings(settings));
        return connection.getCamelContext().getRegistry().lookupByNameAndType("s3Client", S3Client.class);
    }
}
