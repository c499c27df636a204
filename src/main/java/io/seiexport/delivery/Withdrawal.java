package io.seiexport.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import software.amazon.awssdk.services.s3.S3Client;

/** Takes an old manifest away before its CSV is replaced: a manifest never stands beside other bytes. */
public final class Withdrawal {

    /** Out of a folder. */
    public void withdraw(String directory, String name) throws IOException {
        Files.deleteIfExists(Path.of(directory, name));
    }

    /** What a write that failed has left of its file under the hidden name; on a full disk it takes up the room. */
    public void sweep(String directory, String name) throws IOException {
        var file = Path.of(directory, name);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".part"));
    }

    /** Out of a bucket. */
    public void withdraw(S3Client client, String bucket, String key) {
        client.deleteObject(request -> request.bucket(bucket).key(key));
    }
}
