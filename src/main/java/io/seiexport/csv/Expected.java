package io.seiexport.csv;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * What is known of a file before it comes.
 *
 * @param setting what a person sets to say which columns there must be
 * @param columns those that he has set, in any letter case; none: he has said nothing
 * @param before  those of the file of its series that was delivered last; none if there was none
 * @param made    whether a transform has made the file, of one with the columns before
 * @param report  whether it is the very answer to what it was asked for by, and not the file of a job
 * @param mayBeNothing whether zero bytes of it mean that there are no rows
 */
public record Expected(String setting, List<String> columns, List<String> before, boolean made, boolean report,
        boolean mayBeNothing) {

    /** The exchange variable that holds it. */
    public static final String VARIABLE = "expected";

    static final Expected NOTHING = new Expected("expect-columns", List.of(), List.of());

    public Expected(String setting, List<String> columns, List<String> before) {
        this(setting, columns, before, false, false, false);
    }

    /** The same of a report: one that is JSON tells what is wrong. */
    public Expected ofReport(boolean mayBeNothing) {
        return new Expected(setting, columns, before, made, true, mayBeNothing);
    }

    /** What a transform may leave of a file with these columns. */
    public static Expected madeOf(List<String> source) {
        return new Expected(NOTHING.setting, List.of(), source, true, false, false);
    }

    public Expected {
        columns = List.copyOf(columns);
        before = List.copyOf(before);
    }

    /** Whether a person vouches for the header, which then has to hold the columns that he names. */
    boolean vouched() {
        return !columns.isEmpty();
    }

    /** Whether these names are known, so that they are no sentence of a server. */
    boolean knows(List<String> names) {
        return made ? before.containsAll(names) : names.equals(before);
    }

    /** The columns that must be there and are not; the API itself is not of one mind about their letter case. */
    public List<String> missingIn(List<String> header) {
        var there = new HashSet<String>();
        header.forEach(name -> there.add(comparable(name)));
        return columns.stream().filter(name -> !there.contains(comparable(name))).toList();
    }

    private static String comparable(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
