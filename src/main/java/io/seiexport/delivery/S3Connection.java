package io.seiexport.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.function.UnaryOperator;

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
    /** The bean by which sink-s3 knows its client. */
    public static final String CLIENT = "s3Client";
    private static final String ENDPOINT = "endpoint";
    private static final String ACCESS = "access-key";
    private static final String SECRET = "secret-key";
    private static final String ANY_REGION = "us-east-1";

    private final Settings settings;
    private final UnaryOperator<String> keys;
    private final Duration toConnect;
    private final Duration silence;
    private final Duration little;
    private final Duration attempt;
    private final Duration pause;

    /**
     * By the settings whose keys are found for endpoint, region and the like. A part is 16 MiB: even a slow line sends
     * it in one attempt, and the rest of the file has attempts of its own.
     */
    public S3Connection(Settings settings, UnaryOperator<String> keys) {
        this(settings, keys, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(15),
                Duration.ofSeconds(30));
    }

    /**
     * How long it may take to connect, how long a store may be silent, how long an attempt of a call may last, of one
     * that sends little and of any other, and how long a pause a store may ask for.
     */
    S3Connection(Settings settings, UnaryOperator<String> keys, Duration toConnect, Duration silence, Duration little,
            Duration attempt, Duration pause) {
        this.settings = settings;
        this.keys = keys;
        this.toConnect = toConnect;
        this.silence = silence;
        this.little = little;
        this.attempt = attempt;
        this.pause = pause;
    }

    /** Makes the client known to the routes; Camel opens it when it makes one that delivers to a bucket. */
    public void bindTo(Registry registry, String name) {
        registry.bind(name, S3Client.class, this::open);
    }

    /** The address of the store; empty stands for AWS. One that cannot be called, or may not be, is refused. */
    public String endpoint(PlainHttp plainHttp) {
        var key = keys.apply(ENDPOINT);
        var endpoint = settings.text(key);
        if (endpoint.isEmpty()) {
            return endpoint;
        }
        try {
            var address = new URI(endpoint);
            if (!Origins.callable(address)) {
                throw new SettingException(key, endpoint, "use an address such as https://s3.example.com");
            }
            if (!plainHttp.permits(address)) {
                throw new SettingException(key, endpoint, "the files would be sent unencrypted; use https, or "
                        + "allow it with sei.allow-plain-http=true");
            }
            return endpoint;
        } catch (URISyntaxException e) {
            throw new SettingException(key, endpoint, "this is not an address: " + e.getReason());
        }
    }

    /** Tells whether the settings hold a key; half of one is refused. */
    private boolean hasKey() {
        var access = keys.apply(ACCESS);
        var secret = keys.apply(SECRET);
        if (settings.text(access).isEmpty() != settings.text(secret).isEmpty()) {
            throw new SettingException(access + " and " + secret + " belong together: set both or none");
        }
        return !settings.text(access).isEmpty();
    }

    /** The same before a client is opened, which may be long after the start; without a bucket none is. */
    public void demandWholeKey() {
        if (!settings.text(keys.apply("bucket")).isEmpty()) {
            hasKey();
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
        var endpoint = settings.text(keys.apply(ENDPOINT));
        var region = settings.text(keys.apply("region"));
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
        return !hasKey() ? DefaultCredentialsProvider.builder().build()
                : () -> AwsBasicCredentials.create(settings.secret(keys.apply(ACCESS)),
                        settings.secret(keys.apply(SECRET)));
    }
}
