package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Asks a bucket whether it has done what it answered to have done: a proxy, or an answer to another call, may say so
 * too. An object counts as stored when it has the size of what was sent, and is not the one that was there before.
 */
public final class BucketProof {
    private static final Logger LOG = LoggerFactory.getLogger(BucketProof.class);
    private static final String BEFORE = "stoodInBucket";
    private static final int FORBIDDEN = 403;
    private static final int MOST_LOOKS = 4;
    private static final String ADVICE = "; is sink.s3.endpoint the address of the store itself, or is there a proxy "
            + "in between?";

    private final AtomicBoolean warned = new AtomicBoolean();
    private final long pause;

    /** Milliseconds until it is looked for the second time; the next pauses double. */
    public BucketProof(long pause) {
        this.pause = pause;
    }

    /**
     * Whether a manifest may be there that is not of the new file. With its first lease nobody has put one there for this
     * window, so that it is enough to look; later the store may not show yet what it has.
     */
    public boolean mayHaveManifest(S3Client client, String bucket, String key, Exchange exchange)
            throws IOException {
        try {
            var entry = exchange.getVariable("entry", Entry.class);
            var mayShowLate = entry != null && entry.leaseNo() > 1;
            return (mayShowLate ? awaited(client, bucket, key, Optional::isPresent)
                    : StoredObject.in(client, bucket, key)).isPresent();
        } catch (AwsServiceException e) {
            if (e.statusCode() == FORBIDDEN) {
                return true;
            }
            throw e;
        }
    }

    /** Keeps as a variable what is there before something is put there. */
    public void look(S3Client client, String bucket, String key, Exchange exchange) {
        exchange.setVariable(BEFORE, before(client, bucket, key));
    }

    private static StoredObject before(S3Client client, String bucket, String key) {
        try {
            return StoredObject.in(client, bucket, key).orElse(null);
        } catch (AwsServiceException e) {
            if (e.statusCode() == FORBIDDEN) {
                return null;
            }
            throw e;
        }
    }

    /** Refuses to go on unless the body has arrived there. */
    public void demand(S3Client client, String bucket, String key, Exchange exchange) throws IOException {
        var before = exchange.getVariable(BEFORE, StoredObject.class);
        var sent = exchange.getMessage().getBody();
        var length = sent instanceof File file ? file.length() : sent.toString().getBytes(UTF_8).length;
        Arrival arrived = now -> now.isPresent() && now.get().mayHave(length)
                && (!now.get().equals(before) || now.get().eTag().equals(md5(sent)));
        try {
            var now = awaited(client, bucket, key, arrived);
            if (!arrived.test(now)) {
                throw new Abandoned(Reason.SINK, "the store answered that it has stored " + key + ", but there is "
                        + now.map(object -> object.mayHave(length) ? "still the old object"
                                : "an object of " + object.bytes() + " bytes in place of " + length).orElse("nothing")
                        + ADVICE);
            }
        } catch (AwsServiceException e) {
            believe(e);
        }
    }

    /** Refuses to go on while something is still there. */
    public void demandGone(S3Client client, String bucket, String key) throws IOException {
        try {
            if (awaited(client, bucket, key, Optional::isEmpty).isPresent()) {
                throw new Abandoned(Reason.SINK, "the store answered that it has deleted " + key
                        + ", but it is still there" + ADVICE);
            }
        } catch (AwsServiceException e) {
            believe(e);
        }
    }

    private interface Arrival {
        boolean test(Optional<StoredObject> found) throws IOException;
    }

    /** What is there at last: some stores need a moment to show what they have done. */
    private Optional<StoredObject> awaited(S3Client client, String bucket, String key, Arrival wanted)
            throws IOException {
        var now = StoredObject.in(client, bucket, key);
        for (var looks = 1; looks < MOST_LOOKS && !wanted.test(now); looks++) {
            try {
                Thread.sleep(pause << looks - 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("stopped while the store was asked about " + key);
            }
            now = StoredObject.in(client, bucket, key);
        }
        return now;
    }

    /** A key may have the right to write and not to look. */
    private void believe(AwsServiceException refusal) {
        if (refusal.statusCode() != FORBIDDEN) {
            throw refusal;
        }
        if (!warned.getAndSet(true)) {
            LOG.warn("The key is not allowed to read the bucket, so it is not verified that the store has what was "
                    + "sent; this is logged once: {}", SinkFailure.sentence(refusal));
        }
    }

    /** What most stores call an object that was sent in one piece. */
    private static String md5(Object sent) throws IOException {
        try {
            var digest = MessageDigest.getInstance("MD5");
            try (var in = sent instanceof File file ? Files.newInputStream(file.toPath())
                    : new ByteArrayInputStream(sent.toString().getBytes(UTF_8));
                    var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                in.transferTo(out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
