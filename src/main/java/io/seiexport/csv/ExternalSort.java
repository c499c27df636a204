package io.seiexport.csv;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Puts any number of rows in order: as many as memory takes become a run in a scratch file, and runs are merged. */
final class ExternalSort implements Closeable {
    private final Path folder;
    private final Limits limits;
    private final RowHash[] held;
    private int count;
    private SortedRuns runs;

    /**
     * How much is in memory at a time. By default 3 MB of rows, then 1 MB of runs; a file of 4 million rows is merged
     * in one go, one of 250 million in two.
     */
    record Limits(int rows, int runs) {
        static final Limits DEFAULT = new Limits(1 << 16, 1 << 6);
    }

    ExternalSort(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
        held = new RowHash[limits.rows];
    }

    void add(RowHash row) throws IOException {
        if (count == held.length) {
            endRun();
        }
        held[count++] = row;
    }

    private void endRun() throws IOException {
        if (runs == null) {
            runs = new SortedRuns(folder);
        }
        runs.add(sortedInMemory());
        count = 0;
    }

    private RowHashes sortedInMemory() {
        Arrays.sort(held, 0, count);
        var rows = Arrays.asList(held).subList(0, count).iterator();
        return () -> rows.hasNext() ? rows.next() : null;
    }

    /** All rows that were added, in order, to be read once. */
    RowHashes sorted() throws IOException {
        if (runs == null) {
            return sortedInMemory();
        }
        endRun();
        while (runs.count() > limits.runs) {
            mergeToFewer();
        }
        return runs.merged(0, runs.count());
    }

    private void mergeToFewer() throws IOException {
        try (var many = runs) {
            runs = new SortedRuns(folder);
            for (var from = 0; from < many.count(); from += limits.runs) {
                runs.add(many.merged(from, Math.min(from + limits.runs, many.count())));
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (runs != null) {
            runs.close();
        }
    }
}
