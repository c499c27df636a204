package io.seiexport.support;

import static java.util.Comparator.naturalOrder;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server with one bucket, a process of its own, that keeps its objects in files and checks signatures. */
public final class S3Server implements AutoCloseable {

    private static final Path JAR = Path.of("target", "s3proxy.jar");
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final String ACCESS_KEY = "exporter";
    private static final String SECRET_KEY = "exporters-secret";
    private static final String REGION = "eu-central-1";
    private static final String BUCKET = "exports";

    private final StartedProcess process;
    private final URI endpoint;
    private final S3Client client;

    private S3Server(StartedProcess process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        this.client = clientWith(SECRET_KEY);
    }

    /** Starts a server on a free port, all it keeps below {@code directory}: as quickly as it can. */
    public static S3Server start(Path directory) throws IOException, InterruptedException {
        return start(directory, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }

    /**
     * Starts one that Java compiles well. What the quick one takes for the hashes of a signed upload, which are slow
     * until they are compiled so, is more than all else of it.
     */
    public static S3Server startForBenchmark(Path directory) throws IOException, InterruptedException {
        return start(directory, "-Xmx256m", "-XX:+UseSerialGC");
    }

    private static S3Server start(Path directory, String... options) throws IOException, InterruptedException {
        var process = JavaProgram.jar(JAR).jvmOptions(options)
                .start("--properties", settings(directory).toString());
        try {
            var port = process.awaitOutput("Started .*\\{127\\.0\\.0\\.1:(\\d+)}", START_LIMIT).group(1);
            var server = new S3Server(process, URI.create("http://127.0.0.1:" + port));
            server.client.createBucket(request -> request.bucket(BUCKET));
            return server;
        } catch (Throwable failure) {
            process.close();
            throw failure;
        }
    }

    private static Path settings(Path directory) throws IOException {
        var buckets = Files.createDirectories(directory.resolve("buckets").toAbsolutePath());
        return Files.writeString(directory.resolve("s3proxy.properties").toAbsolutePath(), """
                s3proxy.endpoint=http://127.0.0.1:0
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(ACCESS_KEY, SECRET_KEY, buckets));
    }

    public URI endpoint() {
        return endpoint;
    }

    public String accessKey() {
        return ACCESS_KEY;
    }

    public String secretKey() {
        return SECRET_KEY;
    }

    public String region() {
        return REGION;
    }

    public String bucket() {
        return BUCKET;
    }

    /** A client that the server lets in; closed with the server. */
    public S3Client client() {
        return client;
    }

    /** A client of the same access key that signs with {@code secretKey}; the caller closes it. */
    public S3Client clientWith(String secretKey) {
        var credentials = AwsBasicCredentials.create(ACCESS_KEY, secretKey);
        return S3Client.builder()
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    /** The bytes of an object of the bucket. */
    public byte[] object(String key) {
        return client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asByteArray();
    }

    /** What is told of an object: its type, encoding, metadata, length and etag. */
    public HeadObjectResponse head(String key) {
        return client.headObject(request -> request.bucket(BUCKET).key(key));
    }

    /** The keys of all objects of the bucket, sorted. */
    public List<String> keys() {
        return client.listObjectsV2Paginator(request -> request.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .sorted(naturalOrder())
                .toList();
    }

    /** How many multipart uploads were begun and neither completed nor aborted. */
    public int unfinishedUploads() {
        return client.listMultipartUploads(request -> request.bucket(BUCKET)).uploads().size();
    }

    /** Takes away what was begun and neither completed nor aborted. */
    public void abortUploads() {
        client.listMultipartUploads(request -> request.bucket(BUCKET)).uploads().forEach(upload ->
                client.abortMultipartUpload(request -> request.bucket(BUCKET).key(upload.key())
                        .uploadId(upload.uploadId())));
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
