package io.seiexport.delivery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.failure.Visible;

/**
 * How the columns of a file differ from those of the file of its series that was delivered last, and from those that
 * were asked for.
 *
 * @param unanswered a sentence for each part of the question that no column answers
 */
public record Drift(List<String> added, List<String> missing, boolean reordered, List<String> unanswered) {
    /** All words that kinds may hold. */
    public static final List<String> KINDS = List.of("new", "missing", "reordered", "unanswered");
    static final Drift NONE = new Drift(List.of(), List.of(), false);

    private static final int MOST_NAMES = 10;
    private static final int LONGEST_NAME = 60;

    public Drift {
        added = List.copyOf(added);
        missing = List.copyOf(missing);
        // The ledger may still hold one of a release that did not know of it.
        unanswered = unanswered == null ? List.of() : List.copyOf(unanswered);
    }

    public Drift(List<String> added, List<String> missing, boolean reordered) {
        this(added, missing, reordered, List.of());
    }

    /** The same for a file that does not answer all of its question. */
    Drift with(List<String> unanswered) {
        return new Drift(added, missing, reordered, unanswered);
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
        if (!unanswered.isEmpty()) {
            kinds.add("unanswered");
        }
        return kinds;
    }

    /** One sentence, or two, that name the columns. */
    String sentence() {
        return Stream.of(difference(), gaps()).filter(text -> !text.isEmpty()).collect(Collectors.joining(" "));
    }

    private String difference() {
        var differences = kinds().stream().flatMap(kind -> switch (kind) {
            case "new" -> Stream.of("new: " + listed(added));
            case "missing" -> Stream.of("missing: " + listed(missing));
            case "reordered" -> Stream.of("in another order");
            default -> Stream.empty();
        }).toList();
        return differences.isEmpty() ? "" : "The columns differ from those of the file delivered last; "
                + String.join("; ", differences) + ".";
    }

    private String gaps() {
        return unanswered.isEmpty() ? "" : "The columns are not all that were asked for: " + shortened(unanswered, "; ")
                + ".";
    }

    private static String listed(List<String> names) {
        return shortened(names.stream().map(Drift::shown).toList(), ", ");
    }

    private static String shortened(List<String> texts, String separator) {
        var shown = texts.stream().limit(MOST_NAMES).collect(Collectors.joining(separator));
        return texts.size() > MOST_NAMES ? shown + " and " + (texts.size() - MOST_NAMES) + " more" : shown;
    }

    /** On one line and not without end: the names are the server's. */
    private static String shown(String name) {
        var line = name.replaceAll("\\p{Cntrl}", " ");
        return "'" + Visible.of(line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line) + "'";
    }
}
