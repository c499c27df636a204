package io.seiexport.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.seiexport.failure.Visible;

/** Rows of text in columns as wide as they need to be; numbers stand to the right, and nothing in them is hidden. */
final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final Set<String> leftOutEmpty = new HashSet<>();

    Table(String... titles) {
        rows.add(titles);
    }

    /** These columns are shown only where one of their cells holds something. */
    Table leavingOutEmpty(String... titles) {
        leftOutEmpty.addAll(List.of(titles));
        return this;
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(String::valueOf).map(Visible::of).toArray(String[]::new));
    }

    void print(PrintStream out) {
        var shown = IntStream.range(0, rows.get(0).length).filter(this::isShown).toArray();
        var widths = IntStream.range(0, rows.get(0).length).map(this::width).toArray();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var column : shown) {
                var padding = " ".repeat(widths[column] - row[column].length());
                line.append(number(row[column]) ? padding + row[column] : row[column] + padding).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private boolean isShown(int column) {
        return !leftOutEmpty.contains(rows.get(0)[column])
                || rows.stream().skip(1).anyMatch(row -> !row[column].isEmpty());
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }

    private static boolean number(String cell) {
        return cell.matches("[0-9][0-9.,]*( [a-zA-Z]+)?");
    }
}
