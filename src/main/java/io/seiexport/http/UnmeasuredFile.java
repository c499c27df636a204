package io.seiexport.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.seiexport.csv.CutShort;

/**
 * A file that ends where its encrypted connection ends. TLS says so itself; where it does not, anybody on the way may
 * have cut the connection.
 */
final class UnmeasuredFile extends FilterInputStream {
    private final GuardedSocket wire;

    UnmeasuredFile(InputStream content, GuardedSocket wire) {
        super(content);
        this.wire = wire;
    }

    @Override
    public int read() throws IOException {
        return demandEnd(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
        return demandEnd(super.read(bytes, offset, wanted));
    }

    private int demandEnd(int read) throws CutShort {
        if (read < 0 && wire.ended()) {
            throw new CutShort("the connection was cut during the download: the file has no Content-Length, and TLS "
                    + "did not signal its end");
        }
        return read;
    }
}
