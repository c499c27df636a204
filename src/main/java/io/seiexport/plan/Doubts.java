package io.seiexport.plan;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds what the settings of a domain allow although its files then say less, or more, than a reader expects. */
record Doubts(DomainSettings settings) {
    private static final int MONTHS = 12;
    private static final int MOST_NAMED = 3;

    /** What a row covers, and the window that consists of whole ones. */
    private record Interval(String name, String window, Predicate<LocalDate> begins) {

        /** Whether a window begins with one of them and ends before another. */
        boolean fits(Window window) {
            return begins.test(window.start()) && begins.test(window.end().plusDays(1));
        }
    }

    /** Those of a day fit every window; how a server divides sprints among windows is not known. */
    private static final List<Interval> INTERVALS = List.of(
            new Interval("weekly", "week", day -> day.getDayOfWeek() == DayOfWeek.MONDAY),
            new Interval("monthly", "month", day -> day.getDayOfMonth() == 1),
            new Interval("quarterly", "quarter", day -> day.getDayOfMonth() == 1 && day.getMonthValue() % 3 == 1));

    List<Doubt> all(LocalDate today) {
        var doubts = new ArrayList<Doubt>();
        // Whatever its granularity says, a row of a report covers all days of the window.
        INTERVALS.stream().filter(interval -> settings.domain().asReport().isEmpty())
                .filter(interval -> interval.name.equals(settings.granularity().toLowerCase(Locale.ROOT)))
                .filter(interval -> !fits(interval, today)).map(this::cut).forEach(doubts::add);
        settings.scopes().stream().flatMap(scope -> within(scope).stream()).forEach(doubts::add);
        return doubts;
    }

    /** Of one year, since a single month may happen to consist of whole weeks. */
    private boolean fits(Interval interval, LocalDate today) {
        var rule = settings.rule();
        var now = rule.around(today);
        return Stream.concat(Stream.of(now), rule.from(today.minusMonths(MONTHS), now).stream())
                .allMatch(interval::fits);
    }

    private Doubt cut(Interval interval) {
        var window = key("window");
        return new Doubt(key("granularity") + " = " + interval.name, "a row covers a whole " + interval.window
                + (interval.window.equals("week") ? ", Monday to Sunday" : "") + ", and the windows of " + window
                + " do not begin and end with one: the first and the last row of a file may cover a part only; set "
                + window + "=" + interval.window + ", or another granularity");
    }

    /** By the words of the scopes alone: of a team by itself it does not say in which tree it is. */
    private Optional<Doubt> within(Scope parent) {
        var inside = settings.scopes().stream().filter(parent::holds).map(Scope::toString).toList();
        if (inside.isEmpty()) {
            return Optional.empty();
        }
        var more = inside.size() > MOST_NAMED ? " and " + (inside.size() - MOST_NAMED) + " more" : "";
        return Optional.of(new Doubt(key("scopes"), "the file of " + parent + " also has the rows of "
                + String.join(", ", inside.subList(0, Math.min(inside.size(), MOST_NAMED))) + more
                + ": whoever adds the files up counts them twice; list either the one or the other"));
    }

    private String key(String name) {
        return settings.domain().key(name);
    }
}
