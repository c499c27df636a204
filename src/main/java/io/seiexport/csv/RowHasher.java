package io.seiexport.csv;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes a {@link RowHash} of the cells of a row, the first of which are its key. */
final class RowHasher implements CellHandler {
    /** Stands behind each cell, so that it is told where one ends: no text in UTF-8 holds this byte. */
    private static final byte CELL_END = (byte) 0xff;

    private final int keys;
    private final MessageDigest digest = sha256();
    /** Cells on their way to the digest: they are short, and it likes to get more at once. */
    private final ByteBuffer gathered = ByteBuffer.allocate(1 << 12);
    private int cells;
    private ByteBuffer key;

    RowHasher(int keys) {
        this.keys = keys;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void piece(byte[] bytes, int from, int to) {
        if (to - from > gathered.remaining()) {
            flush();
        }
        if (to - from > gathered.capacity()) {
            digest.update(bytes, from, to - from);
        } else {
            gathered.put(bytes, from, to - from);
        }
    }

    @Override
    public void endCell() {
        if (!gathered.hasRemaining()) {
            flush();
        }
        gathered.put(CELL_END);
        cells++;
        if (cells == keys) {
            key = digested();
        }
    }

    /** The row whose cells were taken; it may be too short to have all the cells of a key. */
    RowHash endRow() {
        if (cells < keys) {
            key = digested();
        }
        cells = 0;
        return new RowHash(key.getLong(), key.getLong(), digested().getLong());
    }

    private ByteBuffer digested() {
        flush();
        return ByteBuffer.wrap(digest.digest());
    }

    private void flush() {
        digest.update(gathered.array(), 0, gathered.position());
        gathered.clear();
    }
}
