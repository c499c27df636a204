package io.seiexport.csv;

import java.io.InputStream;

/** A source that gives some bytes first and then others over and over, without end. */
final class Endless extends InputStream {

    private final byte[] first;
    private final byte[] again;
    private long given;

    Endless(byte[] first, byte[] again) {
        this.first = first;
        this.again = again;
    }

    @Override
    public int read() {
        long i = given++;
        return (i < first.length ? first[(int) i] : again[(int) ((i - first.length) % again.length)]) & 0xff;
    }
}
