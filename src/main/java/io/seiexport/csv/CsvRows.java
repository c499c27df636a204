package io.seiexport.csv;

import java.io.IOException;
import java.io.InputStream;

import io.seiexport.csv.CsvTokenizer.Token;

/** Reads the rows of a CSV file, the header first, and holds none of them. */
final class CsvRows {
    private final InputStream csv;
    private final byte[] buffer = new byte[1 << 16];
    private final CsvTokenizer tokens = new CsvTokenizer();

    CsvRows(InputStream csv) {
        this.csv = csv;
    }

    /** Hands over the cells of the next row, or tells that there is none. */
    boolean next(CellHandler cells) throws IOException {
        for (var token = token(); token != Token.NEED_INPUT; token = token()) {
            if (token != Token.BLANK_LINE) {
                cells.piece(buffer, tokens.from(), tokens.to());
            }
            if (token == Token.CELL || token == Token.LAST_CELL) {
                cells.endCell();
            }
            if (token == Token.LAST_CELL) {
                return true;
            }
        }
        return false;
    }

    private Token token() throws IOException {
        var token = tokens.next();
        while (token == Token.NEED_INPUT) {
            var length = csv.readNBytes(buffer, 0, buffer.length);
            if (length == 0) {
                return tokens.finish();
            }
            tokens.feed(buffer, length);
            token = tokens.next();
        }
        return token;
    }

    /** The number of columns of the header, once that was read. */
    int columns() {
        return tokens.columns();
    }
}
