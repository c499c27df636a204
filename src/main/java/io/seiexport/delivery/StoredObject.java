package io.seiexport.delivery;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;

/** What a store tells of an object without sending it; texts are empty and the size is -1 where it does not tell. */
record StoredObject(long bytes, String eTag, Instant modified, String version) {
    private static final int NOT_FOUND = 404;

    /** None if there is none; a key that may not look is an exception like any other. */
    static Optional<StoredObject> in(S3Client client, String bucket, String key) {
        try {
            var head = client.headObject(request -> request.bucket(bucket).key(key));
            return Optional.of(new StoredObject(Objects.requireNonNullElse(head.contentLength(), -1L),
                    Objects.requireNonNullElse(head.eTag(), "").replace("\"", ""), head.lastModified(),
                    Objects.requireNonNullElse(head.versionId(), "")));
        } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    boolean mayHave(long length) {
        return bytes == length || bytes < 0;
    }
}
