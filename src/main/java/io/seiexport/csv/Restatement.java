package io.seiexport.csv;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * What became of the rows of a CSV file when it was exported again. Of the rows with the same key, those that are in
 * both files cancel out, as often as they are in both; of what is left on either side pairs are changed rows, and the
 * rest was added or removed. The order of the rows does not matter, nor how their cells are quoted.
 *
 * @param comparable whether both files have the same columns; if not, all old rows are removed and all new ones added
 */
public record Restatement(long rowsAdded, long rowsRemoved, long rowsChanged, boolean comparable) {

    /** Holds two prints against each other; one that is damaged is refused before anything is counted. */
    public static Restatement between(Path older, Path newer) throws IOException {
        try (var olderFile = FileChannel.open(older); var newerFile = FileChannel.open(newer)) {
            var olderPrint = CsvFingerprint.read(olderFile, older);
            var newerPrint = CsvFingerprint.read(newerFile, newer);
            if (!comparable(olderPrint, newerPrint)) {
                return new Restatement(newerPrint.rows(), olderPrint.rows(), 0, false);
            }
            return between(new RowHashReader(olderFile, CsvFingerprint.HEAD, olderFile.size()),
                    new RowHashReader(newerFile, CsvFingerprint.HEAD, newerFile.size()));
        }
    }

    private static boolean comparable(CsvFingerprint older, CsvFingerprint newer) {
        return older.columns().equals(newer.columns())
                && (older.keys() == newer.keys() || older.rows() == 0 || newer.rows() == 0);
    }

    private static Restatement between(RowHashes older, RowHashes newer) throws IOException {
        var tally = new Tally();
        var was = older.next();
        var is = newer.next();
        while (was != null || is != null) {
            var order = was == null ? 1 : is == null ? -1 : was.compareTo(is);
            if (order < 0) {
                tally.gone(was);
            } else if (order > 0) {
                tally.come(is);
            }
            was = order <= 0 ? older.next() : was;
            is = order >= 0 ? newer.next() : is;
        }
        return tally.restatement();
    }

    /** Counts the rows that are in one file only, key after key. */
    private static final class Tally {
        private RowHash current;
        private long gone;
        private long come;
        private long removed;
        private long added;
        private long changed;

        void gone(RowHash row) {
            keyOf(row);
            gone++;
        }

        void come(RowHash row) {
            keyOf(row);
            come++;
        }

        private void keyOf(RowHash row) {
            if (current != null && !current.hasKeyOf(row)) {
                endKey();
            }
            current = row;
        }

        private void endKey() {
            var pairs = Math.min(gone, come);
            changed += pairs;
            removed += gone - pairs;
            added += come - pairs;
            gone = 0;
            come = 0;
        }

        Restatement restatement() {
            endKey();
            return new Restatement(added, removed, changed, true);
        }
    }
}
