package io.seiexport.csv;

import static io.seiexport.failure.Reason.BOMB;
import static io.seiexport.failure.Reason.CORRUPT;
import static io.seiexport.failure.Reason.TRAILING_BYTES;
import static io.seiexport.failure.Reason.TRUNCATED;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a gzip file (RFC 1952): all its members one after another, each checked against its own trailer.
 * {@link java.util.zip.GZIPInputStream} will not do: that of JDK 17 takes the file for ended, without a word, when the
 * next member has not arrived yet ({@code available() == 0}), and it ignores what follows the last one.
 */
final class GzipMembers extends InputStream {

    private static final int HEADER_CRC = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0b1110_0000;
    private static final long RATIO_COUNTS_FROM = 1 << 20;

    private final Body body;
    private final int maxRatio;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private long members;
    private long unpacked;
    private boolean inMember;

    GzipMembers(Body body, int maxRatio) {
        this.body = body;
        this.maxRatio = maxRatio;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Brings as many as are wanted, unless a member ends before: the next one may be long in coming. */
    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        int n = 0;
        while (n < length && (inMember || n == 0 && nextMember())) {
            n += inflate(out, offset + n, length - n);
            if (inflater.finished()) {
                endMember();
            } else if (n < length && !body.lendTo(inflater)) {
                throw truncated();
            }
        }
        return n > 0 ? n : -1;
    }

    private int inflate(byte[] out, int offset, int length) throws RefusedFile {
        int n;
        try {
            n = inflater.inflate(out, offset, length);
        } catch (DataFormatException e) {
            throw corrupt("the compressed data is damaged (" + e.getMessage() + ")");
        }
        crc.update(out, offset, n);
        unpacked += n;
        long packed = position();
        if (unpacked > RATIO_COUNTS_FROM && unpacked / maxRatio > packed) {
            throw new RefusedFile(BOMB, "The first %d bytes of the gzip file unpack to %d or more: more than %d to 1.",
                    packed, unpacked, maxRatio);
        }
        return n;
    }

    /** Each member shows that it is whole, but not that it is the last one. */
    boolean areSeveral() {
        return members > 1;
    }

    private boolean nextMember() throws IOException {
        if (members > 0 && (afterMember() < 0 || afterMember() == 0)) {
            endPadding();
            inflater.end();
            return false;
        }
        members++;
        readHeader();
        crc.reset();
        inflater.reset();
        inMember = true;
        return true;
    }

    private void readHeader() throws IOException {
        crc.reset();
        if (headerByte() != 0x1f || headerByte() != 0x8b) {
            throw members == 1 ? corrupt("the magic number 1f 8b is missing") : trailingBytes();
        }
        if (headerByte() != 8) {
            throw corrupt("the compression method is unknown");
        }
        int flags = headerByte();
        if ((flags & RESERVED) != 0) {
            throw corrupt("reserved flags are set");
        }
        skipHeader(6);
        if ((flags & EXTRA) != 0) {
            skipHeader(headerByte() | headerByte() << 8);
        }
        if ((flags & NAME) != 0) {
            skipHeaderText();
        }
        if ((flags & COMMENT) != 0) {
            skipHeaderText();
        }
        if ((flags & HEADER_CRC) != 0 && (crc.getValue() & 0xffff) != littleEndian(2)) {
            throw corrupt("the header's checksum is wrong");
        }
    }

    private void endMember() throws IOException {
        body.takeBackFrom(inflater);
        if (crc.getValue() != littleEndian(4)) {
            throw corrupt("the content's checksum (CRC32) is wrong");
        }
        if ((inflater.getBytesWritten() & 0xffff_ffffL) != littleEndian(4)) {
            throw corrupt("the content's length (ISIZE) is wrong");
        }
        inMember = false;
    }

    /** Zeros may fill up the last block of a tape or a disk; nothing else may follow. */
    private void endPadding() throws IOException {
        while (afterMember() == 0) {
            body.read();
        }
        if (afterMember() >= 0) {
            throw trailingBytes();
        }
    }

    /** The next byte, which stays unread; the first member needs nothing behind it to be a whole file. */
    private int afterMember() throws IOException {
        try {
            return body.peek();
        } catch (CutShort e) {
            if (areSeveral()) {
                throw e;
            }
            return -1;
        }
    }

    private int headerByte() throws IOException {
        int b = nextByte();
        crc.update(b);
        return b;
    }

    private void skipHeader(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            headerByte();
        }
    }

    private void skipHeaderText() throws IOException {
        while (headerByte() != 0) {
            continue;
        }
    }

    private long littleEndian(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) nextByte() << 8 * i;
        }
        return number;
    }

    private int nextByte() throws IOException {
        int b = body.read();
        if (b < 0) {
            throw truncated();
        }
        return b;
    }

    private long position() {
        return body.consumed() - inflater.getRemaining();
    }

    private RefusedFile truncated() {
        return new RefusedFile(TRUNCATED, "The gzip file ends early, after %d bytes, in member %d.",
                body.received(), members);
    }

    private RefusedFile corrupt(String what) {
        return new RefusedFile(CORRUPT, "The gzip file is damaged at or before byte %d, in member %d: %s.",
                position(), members, what);
    }

    private RefusedFile trailingBytes() {
        return new RefusedFile(TRAILING_BYTES, "Other bytes follow the end of the gzip file, at or before byte %d.",
                position());
    }

    /** Also frees the native memory of the inflater, if the end of the file has not done so. */
    @Override
    public void close() throws IOException {
        inflater.end();
        body.close();
    }
}
