package io.seiexport.delivery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.seiexport.failure.Visible;

/** How the columns of a file differ from those of the file of its series that was delivered last. */
public record Drift(List<String> added, List<String> missing, boolean reordered) {
    /** All words that kinds may hold. */
    public static final List<String> KINDS = List.of("new", "missing", "reordered");
    static final Drift NONE = new Drift(List.of(), List.of(), false);

    private static final int MOST_NAMES = 10;
    private static final int LONGEST_NAME = 60;

    public Drift {
        added = List.copyOf(added);
        missing = List.copyOf(missing);
    }

    static Drift between(List<String> before, List<String> now) {
        var common = without(now, without(now, before));
        return new Drift(without(now, before), without(before, now),
                !common.equals(without(before, without(before, now))));
    }

    private static List<String> without(List<String> names, List<String> others) {
        Set<String> left = new LinkedHashSet<>(names);
        others.forEach(left::remove);
        return List.copyOf(left);
    }

    public boolean any() {
        return !kinds().isEmpty();
    }

    /** One word for each way in which they differ, fit for a metric's label. */
    public List<String> kinds() {
        var kinds = new ArrayList<String>();
        if (!added.isEmpty()) {
            kinds.add("new");
        }
        if (!missing.isEmpty()) {
            kinds.add("missing");
        }
        if (reordered) {
            kinds.add("reordered");
        }
        return kinds;
    }

    /** A sentence that names the columns. */
    String sentence() {
        var differences = kinds().stream().map(kind -> switch (kind) {
            case "new" -> "new: " + listed(added);
            case "missing" -> "missing: " + listed(missing);
            default -> "in another order";
        });
        return "The columns differ from those of the file delivered last; "
                + differences.collect(Collectors.joining("; ")) + ".";
    }

    private static String listed(List<String> names) {
        var shown = names.stream().limit(MOST_NAMES).map(Drift::shown).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? shown + " and " + (names.size() - MOST_NAMES) + " more" : shown;
    }

    /** On one line and not without end: the names are the server's. */
    private static String shown(String name) {
        var line = name.replaceAll("\\p{Cntrl}", " ");
        return "'" + Visible.of(line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line) + "'";
    }
}
