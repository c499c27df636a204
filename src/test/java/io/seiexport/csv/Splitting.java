package io.seiexport.csv;

import java.io.ByteArrayInputStream;
import java.util.Random;

/** A source that gives its bytes in pieces of random length, as a network does, and never knows of more to come. */
final class Splitting extends ByteArrayInputStream {

    private final Random random;
    private final int longest;
    private boolean closed;

    Splitting(byte[] bytes, Random random) {
        super(bytes);
        this.random = random;
        longest = bytes.length > 10_000 ? 10_000 : 10;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) {
        return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(longest)));
    }

    @Override
    public synchronized int available() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
