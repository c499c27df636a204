package io.seiexport.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.seiexport.failure.Abandoned;

/**
 * A file that ends where its encrypted connection ends. TLS says so itself; where it does not, anybody on the way may
 * have cut the connection, and only a file that is compressed can show that nothing is missing.
 */
final class UnmeasuredFile extends FilterInputStream {
    private static final int GZIP = 0x1f;

    private final GuardedSocket wire;
    private int first = -1;

    UnmeasuredFile(InputStream content, GuardedSocket wire) {
        super(content);
        this.wire = wire;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
        var read = super.read(bytes, offset, wanted);
        if (read > 0 && first < 0) {
            first = bytes[offset] & 0xff;
        }
        if (read < 0 && first != GZIP && wire.ended()) {
            throw new Abandoned("truncated", "the connection was cut while the file arrived: it has no length, and TLS "
                    + "did not say that this is its end");
        }
        return read;
    }
}
