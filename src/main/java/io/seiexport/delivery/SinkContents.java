package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.csv.Proof;
import io.seiexport.http.Account;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;

/** Tells whether a sink still holds the staged file, beside a manifest of this project that vouches for it. */
public final class SinkContents {
    private static final Logger LOG = LoggerFactory.getLogger(SinkContents.class);
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Account ours;

    public SinkContents(Account ours) {
        this.ours = ours;
    }

    /** In a folder, by size and hash. */
    public boolean inFolder(String directory, Exchange exchange) throws IOException {
        var name = Export.of(exchange).name();
        var proof = proof(exchange);
        var csv = Path.of(directory, Export.of(exchange).fileName());
        var manifest = Path.of(directory, name + ".manifest.json");
        return Files.isRegularFile(manifest) && Files.size(manifest) <= ReadManifest.LARGEST
                && vouches(Files.readAllBytes(manifest), exchange)
                && Files.isRegularFile(csv) && Files.size(csv) == proof.bytes()
                && Staging.sha256(csv).equals(proof.sha256());
    }

    /** In a bucket, by what the store says of it; of a compressed object the size says nothing. */
    public boolean inBucket(S3Client client, String bucket, String prefix, Exchange exchange) throws IOException {
        var names = new ObjectNames();
        var name = names.below(prefix, Export.of(exchange).name());
        var file = names.below(prefix, Export.of(exchange).fileName());
        var proof = proof(exchange);
        try {
            var csv = client.headObject(request -> request.bucket(bucket).key(file));
            var compressed = String.valueOf(csv.contentEncoding()).contains("gzip");
            if (csv.contentLength() == 0 || !compressed && csv.contentLength() != proof.bytes()) {
                return false;
            }
            try (var manifest = client.getObject(request -> request.bucket(bucket).key(name + ".manifest.json"))) {
                return vouches(manifest.readNBytes(ReadManifest.LARGEST), exchange);
            }
        } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
                return false;
            }
            if (e.statusCode() == FORBIDDEN) {
                LOG.warn("{} may not be read, and is assumed to be in its bucket: {}", name,
                        SinkFailure.sentence(e));
                return true;
            }
            throw e;
        }
    }

    /**
     * By what a route has read from its sink: the text of the manifest, and the size of the CSV; null where the sink
     * does not tell it.
     */
    public boolean stated(String manifest, Long bytes, Exchange exchange) throws IOException {
        return (bytes == null || bytes == proof(exchange).bytes())
                && manifest != null && vouches(manifest.getBytes(UTF_8), exchange);
    }

    private boolean vouches(byte[] manifest, Exchange exchange) throws IOException {
        var stated = ReadManifest.in(manifest);
        return stated.vouchesFor(proof(exchange)) && !stated.isForeignTo(ours);
    }

    private static Proof proof(Exchange exchange) {
        return Staged.of(exchange).proof();
    }
}
