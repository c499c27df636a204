package io.seiexport.csv;

import java.io.IOException;

/** A source of row hashes in order, one at a time. */
@FunctionalInterface
interface RowHashes {

    /** The next row, null after the last one. */
    RowHash next() throws IOException;
}
