package io.seiexport.csv;

import static io.seiexport.failure.Reason.ENCODING;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks piece by piece that bytes are UTF-8 (RFC 3629: nothing overlong, no surrogates) and that none is NUL. */
final class Utf8 {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** How many bytes the character begun still lacks, and the range its next byte must lie in. */
    private int lacking;
    private int lowest;
    private int highest;
    private long before;

    void accept(byte[] bytes, int length) throws RefusedFile {
        int i = 0;
        while (i < length) {
            if (lacking == 0) {
                i = skipAscii(bytes, i, length);
                if (i < length) {
                    begin(bytes[i] & 0xff, before + i);
                    i++;
                }
            } else {
                proceed(bytes[i] & 0xff, before + i);
                i++;
            }
        }
        before += length;
    }

    void finish() throws RefusedFile {
        if (lacking > 0) {
            throw refused("The file ends within a character of UTF-8, at byte %d.", before);
        }
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int i = from;
        while (i <= to - 8) {
            long eight = (long) EIGHT_BYTES.get(bytes, i);
            // Subtracting one from each byte sets a high bit if, among bytes below 0x80, one is zero.
            if (((eight | eight - ONES) & HIGH_BITS) != 0) {
                break;
            }
            i += 8;
        }
        while (i < to && bytes[i] > 0) {
            i++;
        }
        return i;
    }

    private void begin(int b, long offset) throws RefusedFile {
        if (b == 0) {
            throw refused("Byte %d of the file is NUL, which does not belong in text.", offset);
        }
        if (b < 0xc2 || b > 0xf4) {
            throw refused("Byte %d of the file is not valid UTF-8.", offset);
        }
        lacking = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
        lowest = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
        highest = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
    }

    private void proceed(int b, long offset) throws RefusedFile {
        if (b < lowest || b > highest) {
            throw refused("Byte %d of the file is not valid UTF-8.", offset);
        }
        lacking--;
        lowest = 0x80;
        highest = 0xbf;
    }

    private static RefusedFile refused(String sentence, long offset) {
        return new RefusedFile(ENCODING, sentence, offset);
    }
}
