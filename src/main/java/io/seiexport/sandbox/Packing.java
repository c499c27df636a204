package io.seiexport.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** How a file travels: as so many gzip members, none for plain text, or compressed by the transport alone. */
record Packing(int members, boolean contentEncoded) {
    static final Packing GZIP = new Packing(1, false);
    static final Packing PLAIN = new Packing(0, false);
    static final Packing CONTENT_ENCODED = new Packing(1, true);

    Answer pack(Csv csv, String gzipType) {
        var type = members == 0 || contentEncoded ? "text/csv" : gzipType;
        var answer = Answer.of(200, type, size(csv), out -> write(csv, out));
        return contentEncoded ? answer.with("Content-Encoding", "gzip") : answer;
    }

    /** The size on the wire; the file is written once more rather than kept in memory. */
    long size(Csv csv) {
        try {
            var counter = new DataOutputStream(OutputStream.nullOutputStream());
            write(csv, counter);
            return counter.size() == Integer.MAX_VALUE ? -1 : counter.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Csv csv, OutputStream out) throws IOException {
        switch (members) {
            case 0 -> csv.writeTo(out);
            case 1 -> zip(csv::writeTo, out);
            default -> writeMembers(csv, out);
        }
    }

    private void writeMembers(Csv csv, OutputStream out) throws IOException {
        var plain = new ByteArrayOutputStream();
        csv.writeTo(plain);
        int share = (plain.size() + members - 1) / members;
        for (int from = 0; from < plain.size(); from += share) {
            int start = from;
            int length = Math.min(share, plain.size() - from);
            zip(member -> member.write(plain.toByteArray(), start, length), out);
        }
    }

    /** Not closed when writing fails: closing would end a broken answer properly. */
    private static void zip(Answer.Body content, OutputStream out) throws IOException {
        var member = new GZIPOutputStream(out);
        content.writeTo(member);
        member.finish();
        out.flush();
    }
}
