package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells, piece by piece, whether a row says the same as the header, however either is quoted. Nearly every row differs
 * in its first bytes, so it costs next to nothing.
 */
final class RepeatedHeader {

    /** Stands between two names: no file that gets here holds it. */
    private static final byte BORDER = 0;
    private static final byte[] MARK = "\ufeff".getBytes(UTF_8);

    private final byte[] names;
    /** The header as a row that quotes nothing, and as one that quotes all. */
    private final byte[] bare;
    private final byte[] inQuotes;

    private boolean begun;
    private int position;
    private int marked;
    private boolean differs;
    private boolean quoted;
    private boolean quoteEnded;
    private boolean valueBegins = true;

    RepeatedHeader(List<String> names) {
        this.names = String.join("\0", names).getBytes(UTF_8);
        bare = String.join(",", names).getBytes(UTF_8);
        inQuotes = names.stream().map(name -> '"' + name.replace("\"", "\"\"") + '"').collect(Collectors.joining(","))
                .getBytes(UTF_8);
    }

    /** Takes a piece of a row that goes on in the next one. */
    void accept(byte[] bytes, int from, int to) {
        begun = true;
        for (int i = from; i < to && !differs; i++) {
            accept(bytes[i]);
        }
    }

    /** Takes the last piece of a row, which may be all of it, and says whether that row repeats the header. */
    boolean endsWith(byte[] bytes, int from, int to) {
        if (!begun && differsAtOnce(bytes, from, to)) {
            return false;
        }
        accept(bytes, from, to);
        boolean repeated = !differs && position == names.length;
        begun = false;
        position = 0;
        marked = 0;
        differs = false;
        quoted = false;
        quoteEnded = false;
        valueBegins = true;
        return repeated;
    }

    /** Sees a difference that is none of quotes and marks: by the length and the ends of a row, then by its bytes. */
    private boolean differsAtOnce(byte[] row, int from, int to) {
        if (to - from < bare.length || to - from > inQuotes.length + MARK.length) {
            return true;
        }
        byte last = bare[bare.length - 1];
        byte end = row[to - 1] == '"' ? row[Math.max(from, to - 2)] : row[to - 1];
        if (end != last && end != '"' && last != '"') {
            return true;
        }
        byte first = row[from];
        if (first == '"') {
            return differs(row, from, to, inQuotes);
        }
        return first != MARK[0] && (first != bare[0] || differs(row, from, to, bare));
    }

    /** Up to a first quote that only one of them has, both are read alike. */
    private static boolean differs(byte[] row, int from, int to, byte[] spelled) {
        int same = Arrays.mismatch(row, from, to, spelled, 0, spelled.length);
        return same >= 0 && from + same < to && same < spelled.length && row[from + same] != '"'
                && spelled[same] != '"';
    }

    private void accept(byte b) {
        if (b == '"' && valueBegins) {
            quoted = true;
            valueBegins = false;
        } else if (b == '"' && quoted) {
            quoted = false;
            quoteEnded = true;
        } else if (b == '"' && quoteEnded) {
            quoted = true;
            expect(b);
        } else if (b == ',' && !quoted) {
            expect(BORDER);
            valueBegins = true;
        } else if (position > 0 || marked == MARK.length || b != MARK[marked]) {
            expect(b);
        } else {
            // A file that was added to another one may begin with a byte order mark.
            marked++;
        }
    }

    private void expect(byte b) {
        valueBegins = false;
        quoteEnded = false;
        differs = position == names.length || names[position] != b;
        position++;
    }
}
