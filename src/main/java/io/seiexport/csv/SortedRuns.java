package io.seiexport.csv;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Sorted runs of rows, all in one scratch file; it is gone once this is closed, or the program was killed. */
final class SortedRuns implements Closeable {
    private final FileChannel file;
    private final RowHashWriter writer;
    private final List<Long> ends = new ArrayList<>();

    SortedRuns(Path folder) throws IOException {
        // Where the system can, Java takes the name away at once, and the file goes when nobody has it open.
        file = FileChannel.open(Files.createTempFile(Files.createDirectories(folder), "rows-", ".scratch"),
                StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        writer = new RowHashWriter(file, 0);
    }

    void add(RowHashes run) throws IOException {
        ends.add(writer.write(run));
    }

    int count() {
        return ends.size();
    }

    /** The rows of these runs in order. */
    RowHashes merged(int from, int to) throws IOException {
        var runs = new ArrayList<RowHashes>();
        for (var run = from; run < to; run++) {
            runs.add(new RowHashReader(file, run == 0 ? 0 : ends.get(run - 1), ends.get(run)));
        }
        return new MergedRuns(runs);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
