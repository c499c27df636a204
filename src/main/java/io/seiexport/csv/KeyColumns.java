package io.seiexport.csv;

/**
 * Finds the columns that say what a row is about: those from the left up to the first one in which every cell that is
 * not empty is a number. A column of empty cells only counts as text, and the first column is a key whatever it holds.
 */
final class KeyColumns implements CellHandler {
    private final boolean[] text;
    private final boolean[] used;
    private int column;
    private Figure figure = Figure.EMPTY;

    /** How much of a number a cell has been so far. */
    private enum Figure {
        EMPTY, SIGN, WHOLE, POINT, FRACTION, E, EXPONENT_SIGN, EXPONENT, NONE;

        Figure then(byte b) {
            return switch (b) {
                case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> thenDigit();
                case '+', '-' -> this == EMPTY ? SIGN : this == E ? EXPONENT_SIGN : NONE;
                case '.' -> this == WHOLE ? FRACTION : this == EMPTY || this == SIGN ? POINT : NONE;
                case 'e', 'E' -> this == WHOLE || this == FRACTION ? E : NONE;
                default -> NONE;
            };
        }

        private Figure thenDigit() {
            return switch (this) {
                case EMPTY, SIGN, WHOLE -> WHOLE;
                case POINT, FRACTION -> FRACTION;
                case E, EXPONENT_SIGN, EXPONENT -> EXPONENT;
                case NONE -> NONE;
            };
        }

        boolean isNumber() {
            return this == WHOLE || this == FRACTION || this == EXPONENT;
        }
    }

    KeyColumns(int columns) {
        text = new boolean[columns];
        used = new boolean[columns];
    }

    @Override
    public void piece(byte[] bytes, int from, int to) {
        if (column < text.length && !text[column]) {
            for (var i = from; i < to && figure != Figure.NONE; i++) {
                figure = figure.then(bytes[i]);
            }
        }
    }

    @Override
    public void endCell() {
        if (figure != Figure.EMPTY) {
            used[column] = true;
            text[column] |= !figure.isNumber();
            figure = Figure.EMPTY;
        }
        column++;
    }

    void endRow() {
        column = 0;
    }

    int count() {
        var count = 1;
        while (count < text.length && (text[count] || !used[count])) {
            count++;
        }
        return text[0] || !used[0] ? count : 1;
    }
}
