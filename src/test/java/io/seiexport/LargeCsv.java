package io.seiexport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;

/** A CSV of any length that exists only while it is read; the same bytes each time, and no two rows alike. */
final class LargeCsv {
    private static final String HEADER = "\"Row\",\"Team\",\"Period\",\"Effort, h\",\"Note\"\n";
    private static final String ROW = "000000000,Checkout Team 4711,2026-01-01,12345.678901234567,"
            + "\"in Progress, with \"\"quotes\"\" and a comma\"\n";
    private static final int DIGITS = 9;

    private final long rows;

    LargeCsv(long leastBytes) {
        rows = (leastBytes - HEADER.length()) / ROW.length() + 1;
    }

    long bytes() {
        return HEADER.length() + rows * ROW.length();
    }

    String sha256() throws IOException, NoSuchAlgorithmException {
        return sha256(plain());
    }

    static String sha256(InputStream content) throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        try (var digested = new DigestInputStream(content, digest)) {
            digested.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    InputStream plain() {
        return new SequenceInputStream(new ByteArrayInputStream(HEADER.getBytes(US_ASCII)), new Rows());
    }

    /** As one gzip member, made on the fly. */
    InputStream gzip() {
        var header = new byte[] {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0};
        var checksum = new CRC32();
        var deflated = new DeflaterInputStream(new CheckedInputStream(plain(), checksum),
                new Deflater(Deflater.BEST_SPEED, true), 1 << 16);
        return new SequenceInputStream(inTurn(List.of(
                () -> new ByteArrayInputStream(header),
                () -> deflated,
                () -> new ByteArrayInputStream(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) checksum.getValue()).putInt((int) bytes()).array()))));
    }

    private static Enumeration<InputStream> inTurn(List<Supplier<InputStream>> parts) {
        Iterator<Supplier<InputStream>> part = parts.iterator();
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return part.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return part.next().get();
            }
        };
    }

    private final class Rows extends InputStream {
        private final byte[] row = ROW.getBytes(US_ASCII);
        private long number;
        private int position = row.length;

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            var filled = 0;
            while (filled < length && (position < row.length || next())) {
                var piece = Math.min(length - filled, row.length - position);
                System.arraycopy(row, position, bytes, offset + filled, piece);
                position += piece;
                filled += piece;
            }
            return filled == 0 && length > 0 ? -1 : filled;
        }

        private boolean next() {
            if (number == rows) {
                return false;
            }
            var digits = ++number;
            for (var i = DIGITS - 1; i >= 0; i--) {
                row[i] = (byte) ('0' + digits % 10);
                digits /= 10;
            }
            position = 0;
            return true;
        }
    }
}
