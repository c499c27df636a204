package io.seiexport.csv;

import static io.seiexport.failure.Reason.HEADER;
import static io.seiexport.failure.Reason.RAGGED;
import static io.seiexport.failure.Reason.UNCLOSED_QUOTE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Counts the rows and columns of a CSV file piece by piece, keeping none but the header.
 * <p>
 * RFC 4180, read as leniently as most readers do: LF, CRLF and a lone CR each end a line, the last line may lack its
 * end, and a quote that neither opens nor closes a value is a character like others. Blank lines are no rows; but where
 * the header has a single column, a blank line with rows after it is a row of one empty value.
 */
final class CsvShape {

    private static final int ROW_START = 0;
    private static final int AFTER_CR = 1;
    private static final int VALUE_START = 2;
    private static final int UNQUOTED = 3;
    private static final int QUOTED = 4;
    private static final int QUOTE_IN_QUOTED = 5;
    private static final byte[] NOTHING = {};

    private final boolean raggedRowsFail;
    private final Doubts doubts;
    private final Header firstRow = new Header();
    private List<String> header;
    private RepeatedHeader repeated;

    private int state = ROW_START;
    private int width = 1;
    private long before;
    private long rowStart;
    private long quoteStart;

    private long rows;
    private long blankLines;
    private long skippedLines;
    private long skippedFrom;
    private long raggedRows;
    private String firstRagged;
    private long repeatedHeaders;
    private String firstRepeated;

    CsvShape(boolean raggedRowsFail, Doubts doubts) {
        this.raggedRowsFail = raggedRowsFail;
        this.doubts = doubts;
    }

    /** Takes the next piece; a byte order mark before {@code from} counts for the offsets only. */
    void accept(byte[] bytes, int from, int to) throws RefusedFile {
        int i = from;
        while (i < to) {
            if (state == QUOTED) {
                i = skipQuoted(bytes, i, to);
            } else if (isOrdinary(bytes[i])) {
                state = UNQUOTED;
                i = skipOrdinary(bytes, i + 1, to);
            } else {
                acceptSpecial(bytes, from, i);
                i++;
            }
        }
        if (header == null) {
            firstRow.gather(bytes, from, to);
        } else if (!atRowStart()) {
            repeated.accept(bytes, rowStartWithin(from), to);
        }
        before += to;
    }

    /** All that can end or quote a value lies at or below the comma; so does little else but the space. */
    private static boolean isOrdinary(byte b) {
        return (b & 0xff) > ',';
    }

    private static int skipOrdinary(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isOrdinary(bytes[i])) {
            i++;
        }
        return i;
    }

    private int skipQuoted(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '"') {
            i++;
        }
        if (i == to) {
            return to;
        }
        state = QUOTE_IN_QUOTED;
        return i + 1;
    }

    private void acceptSpecial(byte[] bytes, int from, int i) throws RefusedFile {
        switch (bytes[i]) {
            case ',' -> {
                width++;
                state = VALUE_START;
            }
            case '\n' -> {
                if (state != AFTER_CR) {
                    endLine(bytes, from, i);
                }
                state = ROW_START;
                rowStart = before + i + 1;
            }
            case '\r' -> {
                endLine(bytes, from, i);
                state = AFTER_CR;
                rowStart = before + i + 1;
            }
            case '"' -> acceptQuote(before + i);
            default -> state = UNQUOTED;
        }
    }

    private void acceptQuote(long offset) {
        if (state == QUOTE_IN_QUOTED) {
            state = QUOTED;
        } else if (state != UNQUOTED) {
            state = QUOTED;
            quoteStart = offset;
        }
    }

    private void endLine(byte[] bytes, int from, int i) throws RefusedFile {
        if (header == null) {
            if (atRowStart()) {
                throw new RefusedFile(HEADER, "The first line is blank where the header should be.");
            }
            firstRow.gather(bytes, from, i);
            endHeader(true);
            width = 1;
        } else if (atRowStart()) {
            blankLines++;
        } else {
            endRow(repeated.endsWith(bytes, rowStartWithin(from), i));
        }
    }

    private void endHeader(boolean lineEnded) throws RefusedFile {
        header = firstRow.names();
        doubts.refuseOtherHeader(header, lineEnded);
        repeated = new RepeatedHeader(header);
    }

    /** Where the row begins among the bytes of this piece; it may have begun in an earlier one. */
    private int rowStartWithin(int from) {
        return (int) Math.max(from, rowStart - before);
    }

    private boolean atRowStart() {
        return state == ROW_START || state == AFTER_CR;
    }

    private void endRow(boolean repeatsHeader) throws RefusedFile {
        countBlankLines();
        rows++;
        if (width != header.size()) {
            countRagged();
        }
        if (repeatsHeader) {
            countRepeated();
        }
        width = 1;
    }

    private void countBlankLines() {
        if (blankLines > 0 && header.size() == 1) {
            rows += blankLines;
        } else if (blankLines > 0) {
            skippedFrom = skippedLines == 0 ? rows : skippedFrom;
            skippedLines += blankLines;
        }
        blankLines = 0;
    }

    private void countRagged() throws RefusedFile {
        raggedRows++;
        if (raggedRows == 1) {
            firstRagged = String.format(Locale.ROOT,
                    "Row %d has %d fields, but the header has %d; it starts at byte %d.",
                    rows, width, header.size(), rowStart);
        }
        if (raggedRowsFail) {
            throw new RefusedFile(RAGGED, "%s", firstRagged);
        }
    }

    private void countRepeated() throws RefusedFile {
        repeatedHeaders++;
        if (repeatedHeaders == 1) {
            firstRepeated = String.format(Locale.ROOT, "Row %d repeats the header, as if one file was appended to "
                    + "another; it starts at byte %d.", rows, rowStart);
        }
        if (raggedRowsFail) {
            throw new RefusedFile(HEADER, "%s ragged-rows=warn accepts it as a row.", firstRepeated);
        }
    }

    /** Takes the end of the file for the end of the last row. */
    void finish() throws RefusedFile {
        if (state == QUOTED) {
            throw new RefusedFile(UNCLOSED_QUOTE, "The quote opened at byte %d, in %s, is never closed.",
                    quoteStart, header == null ? "the header" : "the row after row " + rows);
        }
        if (header == null) {
            endHeader(false);
        } else if (!atRowStart()) {
            endRow(repeated.endsWith(NOTHING, 0, 0));
        }
    }

    List<String> header() {
        return header;
    }

    long rows() {
        return rows;
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (rows == 0) {
            warnings.add("The file has a header and no rows.");
        }
        if (raggedRows > 0) {
            warnings.add(firstRagged + " Ragged rows in all: " + raggedRows + ".");
        }
        if (repeatedHeaders > 0) {
            warnings.add(firstRepeated + " Repeated headers in all: " + repeatedHeaders + ".");
        }
        if (skippedLines > 0) {
            warnings.add("Blank lines among the rows: " + skippedLines + ", the first after row " + skippedFrom
                    + "; they do not count as rows.");
        }
        return warnings;
    }
}
