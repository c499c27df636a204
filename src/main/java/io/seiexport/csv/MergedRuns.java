package io.seiexport.csv;

import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;

/** Merges the rows of several sources, each in order, into one source in order. */
final class MergedRuns implements RowHashes {
    private final PriorityQueue<Source> sources = new PriorityQueue<>();

    private record Source(RowHash first, RowHashes rest) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            return first.compareTo(other.first);
        }
    }

    MergedRuns(List<? extends RowHashes> sources) throws IOException {
        for (var source : sources) {
            add(source);
        }
    }

    private void add(RowHashes source) throws IOException {
        var first = source.next();
        if (first != null) {
            sources.add(new Source(first, source));
        }
    }

    @Override
    public RowHash next() throws IOException {
        var least = sources.poll();
        if (least == null) {
            return null;
        }
        add(least.rest);
        return least.first;
    }
}
