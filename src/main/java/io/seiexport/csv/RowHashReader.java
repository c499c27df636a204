package io.seiexport.csv;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads the row hashes that stand in a stretch of a file. */
final class RowHashReader implements RowHashes {
    private static final int ROWS_AT_ONCE = 512;

    private final FileChannel file;
    private final ByteBuffer bytes = ByteBuffer.allocate(ROWS_AT_ONCE * RowHash.BYTES).flip();
    private long position;
    private final long end;

    RowHashReader(FileChannel file, long start, long end) {
        this.file = file;
        this.position = start;
        this.end = end;
    }

    @Override
    public RowHash next() throws IOException {
        if (!bytes.hasRemaining()) {
            fill();
        }
        return bytes.hasRemaining() ? RowHash.from(bytes) : null;
    }

    private void fill() throws IOException {
        bytes.clear().limit((int) Math.min(bytes.capacity(), end - position));
        while (bytes.hasRemaining()) {
            var count = file.read(bytes, position);
            if (count < 0) {
                throw new EOFException("a file of rows has become shorter while it was read");
            }
            position += count;
        }
        bytes.flip();
    }
}
