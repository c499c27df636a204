package io.seiexport.csv;

import java.io.IOException;

/** Rows in order, one at a time. */
@FunctionalInterface
interface Rows {

    /** The next row, null after the last one. */
    Row next() throws IOException;
}
