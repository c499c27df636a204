package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells whether a row says the same as the header. Nearly every row differs in its first bytes. */
final class RepeatedHeader implements CellHandler {

    /** Stands behind each cell: no file that gets here holds it. */
    private static final String CELL_END = "\0";
    private static final byte[] END = CELL_END.getBytes(UTF_8);
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final byte MARK = (byte) 0xef;

    private final byte[] firstName;
    private final byte[][] spellings;
    private final int all;
    /** The spellings, a bit of each, that the row is like so far. */
    private int alike;
    private int position;

    /** A file that was added to another one may begin with a byte order mark; a quote after that opens no cell. */
    RepeatedHeader(List<String> names) {
        String first = names.get(0);
        firstName = first.getBytes(UTF_8);
        String rest = names.stream().skip(1).map(name -> name + CELL_END).collect(Collectors.joining());
        String inQuotes = '"' + first.replace("\"", "\"\"").replace(",", CELL_END) + '"';
        spellings = Stream.of(first, BYTE_ORDER_MARK + first, BYTE_ORDER_MARK + inQuotes)
                .map(spelling -> (spelling + CELL_END + rest).getBytes(UTF_8)).toArray(byte[][]::new);
        all = (1 << spellings.length) - 1;
        alike = all;
    }

    @Override
    public void piece(byte[] bytes, int from, int to) {
        if (alike != 0 && from < to) {
            compare(bytes, from, to);
        }
    }

    private void compare(byte[] bytes, int from, int to) {
        for (int i = 0; i < spellings.length; i++) {
            if (!goesOn(spellings[i], bytes, from, to)) {
                alike &= ~(1 << i);
            }
        }
        position += to - from;
    }

    private boolean goesOn(byte[] spelling, byte[] bytes, int from, int to) {
        return to - from <= spelling.length - position && bytes[from] == spelling[position]
                && Arrays.equals(bytes, from, to, spelling, position, position + to - from);
    }

    @Override
    public void endCell() {
        piece(END, 0, END.length);
    }

    /** Whether a row without quotes that starts here may repeat the header, as far as its first cell tells. */
    boolean mayBegin(byte[] bytes, int from, int end) {
        if (bytes[from] == MARK) {
            return true;
        }
        int after = from + firstName.length;
        return bytes[from] == firstName[0] && (after >= end || bytes[after] <= ','
                && Arrays.equals(bytes, from, after, firstName, 0, firstName.length));
    }

    /** Whether the row, with all that was taken of it, may still repeat the header. */
    boolean isPossible() {
        return alike != 0;
    }

    /** Whether the row, which ends here, repeats the header. */
    boolean endsHere() {
        boolean repeats = false;
        for (int i = 0; alike != 0 && i < spellings.length; i++) {
            repeats |= (alike & 1 << i) != 0 && position == spellings[i].length;
        }
        alike = all;
        position = 0;
        return repeats;
    }
}
