package io.seiexport.csv;

import java.util.Arrays;

/**
 * Tells the cells and rows of a CSV file apart in bytes that come piece by piece, and keeps none of them.
 * <p>
 * RFC 4180, read as leniently as most readers do: LF, CRLF and a lone CR each end a line, the last line may lack its
 * end, and a quote that neither opens nor closes a cell is a character like others. Blank lines are no rows; but where
 * the header has a single column, a blank line with rows after it is a row of one empty cell.
 */
final class CsvTokenizer {

    /** What comes next in the file. The bytes of a cell, unquoted, lie between {@link #from} and {@link #to}. */
    enum Token {
        /** Some bytes of a cell, or none; there may be more. */
        PART_OF_CELL,
        /** The last bytes of a cell, with another cell after it. */
        CELL,
        /** The last bytes of the last cell of a row. */
        LAST_CELL,
        /** A line that is no row: before the header, or with rows after it. */
        BLANK_LINE,
        /** Nothing, before the next piece is there. */
        NEED_INPUT
    }

    private static final int ROW_START = 0;
    private static final int AFTER_CR = 1;
    private static final int CELL_START = 2;
    private static final int UNQUOTED = 3;
    private static final int QUOTED = 4;
    private static final int QUOTE_IN_QUOTED = 5;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private byte[] bytes = {};
    private int position;
    private int end;
    private int from;
    private int to;
    private int state = ROW_START;

    private long before;
    private long rowStart;
    private long quoteStart;
    private long blankLines;
    private int columns;
    private int width;

    /** Takes the next piece; the first one has a byte order mark as a whole, if there is one. */
    void feed(byte[] piece, int length) {
        before += end;
        bytes = piece;
        end = length;
        boolean marked = before == 0 && Arrays.equals(piece, 0, Math.min(3, length), BYTE_ORDER_MARK, 0, 3);
        position = marked ? BYTE_ORDER_MARK.length : 0;
    }

    Token next() {
        return next(true);
    }

    /** The same, but passes over what is left of the row as if it were one cell: much faster. */
    Token endOfRow() {
        return next(false);
    }

    private Token next(boolean cells) {
        if (isBetweenRows()) {
            skipLineEnds();
            rowStart = before + position;
            width = 1;
            if (blankLines > 0 && (position < end || columns == 0)) {
                return blankLine();
            }
        }
        from = position;
        int i = position;
        while (i < end) {
            byte b = bytes[i];
            if (state == QUOTED) {
                i = upToQuote(i);
                if (cells) {
                    return Token.PART_OF_CELL;
                }
            } else if (isOrdinary(b)) {
                state = UNQUOTED;
                i = afterOrdinary(bytes, i + 1, end);
            } else if (b == ',') {
                state = CELL_START;
                width++;
                if (cells) {
                    return endCell(Token.CELL, i);
                }
                i++;
            } else if (b == '\n' || b == '\r') {
                state = after(b);
                return endRow(i);
            } else if (b == '"' && state != UNQUOTED) {
                takeQuote(i++);
            } else {
                state = UNQUOTED;
                i++;
            }
        }
        position = end;
        to = end;
        return from < end ? Token.PART_OF_CELL : Token.NEED_INPUT;
    }

    /** Passes over the plain rows that come next, if a row may begin here. */
    void skip(PlainRows plain) {
        if (state == AFTER_CR && position < end) {
            position += bytes[position] == '\n' ? 1 : 0;
            state = ROW_START;
        }
        if (state == ROW_START && blankLines == 0) {
            position = plain.skip(bytes, position, end);
        }
    }

    /** All that can end or quote a cell lies at or below the comma; so does little else but the space. */
    private static boolean isOrdinary(byte b) {
        return (b & 0xff) > ',';
    }

    private static int afterOrdinary(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && isOrdinary(bytes[i])) {
            i++;
        }
        return i;
    }

    private int upToQuote(int start) {
        int i = start;
        while (i < end && bytes[i] != '"') {
            i++;
        }
        to = i;
        if (i < end) {
            state = QUOTE_IN_QUOTED;
            i++;
        }
        position = i;
        return i;
    }

    private void takeQuote(int i) {
        if (state != QUOTE_IN_QUOTED) {
            quoteStart = before + i;
            // Of two quotes within quotes the second one belongs to the cell; this one does not.
            from++;
        }
        state = QUOTED;
    }

    private Token endCell(Token token, int i) {
        to = i;
        position = i + 1;
        return token;
    }

    private Token endRow(int i) {
        columns = columns == 0 ? width : columns;
        return endCell(Token.LAST_CELL, i);
    }

    /** Takes the end of the file for the end of the last row: there is the last cell of one, or nothing. */
    Token finish() {
        if (isBetweenRows()) {
            return Token.NEED_INPUT;
        }
        from = end;
        state = ROW_START;
        return endRow(end);
    }

    private boolean isBetweenRows() {
        return state == ROW_START || state == AFTER_CR;
    }

    private void skipLineEnds() {
        while (position < end && (bytes[position] == '\n' || bytes[position] == '\r')) {
            boolean ofCrLf = bytes[position] == '\n' && state == AFTER_CR;
            blankLines += ofCrLf ? 0 : 1;
            state = after(bytes[position++]);
        }
    }

    private static int after(byte lineEnd) {
        return lineEnd == '\r' ? AFTER_CR : ROW_START;
    }

    private Token blankLine() {
        blankLines--;
        from = position;
        to = position;
        return columns == 1 ? Token.LAST_CELL : Token.BLANK_LINE;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** How many cells the row has so far. */
    int width() {
        return width;
    }

    /** The number of columns of the header, once that was read. */
    int columns() {
        return columns;
    }

    /** The place of the first byte of the row in the file. */
    long rowStart() {
        return rowStart;
    }

    /** How many bytes of the row there were so far, quotes and all. */
    long rowLength() {
        return before + to - rowStart;
    }

    /** Whether the cell whose first token this is began with a quote; of later tokens it says nothing. */
    boolean isCellQuoted() {
        return state == QUOTED || state == QUOTE_IN_QUOTED;
    }

    boolean isWithinQuotes() {
        return state == QUOTED;
    }

    /** The place of the last quote that opened a cell. */
    long quoteStart() {
        return quoteStart;
    }
}
