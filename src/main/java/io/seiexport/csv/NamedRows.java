package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a CSV file row by row, each as its cells under the names of their columns, and holds no more than one. */
public final class NamedRows implements Closeable {
    private final InputStream csv;
    private final CsvRows rows;
    private final List<String> columns;

    /** Reads the header of a file that is closed with this. */
    public NamedRows(InputStream csv) throws IOException {
        this.csv = csv;
        rows = new CsvRows(csv);
        columns = cells().orElse(List.of());
    }

    public List<String> columns() {
        return columns;
    }

    /** The next row, if there is one; a cell that no column is named for stands under its number. */
    public Optional<Map<String, String>> next() throws IOException {
        return cells().map(cells -> {
            var row = new LinkedHashMap<String, String>();
            for (var i = 0; i < cells.size(); i++) {
                row.put(i < columns.size() ? columns.get(i) : Integer.toString(i + 1), cells.get(i));
            }
            return row;
        });
    }

    private Optional<List<String>> cells() throws IOException {
        var cells = new Cells();
        return rows.next(cells) ? Optional.of(cells.texts) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    /** Gathers the cells of one row. */
    private static final class Cells implements CellHandler {
        private final List<String> texts = new ArrayList<>();
        private final ByteArrayOutputStream cell = new ByteArrayOutputStream();

        @Override
        public void piece(byte[] bytes, int from, int to) {
            cell.write(bytes, from, to - from);
        }

        @Override
        public void endCell() {
            texts.add(cell.toString(UTF_8));
            cell.reset();
        }
    }
}
