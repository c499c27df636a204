package io.seiexport.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that does something at its end, before its reader is told that it has ended. */
final class HeededEnd extends FilterInputStream {
    private final Heed heed;

    /** Takes note of an end, or objects to it. */
    interface Heed {
        void ended() throws IOException;
    }

    HeededEnd(InputStream in, Heed heed) {
        super(in);
        this.heed = heed;
    }

    @Override
    public int read() throws IOException {
        return heeded(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
        return heeded(super.read(bytes, offset, wanted));
    }

    private int heeded(int read) throws IOException {
        if (read < 0) {
            heed.ended();
        }
        return read;
    }
}
