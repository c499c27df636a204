package io.seiexport.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        var columns = rows.get(0).length;
        var widths = new int[columns];
        for (var row : rows) {
            for (var column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        var left = leftOut();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var column = 0; column < columns; column++) {
                if (left.contains(column)) {
                    continue;
                }
                var padding = " ".repeat(widths[column] - row[column].length());
                line.append(number(row[column]) ? padding + row[column] : row[column] + padding).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private Set<Integer> leftOut() {
        var left = new HashSet<Integer>();
        for (var column = 0; column < rows.get(0).length; column++) {
            var at = column;
            if (leftOutEmpty.contains(rows.get(0)[at]) && rows.stream().skip(1).allMatch(row -> row[at].isEmpty())) {
                left.add(at);
            }
        }
        return left;
    }

    private static boolean number(String cell) {
        return cell.matches("[0-9][0-9.,]*( [a-zA-Z]+)?");
    }
}
