package io.seiexport.plan;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAmount;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.seiexport.settings.Horizon;
import io.seiexport.settings.SettingException;

/** Which window an export asks for: the last closed day, week, month or quarter, trailing days, or fixed dates. */
interface WindowRule {
    Pattern TRAILING = Pattern.compile("trailing:([1-9][0-9]{0,3})d");
    Pattern FIXED = Pattern.compile("fixed:(.+)\\.\\.(.+)");

    /** The window that holds a day, or ends with it. */
    Window around(LocalDate day);

    /** The last window that is closed by now; empty while the only one is still open. */
    default Optional<Window> lastClosed(Instant now, ZoneId zone, TemporalAmount lag) {
        var window = Optional.of(around(now.atZone(zone).toLocalDate()));
        while (window.isPresent() && window.get().closesAt(zone, lag).isAfter(now)) {
            window = before(window.get());
        }
        return window;
    }

    /** All windows from the one that holds a day to this last one, oldest first; none if it ends before that day. */
    default List<Window> from(LocalDate since, Window last) {
        var windows = new ArrayDeque<Window>();
        var window = Optional.of(last);
        while (window.isPresent() && !window.get().end().isBefore(since)) {
            windows.addFirst(window.get());
            window = before(window.get());
        }
        return List.copyOf(windows);
    }

    /** All windows that hold one of these days, also those that are not closed, oldest first. */
    default List<Window> touching(LocalDate first, LocalDate last) {
        return from(first, lastWith(last)).stream().filter(window -> !window.start().isAfter(last)).toList();
    }

    /** The last window that holds a day. */
    default Window lastWith(LocalDate day) {
        return around(day);
    }

    /** The one before; none if there is only one. */
    default Optional<Window> before(Window window) {
        return Optional.of(around(stepBack(window))).filter(earlier -> !earlier.equals(window));
    }

    /** The first day that a window is there for: those that slide hold the days of others, too. */
    default LocalDate firstDay(Window window) {
        return window.start();
    }

    /** A day of the window before this one. */
    default LocalDate stepBack(Window window) {
        return window.start().minusDays(1);
    }

    /** Whether what was exported is exported again until it is settled. */
    default boolean settles() {
        return true;
    }

    /** Whether a window can still be asked for when another one has taken its place. */
    default boolean isRepeatable() {
        return true;
    }

    static WindowRule parse(String key, String text) {
        return switch (text) {
            case "day" -> WindowRule::day;
            case "week" -> WindowRule::week;
            case "month" -> day -> new Window(day.withDayOfMonth(1), day.with(TemporalAdjusters.lastDayOfMonth()));
            case "quarter" -> WindowRule::quarter;
            default -> ofDates(key, text);
        };
    }

    /** The last day that is closed by now. */
    static LocalDate lastClosedDay(Instant now, ZoneId zone, TemporalAmount lag) {
        WindowRule days = WindowRule::day;
        return days.lastClosed(now, zone, lag).orElseThrow().end();
    }

    private static Window day(LocalDate day) {
        return new Window(day, day);
    }

    private static Window week(LocalDate day) {
        var monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return new Window(monday, monday.plusDays(6));
    }

    private static Window quarter(LocalDate day) {
        var first = day.withMonth((day.getMonthValue() - 1) / 3 * 3 + 1).withDayOfMonth(1);
        return new Window(first, first.plusMonths(3).minusDays(1));
    }

    private static WindowRule ofDates(String key, String text) {
        var trailing = TRAILING.matcher(text);
        if (trailing.matches()) {
            return new Trailing(Integer.parseInt(trailing.group(1)));
        }
        var fixed = FIXED.matcher(text);
        if (fixed.matches()) {
            var start = date(key, text, fixed.group(1));
            var end = date(key, text, fixed.group(2));
            if (start.isAfter(end)) {
                throw new SettingException(key, text, "the first day must not be after the last one");
            }
            return new Fixed(new Window(start, end));
        }
        throw new SettingException(key, text,
                "use day, week, month, quarter, trailing:90d or fixed:2026-01-01..2026-03-31");
    }

    private static LocalDate date(String key, String text, String date) {
        try {
            var day = LocalDate.parse(date);
            if (!Horizon.contains(day)) {
                throw new SettingException(key, text, date + " is not a date " + Horizon.IN_WORDS);
            }
            return day;
        } catch (DateTimeParseException e) {
            throw new SettingException(key, text, date + " is not a date of the form 2026-01-31");
        }
    }

    /** Dates that never move on. */
    record Fixed(Window window) implements WindowRule {
        @Override
        public Window around(LocalDate day) {
            return window;
        }

        @Override
        public boolean settles() {
            return false;
        }
    }

    /** The last closed days; they move on day by day. */
    record Trailing(int days) implements WindowRule {
        @Override
        public Window around(LocalDate day) {
            return new Window(day.minusDays(days - 1L), day);
        }

        @Override
        public Window lastWith(LocalDate day) {
            return around(day.plusDays(days - 1L));
        }

        @Override
        public LocalDate stepBack(Window window) {
            return window.end().minusDays(1);
        }

        @Override
        public LocalDate firstDay(Window window) {
            return window.end();
        }
    }
}
