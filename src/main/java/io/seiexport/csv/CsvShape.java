package io.seiexport.csv;

import static io.seiexport.failure.Reason.HEADER;
import static io.seiexport.failure.Reason.RAGGED;
import static io.seiexport.failure.Reason.UNCLOSED_QUOTE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.seiexport.csv.CsvTokenizer.Token;

/** Counts the rows and columns of a CSV file piece by piece, keeping none but the header. */
final class CsvShape implements Shape {

    private static final byte[] NOTHING = {};

    private final boolean raggedRowsFail;
    private final HeaderCheck doubts;
    private final CsvTokenizer tokens = new CsvTokenizer();
    private final Header firstRow = new Header();
    private List<String> header;
    private RepeatedHeader repeated;
    private PlainRows plain;

    /** A report of zero bytes, which even lacks a header, and so has no rows either. */
    private boolean isNothing;
    private long otherRows;
    private long skippedLines;
    private long skippedFrom;
    private long raggedRows;
    private String firstRagged;
    private long repeatedHeaders;
    private String firstRepeated;

    CsvShape(boolean raggedRowsFail, HeaderCheck doubts) {
        this.raggedRowsFail = raggedRowsFail;
        this.doubts = doubts;
    }

    /** By them what is no CSV is refused. */
    @Override
    public void begin(byte[] first, int length) throws RefusedFile {
        doubts.refuseMessage(first, length);
        isNothing = length == 0 && doubts.expected().mayBeNothing();
        if (!isNothing) {
            ContentSniffer.check(first, length);
        }
        doubts.refuseOtherType();
    }

    /** Takes the next piece; the first one has a byte order mark as a whole, if there is one. */
    @Override
    public void accept(byte[] bytes, int length) throws RefusedFile {
        tokens.feed(bytes, length);
        for (Token token = next(); token != Token.NEED_INPUT; token = next()) {
            if (token == Token.BLANK_LINE) {
                countBlankLine();
            } else if (header == null) {
                acceptHeader(token, bytes);
            } else {
                acceptRow(token, bytes);
            }
        }
    }

    private Token next() {
        if (plain != null) {
            tokens.skip(plain);
        }
        return header == null || repeated.isPossible() ? tokens.next() : tokens.endOfRow();
    }

    private void acceptHeader(Token token, byte[] bytes) throws RefusedFile {
        firstRow.gather(bytes, tokens.from(), tokens.to(), tokens.rowLength());
        if (token != Token.PART_OF_CELL) {
            firstRow.endName();
        }
        if (token == Token.LAST_CELL) {
            endHeader(true);
        }
    }

    private void endHeader(boolean lineEnded) throws RefusedFile {
        header = firstRow.names();
        doubts.refuseOtherHeader(header, lineEnded);
        repeated = new RepeatedHeader(header);
        plain = new PlainRows(header.size(), repeated);
    }

    private void acceptRow(Token token, byte[] bytes) throws RefusedFile {
        repeated.piece(bytes, tokens.from(), tokens.to());
        if (token != Token.PART_OF_CELL) {
            repeated.endCell();
        }
        if (token == Token.LAST_CELL) {
            endRow();
        }
    }

    private void endRow() throws RefusedFile {
        otherRows++;
        if (tokens.width() != header.size()) {
            countRagged();
        }
        if (repeated.endsHere()) {
            countRepeated();
        }
    }

    private void countBlankLine() throws RefusedFile {
        if (header == null) {
            throw new RefusedFile(HEADER, "The first line is blank where the header should be.");
        }
        skippedFrom = skippedLines == 0 ? rows() : skippedFrom;
        skippedLines++;
    }

    private void countRagged() throws RefusedFile {
        raggedRows++;
        if (raggedRows == 1) {
            firstRagged = String.format(Locale.ROOT,
                    "Row %d has %d fields, but the header has %d; it starts at byte %d.",
                    rows(), tokens.width(), header.size(), tokens.rowStart());
        }
        if (raggedRowsFail) {
            throw new RefusedFile(RAGGED, "%s", firstRagged);
        }
    }

    private void countRepeated() throws RefusedFile {
        repeatedHeaders++;
        if (repeatedHeaders == 1) {
            firstRepeated = String.format(Locale.ROOT, "Row %d repeats the header, as if one file was appended to "
                    + "another; it starts at byte %d.", rows(), tokens.rowStart());
        }
        if (raggedRowsFail) {
            throw new RefusedFile(HEADER, "%s ragged-rows=warn accepts it as a row.", firstRepeated);
        }
    }

    /** Takes the end of the file for the end of the last row. */
    @Override
    public void finish() throws RefusedFile {
        if (isNothing) {
            header = List.of();
            return;
        }
        if (tokens.isWithinQuotes()) {
            throw new RefusedFile(UNCLOSED_QUOTE, "The quote opened at byte %d, in %s, is never closed.",
                    tokens.quoteStart(), header == null ? "the header" : "the row after row " + rows());
        }
        Token last = tokens.finish();
        if (header == null) {
            firstRow.gather(NOTHING, 0, 0, tokens.rowLength());
            firstRow.endName();
            endHeader(false);
        } else if (last == Token.LAST_CELL) {
            repeated.endCell();
            endRow();
        }
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public long rows() {
        return plain == null ? 0 : plain.passed() + otherRows;
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (isNothing) {
            warnings.add("The server answered with 0 bytes, which means that the report has no rows.");
        } else if (rows() == 0) {
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
