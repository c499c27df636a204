package io.seiexport.check;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that was probably meant by one that nobody knows. */
record Nearest(Collection<String> known) {
    /** Of three letters one may be wrong. */
    private static final int LETTERS_FOR_A_MISTAKE = 3;

    /** The nearest there is, however far away. */
    String to(String name) {
        return known.stream().min(Comparator.comparingInt(other -> other.startsWith(name) ? 0 : distance(name, other)))
                .orElse("none");
    }

    /** The same to end a sentence with, or nothing if no name is near. */
    String suggestion(String name, String form) {
        if (known.isEmpty()) {
            return "";
        }
        var nearest = to(name);
        return distance(name, nearest) <= Math.max(1, name.length() / LETTERS_FOR_A_MISTAKE)
                ? "; did you mean " + form.formatted(nearest) + "?" : "";
    }

    /** The same with what else helps. */
    String advice(String name, String form, String otherwise) {
        var suggestion = suggestion(name, form);
        return suggestion.isEmpty() ? "; " + otherwise : suggestion + " If not, " + otherwise;
    }

    /** How many letters must change (Levenshtein). */
    private static int distance(String one, String other) {
        var above = new int[other.length() + 1];
        for (var column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (var row = 1; row <= one.length(); row++) {
            var line = new int[other.length() + 1];
            line[0] = row;
            for (var column = 1; column <= other.length(); column++) {
                var same = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
                line[column] = Math.min(above[column - 1] + same, 1 + Math.min(above[column], line[column - 1]));
            }
            above = line;
        }
        return above[other.length()];
    }
}
