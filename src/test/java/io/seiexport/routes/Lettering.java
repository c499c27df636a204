package io.seiexport.routes;

import java.util.ArrayList;
import java.util.List;

/** Estimates how wide a text becomes, on the wide side: nobody knows which sans-serif font a reader has. */
final class Lettering {
    private static final String NARROW = "iljtfrI.,:;'|!()[]{}/ -";
    private static final String WIDE = "mwMW@%…";

    private Lettering() {
    }

    static double width(String text, int size, boolean bold) {
        var ems = text.chars().mapToDouble(Lettering::ems).sum();
        return ems * size * (bold ? 1.1 : 1);
    }

    private static double ems(int letter) {
        if (NARROW.indexOf(letter) >= 0) {
            return 0.36;
        }
        if (WIDE.indexOf(letter) >= 0) {
            return 0.95;
        }
        return Character.isUpperCase(letter) ? 0.7 : 0.61;
    }

    /** The text in as few lines as that width allows, all about equally long. */
    static List<String> wrap(String text, int size, int width) {
        var lines = breakAt(text, size, width);
        for (var narrower = width - 1; narrower > 0; narrower--) {
            var other = breakAt(text, size, narrower);
            if (other.size() > lines.size() || other.stream().anyMatch(line -> width(line, size, false) > width)) {
                break;
            }
            lines = other;
        }
        return lines;
    }

    private static List<String> breakAt(String text, int size, int width) {
        var lines = new ArrayList<String>();
        var line = "";
        for (var word : text.split(" ")) {
            var longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer, size, false) > width) {
                lines.add(line);
                line = word;
            } else {
                line = longer;
            }
        }
        lines.add(line);
        return List.copyOf(lines);
    }
}
