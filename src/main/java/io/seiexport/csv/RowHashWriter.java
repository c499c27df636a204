package io.seiexport.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Writes row hashes one behind the other into a file, from a place of it on. */
final class RowHashWriter {
    private static final int ROWS_AT_ONCE = 512;

    private final FileChannel file;
    private final ByteBuffer bytes = ByteBuffer.allocate(ROWS_AT_ONCE * RowHash.BYTES);
    private final CRC32C checksum = new CRC32C();
    private long position;

    RowHashWriter(FileChannel file, long position) {
        this.file = file;
        this.position = position;
    }

    /** Writes all of these rows and tells where they end. */
    long write(RowHashes rows) throws IOException {
        for (var row = rows.next(); row != null; row = rows.next()) {
            row.writeTo(bytes);
            if (!bytes.hasRemaining()) {
                flush();
            }
        }
        flush();
        return position;
    }

    private void flush() throws IOException {
        bytes.flip();
        checksum.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            position += file.write(bytes, position);
        }
        bytes.clear();
    }

    /** The checksum of all that was written. */
    CRC32C checksum() {
        return checksum;
    }
}
