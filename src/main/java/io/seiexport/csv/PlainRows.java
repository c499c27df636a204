package io.seiexport.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Passes over the rows in which there is nothing to look at, eight bytes at a time: as many cells as the header has,
 * no quote, LF or CRLF at the end, and another beginning than the header. What it does not pass over is for
 * {@link CsvTokenizer} to judge.
 */
final class PlainRows {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long COMMAS = ',' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long CARRIAGE_RETURNS = '\r' * ONES;

    private final int columns;
    private final RepeatedHeader header;
    private long passed;

    PlainRows(int columns, RepeatedHeader header) {
        this.columns = columns;
        this.header = header;
    }

    /** How many rows it has passed over. */
    long passed() {
        return passed;
    }

    /** Starts where a row starts; ends where the first one starts that is not plain, or does not end here. */
    int skip(byte[] bytes, int from, int end) {
        int rowStart = from;
        while (rowStart < end && !header.mayBegin(bytes, rowStart, end)) {
            int next = afterRow(bytes, rowStart, end);
            if (next < 0) {
                return rowStart;
            }
            passed++;
            rowStart = next;
        }
        return rowStart;
    }

    /** Where the next row starts; -1 if this one is not plain. */
    private int afterRow(byte[] bytes, int rowStart, int end) {
        int cells = 1;
        int i = rowStart;
        while (i <= end - 8) {
            long eight = (long) EIGHT_BYTES.get(bytes, i);
            long stops = equal(eight, LINE_FEEDS) | equal(eight, CARRIAGE_RETURNS) | equal(eight, QUOTES);
            if (stops != 0) {
                long beforeStop = Long.lowestOneBit(stops) - 1;
                cells += Long.bitCount(allEqual(eight, COMMAS) & beforeStop);
                return endOfRow(bytes, rowStart, i + (Long.numberOfTrailingZeros(stops) >>> 3), end, cells);
            }
            cells += Long.bitCount(allEqual(eight, COMMAS));
            i += 8;
        }
        while (i < end && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '"') {
            cells += bytes[i++] == ',' ? 1 : 0;
        }
        return i < end ? endOfRow(bytes, rowStart, i, end, cells) : -1;
    }

    private int endOfRow(byte[] bytes, int rowStart, int stop, int end, int cells) {
        boolean isBlank = stop == rowStart;
        int lineFeed = bytes[stop] == '\r' && stop + 1 < end ? stop + 1 : stop;
        return cells == columns && !isBlank && bytes[lineFeed] == '\n' ? lineFeed + 1 : -1;
    }

    /** The high bit of the first byte that is the same in both, and of no byte before it; later ones may be wrong. */
    private static long equal(long eight, long wanted) {
        long differences = eight ^ wanted;
        return differences - ONES & ~differences & HIGH_BITS;
    }

    /** The high bit of each byte that is the same in both. */
    private static long allEqual(long eight, long wanted) {
        long differences = eight ^ wanted;
        return ~((differences & ~HIGH_BITS) + ~HIGH_BITS | differences | ~HIGH_BITS);
    }
}
