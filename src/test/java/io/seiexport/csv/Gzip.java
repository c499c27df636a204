package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes gzip members field by field, so that each field can also be wrong. */
final class Gzip {

    static final int TEXT = 1;
    static final int HEADER_CRC = 2;
    static final int EXTRA = 4;
    static final int NAME = 8;
    static final int COMMENT = 16;

    private Gzip() {
    }

    static byte[] member(byte[] content) {
        return member(content, Deflater.DEFAULT_COMPRESSION);
    }

    static byte[] member(byte[] content, int level) {
        return join(header(0), deflate(content, level), trailer(content));
    }

    /** A member whose header has these flags, with the extra field and the texts where the flags ask for them. */
    static byte[] memberWith(int flags, byte[] extra, byte[] content) {
        return join(header(flags, extra), deflate(content, Deflater.DEFAULT_COMPRESSION), trailer(content));
    }

    static byte[] header(int flags, byte... extra) {
        byte[] fields = join(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, (byte) 0xff},
                (flags & EXTRA) == 0 ? new byte[0] : join(littleEndian(extra.length, 2), extra),
                (flags & NAME) == 0 ? new byte[0] : "insights-\u00e4.csv\0".getBytes(ISO_8859_1),
                (flags & COMMENT) == 0 ? new byte[0] : "written\nfor a test\0".getBytes(ISO_8859_1));
        return (flags & HEADER_CRC) == 0 ? fields : join(fields, littleEndian(crc(fields) & 0xffff, 2));
    }

    static byte[] deflate(byte[] content, int level) {
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return packed.toByteArray();
    }

    static byte[] trailer(byte[] content) {
        return join(littleEndian(crc(content), 4), littleEndian(content.length, 4));
    }

    static byte[] littleEndian(long number, int bytes) {
        byte[] eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
        return Arrays.copyOf(eight, bytes);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
