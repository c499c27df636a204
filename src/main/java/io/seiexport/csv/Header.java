package io.seiexport.csv;

import static io.seiexport.failure.Reason.HEADER;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first row of a CSV file, the only one that is kept: the names of the columns. */
final class Header {

    private static final int MAX_BYTES = 1 << 20;
    private static final int SHOWN = 60;

    private final List<String> names = new ArrayList<>();
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    /** Takes some of a name, or all of it, where the row has that many bytes so far. */
    void gather(byte[] bytes, int from, int to, long rowLength) throws RefusedFile {
        if (rowLength > MAX_BYTES) {
            throw refused("The header does not end within %d bytes.", MAX_BYTES);
        }
        gathered.write(bytes, from, to - from);
    }

    void endName() {
        names.add(gathered.toString(StandardCharsets.UTF_8));
        gathered.reset();
    }

    /** All of them, if they can be told apart. */
    List<String> names() throws RefusedFile {
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

    /** On one line and not without end: the names are the server's. */
    static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }

    private static RefusedFile refused(String sentence, Object... numbers) {
        return new RefusedFile(HEADER, sentence, numbers);
    }
}
