package io.seiexport.csv;

/** Takes the cells of a CSV file one after the other, each in pieces, because a cell may be of any length. */
interface CellHandler {

    /** The next piece of the cell, unquoted; there may be none. */
    void piece(byte[] bytes, int from, int to);

    void endCell();
}
