package io.seiexport.csv;

import java.nio.ByteBuffer;

/**
 * What a print keeps of a row: a fingerprint of its key cells in 128 bits, and one of its other cells in 64.
 * <p>
 * Both are the first bits of a SHA-256. Any two keys of a file may be mistaken for each other, so their fingerprint has
 * to keep billions apart: among 2^32 keys the odds of two alike are 2^-65. The other cells are only ever held against
 * those of rows with the same key, mostly a single one, where each change is overlooked with odds of 2^-64.
 */
record RowHash(long key, long restOfKey, long cells) implements Comparable<RowHash> {
    static final int BYTES = 3 * Long.BYTES;

    static RowHash from(ByteBuffer bytes) {
        return new RowHash(bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    void writeTo(ByteBuffer bytes) {
        bytes.putLong(key).putLong(restOfKey).putLong(cells);
    }

    boolean hasKeyOf(RowHash other) {
        return key == other.key && restOfKey == other.restOfKey;
    }

    @Override
    public int compareTo(RowHash other) {
        if (key != other.key) {
            return Long.compare(key, other.key);
        }
        return restOfKey == other.restOfKey ? Long.compare(cells, other.cells)
                : Long.compare(restOfKey, other.restOfKey);
    }
}
