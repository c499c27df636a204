package io.seiexport.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A large CSV of short cells, five in a row, which lies gzipped in a folder; the same bytes each time. */
final class LargeFile {
    private static final String HEADER = "Row,Team,Day,Effort,State\n";
    private static final List<String> STATES =
            List.of("Done", "In Progress", "In Review", "QA", "Waiting for Customer");
    private static final int BUFFER = 1 << 16;

    private final List<Path> members;
    private final long bytes;
    private final String sha256;

    private LargeFile(List<Path> members, long bytes, String sha256) {
        this.members = members;
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    /** One of about so many bytes, as one gzip member. */
    static LargeFile of(long leastBytes, Path folder) throws IOException {
        var file = folder.resolve("large-" + leastBytes + ".csv.gz");
        var digest = sha256();
        long bytes;
        try (var zip = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), BUFFER);
                var out = new DigestOutputStream(zip, digest)) {
            out.write(HEADER.getBytes(US_ASCII));
            bytes = HEADER.length() + rows(leastBytes - HEADER.length(), out);
        }
        return new LargeFile(List.of(file), bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** This one and then its rows once more, so many times: as long as wanted, and made in no time. */
    LargeFile withRowsAgain(int times, Path folder) throws IOException {
        var again = folder.resolve("rows-again.csv.gz");
        try (var plain = plain(); var zip = new GZIPOutputStream(Files.newOutputStream(again), BUFFER)) {
            plain.skipNBytes(HEADER.length());
            plain.transferTo(zip);
        }
        var all = new ArrayList<>(members);
        all.addAll(Collections.nCopies(times, again));
        var longer = new LargeFile(all, bytes + times * (bytes - HEADER.length()), "");
        return new LargeFile(all, longer.bytes, digest(longer.plain()));
    }

    private static long rows(long least, OutputStream out) throws IOException {
        var random = new SplittableRandom(2026);
        var written = 0L;
        var rows = new StringBuilder();
        for (var number = 1; written + rows.length() < least; number++) {
            rows.append(100_000_000 + number)
                    .append(",Team ").append(1000 + number / 5000 % 9000)
                    .append(",2026-").append(10 + number % 3).append('-').append(10 + number % 19)
                    .append(',').append(random.nextInt(10_000, 100_000))
                    .append('.').append(random.nextInt(100_000, 1_000_000)).append(',')
                    .append(STATES.get(random.nextInt(STATES.size()))).append('\n');
            if (rows.length() > BUFFER) {
                written += rows.length();
                out.write(rows.toString().getBytes(US_ASCII));
                rows.setLength(0);
            }
        }
        out.write(rows.toString().getBytes(US_ASCII));
        return written + rows.length();
    }

    long bytes() {
        return bytes;
    }

    long zippedBytes() throws IOException {
        var sum = 0L;
        for (var member : members) {
            sum += Files.size(member);
        }
        return sum;
    }

    /** As it is served. */
    InputStream zipped() {
        return new SequenceInputStream(Collections.enumeration(members.stream().map(LargeFile::open).toList()));
    }

    /** Member by member: Java takes the end of one for the end of all where the next one is not there yet. */
    InputStream plain() {
        return new SequenceInputStream(Collections.enumeration(members.stream().map(LargeFile::unpacked).toList()));
    }

    private static InputStream unpacked(Path member) {
        try {
            return new GZIPInputStream(open(member), BUFFER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks off unless the file is this one, byte for byte. */
    void demandSame(Path file) throws IOException {
        demandSame(Files.newInputStream(file), file.toString());
    }

    void demandSame(InputStream content, String name) throws IOException {
        BrokenPromise.unless(digest(content).equals(sha256), name + " is not byte for byte what was served");
    }

    static String digest(InputStream content) throws IOException {
        var digest = sha256();
        try (content; var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
