package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What is kept of a CSV file, so that a later one can be compared with it when it is gone: a small file
 * with the fingerprints of its rows, in order. This is the head of that file.
 * <p>
 * Its bytes, numbers with the highest byte first: {@code SEIPRINT}, the version of the format (4), the number of key
 * columns (4), the fingerprint of the header (16), the SHA-256 of the CSV (32), the number of rows (8), a checksum (8):
 * the CRC-32C of the rows and of this head up to here; then of each row the fingerprints of its key cells (16) and of
 * its other cells (8).
 *
 * @param keys    how many columns from the left say what a row is about
 * @param columns a fingerprint of the names of all columns in their order
 * @param sha256  of the CSV, in lower-case hexadecimal digits
 * @param rows    how many rows the CSV has besides its header
 */
public record CsvFingerprint(int keys, String columns, String sha256, long rows) {
    static final int HEAD = 80;

    private static final int CHECKED = HEAD - Long.BYTES;
    private static final ByteBuffer MARK = ByteBuffer.wrap("SEIPRINT".getBytes(US_ASCII)).asReadOnlyBuffer();
    private static final int VERSION = 1;
    private static final int COLUMNS_BYTES = 16;
    private static final int SHA256_BYTES = 32;
    private static final int PIECE = 1 << 16;

    /**
     * Reads a verified CSV file and leaves its print, which replaces one of that name at once or not at all.
     *
     * @param scratch where files may lie meanwhile, of 24 bytes a row
     * @param older   a print to compare with this one: if it has the same columns, it has the same keys, too
     */
    public static CsvFingerprint write(Path csv, Path print, Path scratch, Optional<CsvFingerprint> older)
            throws IOException {
        return new CsvFingerprintWriter(scratch, ExternalSort.Limits.DEFAULT).write(csv, print, older);
    }

    /** Reads a print to its end, and refuses one that is not whole or none at all. */
    public static CsvFingerprint read(Path print) throws IOException {
        try (var file = FileChannel.open(print)) {
            return read(file, print);
        }
    }

    static CsvFingerprint read(FileChannel file, Path print) throws IOException {
        var head = read(file, 0, HEAD);
        if (head.remaining() < HEAD || !MARK.equals(head.slice(0, MARK.capacity()))) {
            throw new IOException(print + " is not the print of a CSV file: it does not start like one.");
        }
        var checked = head.slice(0, CHECKED);
        head.position(MARK.capacity());
        var version = head.getInt();
        if (version != VERSION) {
            throw new IOException("%s is a print in format %d, but only format %d can be read."
                    .formatted(print, version, VERSION));
        }
        var read = new CsvFingerprint(head.getInt(), hex(head, COLUMNS_BYTES), hex(head, SHA256_BYTES), head.getLong());
        if (file.size() - HEAD != read.rows * RowHash.BYTES) {
            throw new IOException("%s is damaged: it is %d bytes long, which does not fit its %d rows."
                    .formatted(print, file.size(), read.rows));
        }
        if (head.getLong() != checksum(file, checked)) {
            throw new IOException(print + " is damaged: its checksum is not that of what it holds.");
        }
        return read;
    }

    private static long checksum(FileChannel file, ByteBuffer head) throws IOException {
        var checksum = new CRC32C();
        var place = (long) HEAD;
        for (var bytes = read(file, place, PIECE); bytes.hasRemaining(); bytes = read(file, place, PIECE)) {
            place += bytes.remaining();
            checksum.update(bytes);
        }
        checksum.update(head);
        return checksum.getValue();
    }

    private static ByteBuffer read(FileChannel file, long place, int most) throws IOException {
        var bytes = ByteBuffer.allocate(most);
        var count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = file.read(bytes, place + bytes.position());
        }
        return bytes.flip();
    }

    private static String hex(ByteBuffer bytes, int count) {
        var some = new byte[count];
        bytes.get(some);
        return HexFormat.of().formatHex(some);
    }

    /** The first bytes of the file, once the rows behind them are written. */
    ByteBuffer head(CRC32C checksumOfRows) {
        var head = ByteBuffer.allocate(HEAD).put(MARK.duplicate()).putInt(VERSION).putInt(keys)
                .put(HexFormat.of().parseHex(columns)).put(HexFormat.of().parseHex(sha256)).putLong(rows);
        checksumOfRows.update(head.slice(0, CHECKED));
        return head.putLong(checksumOfRows.getValue()).flip();
    }
}
