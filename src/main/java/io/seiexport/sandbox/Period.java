package io.seiexport.sandbox;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** A reporting period, cut to the asked date range; sprints last two weeks. */
record Period(String label, LocalDate start, LocalDate end) {
    private static final LocalDate FIRST_SPRINT = LocalDate.of(2020, 1, 6);
    private static final int SPRINT_DAYS = 14;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);

    /** The period that begins on a day and ends by its granularity, but not after the last day. */
    static Period from(LocalDate start, String granularity, LocalDate lastDay) {
        var end = switch (granularity) {
            case "DAILY" -> start;
            case "WEEKLY" -> start.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
            case "SPRINT" -> FIRST_SPRINT.plusDays(SPRINT_DAYS * (sprint(start) + 1) - 1);
            case "QUARTERLY" -> start.plusMonths(2 - (start.getMonthValue() - 1) % 3)
                    .with(TemporalAdjusters.lastDayOfMonth());
            default -> start.with(TemporalAdjusters.lastDayOfMonth());
        };
        return new Period(label(start, granularity), start, end.isAfter(lastDay) ? lastDay : end);
    }

    String sprintName() {
        return "Sprint " + sprint(start);
    }

    private static String label(LocalDate day, String granularity) {
        return switch (granularity) {
            case "DAILY" -> day.toString();
            case "WEEKLY" -> String.format(Locale.ROOT, "%d-W%02d", day.get(IsoFields.WEEK_BASED_YEAR),
                    day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case "SPRINT" -> "Sprint " + sprint(day);
            case "QUARTERLY" -> "Q" + day.get(IsoFields.QUARTER_OF_YEAR) + " " + day.getYear();
            default -> MONTH.format(day);
        };
    }

    private static long sprint(LocalDate day) {
        return Math.floorDiv(ChronoUnit.DAYS.between(FIRST_SPRINT, day), SPRINT_DAYS);
    }
}
