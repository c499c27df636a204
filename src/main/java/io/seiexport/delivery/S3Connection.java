package io.seiexport.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

import io.seiexport.http.Origins;
import io.seiexport.http.PlainHttp;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens the connection to AWS S3, or to the compatible store that sink.s3.endpoint names. */
public final class S3Connection {
    private static final String ENDPOINT = "sink.s3.endpoint";
    private static final String ACCESS_KEY = "sink.s3.access-key";
    private static final String SECRET_KEY = "sink.s3.secret-key";
    private static final String ANY_REGION = "us-east-1";

    private final Settings settings;
    private final Duration toConnect;
    private final Duration silence;
    private final Duration little;
    private final Duration attempt;
    private final Duration pause;

    /** A part is 16 MiB: even a slow line sends it in one attempt, and the rest of the file has attempts of its own. */
    public S3Connection(Settings settings) {
        this(settings, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(15),
                Duration.ofSeconds(30));
    }

    /**
     * How long it may take to connect, how long a store may be silent, how long an attempt of a call may last, of one
     * that sends little and of any other, and how long a pause a store may ask for.
     */
    S3Connection(Settings settings, Duration toConnect, Duration silence, Duration little, Duration attempt,
            Duration pause) {
        this.settings = settings;
        this.toConnect = toConnect;
        this.silence = silence;
        this.little = little;
        this.attempt = attempt;
        this.pause = pause;
    }

    /** Makes the client known to the routes as s3Client; it is opened when a route first delivers to a bucket. */
    public void bindTo(Registry registry) {
        registry.bind("s3Client", S3Client.class, this::open);
    }

    /** The address of the store; empty stands for AWS. One that cannot be called, or may not be, is refused. */
    public static String endpoint(Settings settings, PlainHttp plainHttp) {
        var endpoint = settings.text(ENDPOINT);
        if (endpoint.isEmpty()) {
            return endpoint;
        }
        try {
            var address = new URI(endpoint);
            if (!Origins.callable(address)) {
                throw new SettingException(ENDPOINT, endpoint, "use an address such as https://s3.example.com");
            }
            if (!plainHttp.permits(address)) {
                throw new SettingException(ENDPOINT, endpoint, "the files would be sent unencrypted; use https, or "
                        + "allow it with sei.allow-plain-http=true");
            }
            return endpoint;
        } catch (URISyntaxException e) {
            throw new SettingException(ENDPOINT, endpoint, "this is not an address: " + e.getReason());
        }
    }

    private S3Client open() {
        // A store that no longer reads is silent to nobody: only the time of the whole attempt ends such an upload.
        var client = S3Client.builder()
                .credentialsProvider(credentials())
                .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(toConnect).socketTimeout(silence))
                .overrideConfiguration(calls -> calls
                        .apiCallAttemptTimeout(attempt)
                        .addExecutionInterceptor(new BoundedCalls(little, pause))
                        // On a connection that is kept, what comes next may be the answer to another call.
                        .putHeader("Connection", "close"));
        var endpoint = settings.text(ENDPOINT);
        var region = settings.text("sink.s3.region");
        if (!endpoint.isEmpty()) {
            // Many compatible stores take neither bucket host names nor the checksum trailers that AWS has by default.
            client.endpointOverride(URI.create(endpoint))
                    .forcePathStyle(true)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .region(Region.of(region.isEmpty() ? ANY_REGION : region));
        } else if (!region.isEmpty()) {
            client.region(Region.of(region));
        }
        return client.build();
    }

    /** What stands in a file is read again for each call, so that the keys can be exchanged. */
    private AwsCredentialsProvider credentials() {
        if (settings.text(ACCESS_KEY).isEmpty() != settings.text(SECRET_KEY).isEmpty()) {
            throw new SettingException(ACCESS_KEY + " and " + SECRET_KEY + " belong together: set both or none");
        }
        return settings.text(ACCESS_KEY).isEmpty()
                ? DefaultCredentialsProvider.builder().build()
                : () -> AwsBasicCredentials.create(settings.secret(ACCESS_KEY), settings.secret(SECRET_KEY));
    }
}
