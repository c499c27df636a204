package io.seiexport.plan;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.seiexport.settings.Horizon;

/**
 * The windows that one word of a person names: a single one by its id, or all that touch some days.
 *
 * @param id   empty if days are named
 * @param from the first of its own days, or of those that are named
 */
public record Sought(String id, LocalDate from, LocalDate to) {
    private static final Pattern ID = Pattern.compile("(?:[^/]+/){3}(\\d{4}-\\d\\d-\\d\\d)_(\\d{4}-\\d\\d-\\d\\d)");
    private static final String FORMS = "neither a window id from history nor days: use 2026-01-15, 2026-01 or "
            + "2026-01-01..2026-03-31";

    /** Refuses what no window can ever match. */
    public static Sought parse(String text) {
        var id = ID.matcher(text);
        if (id.matches()) {
            return new Sought(text, first(text, id.group(1)), last(text, id.group(2)));
        }
        var range = text.split("\\.\\.", -1);
        if (text.contains("/") || range.length > 2) {
            throw refused(text, FORMS);
        }
        var sought = new Sought("", first(text, range[0]), last(text, range[range.length - 1]));
        if (sought.to.isBefore(sought.from)) {
            throw refused(text, "not a range of days: the last day is before the first");
        }
        return sought;
    }

    private static LocalDate day(String text, String named, Function<YearMonth, LocalDate> ofMonth) {
        LocalDate day;
        try {
            day = named.length() == 7 ? ofMonth.apply(YearMonth.parse(named)) : LocalDate.parse(named);
        } catch (DateTimeParseException e) {
            throw refused(text, FORMS);
        }
        if (!Horizon.contains(day)) {
            throw refused(text, "not within the days " + Horizon.IN_WORDS);
        }
        return day;
    }

    private static LocalDate first(String text, String named) {
        return day(text, named, month -> month.atDay(1));
    }

    private static LocalDate last(String text, String named) {
        return day(text, named, YearMonth::atEndOfMonth);
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is " + why);
    }

    public boolean isId() {
        return !id.isEmpty();
    }

    /** What the ledger calls the series of this single window. */
    public String series() {
        return id.substring(0, Math.max(0, id.lastIndexOf('/')));
    }

    boolean contains(String window, LocalDate start, LocalDate end) {
        return isId() ? id.equals(window) : touches(new Window(start, end));
    }

    /** Whether the window has one of the days. */
    boolean touches(Window window) {
        return !window.start().isAfter(to) && !window.end().isBefore(from);
    }
}
