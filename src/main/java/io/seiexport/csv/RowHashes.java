package io.seiexport.csv;

import java.io.IOException;

/** Rows in order, one at a time. */
@FunctionalInterface
interface RowHashes {

    /** The next row, null after the last one. */
    RowHash next() throws IOException;
}
