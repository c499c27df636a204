package io.seiexport.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Optional;

/** Makes the print of a CSV file: finds its keys, takes the fingerprints of its rows, sorts them. */
final class CsvFingerprintWriter {
    private static final String ASIDE = ".part";

    private final Path scratch;
    private final ExternalSort.Limits limits;

    CsvFingerprintWriter(Path scratch, ExternalSort.Limits limits) {
        this.scratch = scratch;
        this.limits = limits;
    }

    CsvFingerprint write(Path csv, Path file, Optional<CsvFingerprint> older) throws IOException {
        var columns = columns(csv);
        // A file without rows does not say what its columns hold.
        var alike = older.filter(one -> one.columns().equals(columns) && one.rows() > 0);
        return write(csv, file, columns, alike.isPresent() ? alike.get().keys() : keys(csv));
    }

    private static String columns(Path csv) throws IOException {
        try (var in = Files.newInputStream(csv)) {
            var names = new RowHasher(Integer.MAX_VALUE);
            if (!new CsvRows(in).next(names)) {
                throw new IOException(csv + " is empty: it does not even have a header.");
            }
            var header = names.endRow();
            return HexFormat.of().toHexDigits(header.key()) + HexFormat.of().toHexDigits(header.restOfKey());
        }
    }

    private static int keys(Path csv) throws IOException {
        try (var in = Files.newInputStream(csv)) {
            var rows = afterHeader(in);
            var keys = new KeyColumns(rows.columns());
            while (rows.next(keys)) {
                keys.endRow();
            }
            return keys.count();
        }
    }

    private static CsvRows afterHeader(InputStream csv) throws IOException {
        var rows = new CsvRows(csv);
        rows.next(new RowHasher(Integer.MAX_VALUE));
        return rows;
    }

    private CsvFingerprint write(Path csv, Path file, String columns, int keys) throws IOException {
        try (var sorting = new ExternalSort(scratch, limits);
                var in = new DigestInputStream(Files.newInputStream(csv), RowHasher.sha256())) {
            var rows = afterHeader(in);
            var fingerprints = new RowHasher(keys);
            var count = 0L;
            while (rows.next(fingerprints)) {
                sorting.add(fingerprints.endRow());
                count++;
            }
            var sha256 = HexFormat.of().formatHex(in.getMessageDigest().digest());
            var print = new CsvFingerprint(keys, columns, sha256, count);
            replace(file, print, sorting.sorted());
            return print;
        }
    }

    private static void replace(Path file, CsvFingerprint print, RowHashes rows) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ASIDE);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            // A link or a pipe may be in its place, and is not followed.
            Files.deleteIfExists(aside);
            try (var out = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                var writer = new RowHashWriter(out, CsvFingerprint.HEAD);
                writer.write(rows);
                // Last, so that what was only begun does not look like a print.
                out.position(0);
                var head = print.head(writer.checksum());
                while (head.hasRemaining()) {
                    out.write(head);
                }
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
