package io.seiexport.csv;

import static io.seiexport.failure.Reason.HEADER;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first row of a CSV file, the only one that is kept: it gathers the row's bytes, then reads the names. */
final class Header {

    private static final int MAX_BYTES = 1 << 20;
    private static final int SHOWN = 60;

    private final ByteArrayOutputStream row = new ByteArrayOutputStream();

    void gather(byte[] bytes, int from, int to) throws RefusedFile {
        if (row.size() + (to - from) > MAX_BYTES) {
            throw refused("The header does not end within %d bytes.", MAX_BYTES);
        }
        row.write(bytes, from, to - from);
    }

    List<String> names() throws RefusedFile {
        List<String> names = split(row.toString(StandardCharsets.UTF_8));
        Map<String, Integer> columns = new HashMap<>();
        for (int column = 1; column <= names.size(); column++) {
            String name = names.get(column - 1);
            if (name.isBlank()) {
                throw refused("Column %d of the %d in the header has no name.", column, names.size());
            }
            if (name.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
                throw refused("The name of column %d in the header holds a control character.", column);
            }
            Integer first = columns.putIfAbsent(name, column);
            if (first != null) {
                throw refused("The header has the same name for columns %d and %d: '%s'.", first, column, shown(name));
            }
        }
        return names;
    }

    private static List<String> split(String row) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean atStart = true;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (c == '"' && quoted && row.startsWith("\"\"", i)) {
                cell.append(row.charAt(++i));
            } else if (c == '"' && (quoted || atStart)) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
            atStart = c == ',' && !quoted;
        }
        cells.add(cell.toString());
        return cells;
    }

    /** On one line and not without end: the names are the server's. */
    static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }

    private static RefusedFile refused(String sentence, Object... numbers) {
        return new RefusedFile(HEADER, sentence, numbers);
    }
}
