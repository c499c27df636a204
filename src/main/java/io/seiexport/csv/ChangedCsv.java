package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;

import io.seiexport.csv.CsvTokenizer.Token;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;

/**
 * A proven CSV file with some of its columns left out, renamed or hashed, made while it is read; a few pieces of it are
 * held at a time, however long its rows and cells are.
 * <p>
 * What is not changed keeps its bytes, in quotes or not, and so does a byte order mark. All lines end as the first one
 * does, blank lines are left out, and the last line has its end.
 */
public final class ChangedCsv extends InputStream {
    private static final int PIECE = 1 << 16;
    private static final int ENOUGH = 1 << 15;
    private static final int MARK_BYTES = 3;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] LF = {'\n'};
    private static final byte[] CR_LF = {'\r', '\n'};
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] EMPTY_CELL = {'"', '"'};

    private final InputStream csv;
    private final byte[] piece = new byte[PIECE];
    private final CsvTokenizer tokens = new CsvTokenizer();
    private final Made made = new Made();
    private final List<String> header;
    private final List<Boolean> quotedNames = new ArrayList<>();
    private byte[] lineEnd = LF;
    private List<ColumnChange> changes = List.of();
    private int left;
    private Mac mac;
    private boolean begun;
    private boolean ended;

    private long row;
    private int column;
    private boolean withinCell;
    private boolean quoted;
    private boolean empty;
    private boolean firstOfRow = true;

    /** What was made and is not read yet. */
    private static final class Made {
        private byte[] bytes = new byte[2 * PIECE];
        private int position;
        private int end;

        int take(byte[] into, int offset, int length) {
            var n = Math.min(length, end - position);
            System.arraycopy(bytes, position, into, offset, n);
            position += n;
            if (position == end) {
                position = 0;
                end = 0;
            }
            return n;
        }

        boolean isEmpty() {
            return end == position;
        }

        int size() {
            return end - position;
        }

        void write(int one) {
            makeRoom(1);
            bytes[end++] = (byte) one;
        }

        void write(byte[] more) {
            write(more, 0, more.length);
        }

        void write(byte[] more, int from, int to) {
            makeRoom(to - from);
            System.arraycopy(more, from, bytes, end, to - from);
            end += to - from;
        }

        void writeDoublingQuotes(byte[] more, int from, int to) {
            var begin = from;
            for (var i = from; i < to; i++) {
                if (more[i] == '"') {
                    write(more, begin, i + 1);
                    begin = i;
                }
            }
            write(more, begin, to);
        }

        void writeInHex(byte[] more) {
            makeRoom(2 * more.length);
            for (var one : more) {
                bytes[end++] = HEX[one >> 4 & 0xf];
                bytes[end++] = HEX[one & 0xf];
            }
        }

        private void makeRoom(int more) {
            if (end + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end + more, 2 * bytes.length));
            }
        }
    }

    /** Reads its header; the rest only when it is said what to change. */
    public ChangedCsv(InputStream csv) throws IOException {
        this.csv = csv;
        this.header = readHeader();
    }

    private List<String> readHeader() throws IOException {
        var names = new Header();
        var first = true;
        for (var token = token(); token != Token.NEED_INPUT; token = token()) {
            if (first) {
                quotedNames.add(tokens.isCellQuoted());
            }
            names.gather(piece, tokens.from(), tokens.to(), tokens.rowLength());
            first = token != Token.PART_OF_CELL;
            if (first) {
                names.endName();
            }
            if (token == Token.LAST_CELL) {
                lineEnd = !ended && piece[tokens.to()] == '\r' ? CR_LF : LF;
                break;
            }
        }
        return List.copyOf(names.names());
    }

    /** The names of the columns before any change. */
    public List<String> header() {
        return header;
    }

    /**
     * What to change, said once, before it is read.
     *
     * @param changes one for each column
     * @param mac     makes the hashes; null if no column is hashed
     */
    public ChangedCsv with(List<ColumnChange> changes, Mac mac) {
        this.changes = List.copyOf(changes);
        this.mac = mac;
        this.left = (int) changes.stream().filter(change -> !change.isLeftOut()).count();
        writeHeader();
        return this;
    }

    /** The names of the columns after it. */
    public List<String> names() {
        return changes.stream().filter(change -> !change.isLeftOut()).map(ColumnChange::name).toList();
    }

    /** What becomes of each column that does not stay as it is, in words, by the name that it had. */
    public Map<String, String> changed() {
        var changed = new LinkedHashMap<String, String>();
        for (var i = 0; i < changes.size(); i++) {
            var words = changes.get(i).words(header.get(i));
            if (!words.isEmpty()) {
                changed.put(header.get(i), words);
            }
        }
        return changed;
    }

    private void writeHeader() {
        var first = true;
        for (column = 0; column < changes.size(); column++) {
            var change = changes.get(column);
            if (!change.isLeftOut()) {
                if (!first) {
                    made.write(',');
                }
                first = false;
                writeName(change.name(), quotedNames.get(column));
            }
        }
        made.write(lineEnd);
        column = 0;
    }

    private void writeName(String name, boolean wasQuoted) {
        var bytes = name.getBytes(UTF_8);
        if (wasQuoted || name.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)) {
            made.write('"');
            made.writeDoublingQuotes(bytes, 0, bytes.length);
            made.write('"');
        } else {
            made.write(bytes);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (made.isEmpty() && !ended) {
            advance();
        }
        return made.isEmpty() ? -1 : made.take(bytes, offset, length);
    }

    private void advance() throws IOException {
        while (!ended && made.size() < ENOUGH) {
            var token = token();
            if (token != Token.NEED_INPUT && token != Token.BLANK_LINE) {
                take(token);
            }
        }
    }

    /** The next one; NEED_INPUT at the end of the file. */
    private Token token() throws IOException {
        var token = tokens.next();
        while (token == Token.NEED_INPUT && !ended) {
            var length = csv.readNBytes(piece, 0, piece.length);
            ended = length == 0;
            if (!begun && Arrays.equals(piece, 0, Math.min(MARK_BYTES, length), MARK, 0, MARK_BYTES)) {
                made.write(MARK);
            }
            begun = true;
            if (!ended) {
                tokens.feed(piece, length);
            }
            token = ended ? tokens.finish() : tokens.next();
        }
        return token;
    }

    private void take(Token token) throws IOException {
        if (!withinCell) {
            beginCell();
        }
        var change = changes.get(column);
        if (tokens.from() < tokens.to()) {
            empty = false;
            takeContent(change);
        }
        if (token != Token.PART_OF_CELL) {
            endCell(change);
        }
        if (token == Token.LAST_CELL) {
            endRow();
        }
    }

    private void beginCell() throws IOException {
        if (column == 0) {
            row++;
        }
        // In a row of another width nobody knows which cell belongs to a column that must not be seen.
        if (column == changes.size()) {
            throw ragged();
        }
        withinCell = true;
        empty = true;
        quoted = tokens.isCellQuoted();
        if (!changes.get(column).isLeftOut()) {
            if (!firstOfRow) {
                made.write(',');
            }
            firstOfRow = false;
            if (quoted) {
                made.write('"');
            }
        }
    }

    private void takeContent(ColumnChange change) {
        if (change.hashed()) {
            mac.update(piece, tokens.from(), tokens.to() - tokens.from());
        } else if (!change.isLeftOut() && quoted) {
            made.writeDoublingQuotes(piece, tokens.from(), tokens.to());
        } else if (!change.isLeftOut()) {
            made.write(piece, tokens.from(), tokens.to());
        }
    }

    private void endCell(ColumnChange change) {
        if (!change.isLeftOut()) {
            if (change.hashed() && !empty) {
                made.writeInHex(mac.doFinal());
            }
            if (quoted) {
                made.write('"');
            } else if (empty && left == 1) {
                // A blank line would not always be read as a row.
                made.write(EMPTY_CELL);
            }
        }
        withinCell = false;
        column++;
    }

    private void endRow() throws IOException {
        if (column != changes.size()) {
            throw ragged();
        }
        made.write(lineEnd);
        column = 0;
        firstOfRow = true;
    }

    private IOException ragged() {
        return new IOException(new ExportFailed(Reason.TRANSFORM, "row " + row + " of the file has not the "
                + changes.size() + " fields of its header, so nobody can tell which of them belong to which column; "
                + "ragged-rows=fail refuses such a file as it comes"));
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
