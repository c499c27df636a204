package io.seiexport.bench;

import java.util.List;

/** One part of the benchmarks: what it measures belongs together and is measured in turn. */
interface Row {

    /** What it is chosen by, and what its figures are named after. */
    String name();

    /** An exception says which promise was not kept, and fails the row. */
    List<Figure> measure(Workshop workshop) throws Exception;
}
