package io.seiexport.csv;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Looks at the bytes of a file piece by piece: their encoding, their shape, their hash. One piece at a time may be
 * looked at, and written, in the background, while whoever reads the file unpacks the next one.
 */
final class Inspection {
    /** To hand over fewer takes longer than to look at them. */
    private static final int WORTH_HANDING_OVER = 16 * 1024;

    private final Shape shape;
    private final Executor background;
    private final Utf8 utf8 = new Utf8();
    private final MessageDigest sha256 = RowHasher.sha256();
    private OutputStream out = OutputStream.nullOutputStream();
    private FutureTask<Void> underWay;

    Inspection(Shape shape, Executor background) {
        this.shape = shape;
        this.background = background;
    }

    /** Refuses other formats by the first bytes. */
    void begin(byte[] first, int length) throws RefusedFile {
        shape.begin(first, length);
    }

    /** Also writes each piece that it has nothing against. */
    void thenWriteTo(OutputStream out) {
        this.out = out;
    }

    /** Takes the next piece, which has to stay as it is until it is settled. */
    void start(byte[] bytes, int length) {
        underWay = new FutureTask<>(() -> {
            inspect(bytes, length);
            return null;
        });
        if (length >= WORTH_HANDING_OVER) {
            handOver(underWay);
        }
    }

    private void handOver(Runnable task) {
        try {
            background.execute(task);
        } catch (RejectedExecutionException e) {
            // Nobody has the time: then whoever settles it does it.
        }
    }

    private void inspect(byte[] bytes, int length) throws IOException {
        utf8.accept(bytes, length);
        shape.accept(bytes, length);
        sha256.update(bytes, 0, length);
        out.write(bytes, 0, length);
    }

    /** Does what was started, or waits for who has begun it, and says what came of it, once. */
    void settle() throws IOException {
        if (underWay == null) {
            return;
        }
        try {
            underWay.run();
            underWay.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The thread that reads the file was interrupted.");
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
        underWay = null;
    }

    private static IOException thrown(Throwable cause) {
        if (cause instanceof IOException found) {
            return found;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(cause);
    }

    void finish() throws RefusedFile {
        utf8.finish();
        shape.finish();
    }

    Shape shape() {
        return shape;
    }

    /** Of all that was looked at; to be asked for once. */
    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
