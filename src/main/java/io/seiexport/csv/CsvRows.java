package io.seiexport.csv;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the rows of a CSV file, the header first, and holds none of them.
 * <p>
 * It tells rows and cells apart as the proof of a file does: LF, CRLF and a lone CR each end a line, the last line may
 * lack its end, a quote that neither opens nor closes a cell is a character like others, and blank lines are no rows;
 * but where the header has a single column, a blank line with rows after it is a row of one empty cell.
 */
final class CsvRows {
    private static final int BUFFER = 1 << 16;
    private static final int END = -1;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream csv;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int filled;
    private int columns;
    private long blankLines;

    CsvRows(InputStream csv) throws IOException {
        this.csv = csv;
        filled = csv.readNBytes(buffer, 0, BUFFER);
        position = startsWithMark() ? BYTE_ORDER_MARK.length : 0;
    }

    private boolean startsWithMark() {
        for (var i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= filled || buffer[i] != BYTE_ORDER_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** Hands over the cells of the next row, or tells that there is none. */
    boolean next(Cells cells) throws IOException {
        while (peek() == '\n' || peek() == '\r') {
            endLine();
            blankLines++;
        }
        if (peek() == END) {
            return false;
        }
        if (blankLines > 0 && columns == 1) {
            blankLines--;
            cells.endCell();
            return true;
        }
        blankLines = 0;
        var width = row(cells);
        columns = columns == 0 ? width : columns;
        return true;
    }

    /** The number of columns of the header, once that was read. */
    int columns() {
        return columns;
    }

    private int row(Cells cells) throws IOException {
        var width = 1;
        cell(cells);
        while (peek() == ',') {
            position++;
            width++;
            cell(cells);
        }
        endLine();
        return width;
    }

    private void endLine() throws IOException {
        skip('\r');
        skip('\n');
    }

    private void skip(char lineEnd) throws IOException {
        if (peek() == lineEnd) {
            position++;
        }
    }

    private void cell(Cells cells) throws IOException {
        if (peek() == '"') {
            quoted(cells);
        }
        plain(cells);
        cells.endCell();
    }

    private void quoted(Cells cells) throws IOException {
        position++;
        upToQuote(cells);
        position++;
        while (peek() == '"') {
            // The second of two quotes belongs to the cell, and so does what follows it.
            cells.piece(buffer, position, position + 1);
            position++;
            upToQuote(cells);
            position++;
        }
    }

    private void upToQuote(Cells cells) throws IOException {
        while (peek() != END && buffer[position] != '"') {
            var from = position;
            while (position < filled && buffer[position] != '"') {
                position++;
            }
            cells.piece(buffer, from, position);
        }
    }

    private void plain(Cells cells) throws IOException {
        while (peek() != END && !endsCell(buffer[position])) {
            var from = position;
            while (position < filled && !endsCell(buffer[position])) {
                position++;
            }
            cells.piece(buffer, from, position);
        }
    }

    private static boolean endsCell(byte b) {
        return b == ',' || b == '\n' || b == '\r';
    }

    private int peek() throws IOException {
        if (position == filled) {
            position = 0;
            filled = Math.max(0, csv.read(buffer));
        }
        return filled == 0 ? END : buffer[position];
    }
}
