package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.stream.Collectors;

import io.seiexport.settings.SettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowRuleTest {
    private static final String KEY = "export.ba.window";
    private static final Duration AT_ONCE = Duration.ZERO;

    @ParameterizedTest
    @CsvSource({
        "day,          2024-02-28, 2024-03-01, 3, 2024-02-28..2024-02-28",
        "week,         2025-12-31, 2026-01-18, 3, 2025-12-29..2026-01-04",
        "month,        2023-12-31, 2024-03-31, 4, 2023-12-01..2023-12-31",
        "quarter,      2023-11-11, 2024-06-30, 3, 2023-10-01..2023-12-31",
        "trailing:3d,  2026-03-28, 2026-03-30, 3, 2026-03-26..2026-03-28",
        "fixed:2026-01-01..2026-03-31, 2020-01-01, 2026-03-31, 1, 2026-01-01..2026-03-31"})
    void the_windows_from_a_day_on_have_no_gap(String rule, LocalDate since, LocalDate end, int count, String first) {
        var windows = WindowRule.parse(KEY, rule);

        var all = windows.from(since, windows.around(end));

        assertThat(all).hasSize(count).endsWith(windows.around(end));
        assertThat(all.get(0)).hasToString(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "fixed:2026-01-01..2026-03-31"})
    void no_window_ends_before_the_first_day(String rule) {
        var windows = WindowRule.parse(KEY, rule);

        var last = windows.around(LocalDate.parse("2026-03-31"));

        assertThat(windows.from(LocalDate.parse("2026-04-01"), last)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "day,     2026-03-01T00:00:00Z, 2026-02-28..2026-02-28",
        "day,     2024-03-01T00:00:00Z, 2024-02-29..2024-02-29",
        "day,     2026-01-01T00:00:00Z, 2025-12-31..2025-12-31",
        "day,     2025-12-31T23:59:59Z, 2025-12-30..2025-12-30",
        "week,    2026-01-05T00:00:00Z, 2025-12-29..2026-01-04",
        "week,    2026-01-04T23:59:59Z, 2025-12-22..2025-12-28",
        "week,    2021-01-04T00:00:00Z, 2020-12-28..2021-01-03",
        "week,    2024-03-06T12:00:00Z, 2024-02-26..2024-03-03",
        "month,   2026-01-01T00:00:00Z, 2025-12-01..2025-12-31",
        "month,   2025-12-31T23:59:59Z, 2025-11-01..2025-11-30",
        "month,   2024-03-31T12:00:00Z, 2024-02-01..2024-02-29",
        "month,   2026-03-31T12:00:00Z, 2026-02-01..2026-02-28",
        "month,   2100-03-01T00:00:00Z, 2100-02-01..2100-02-28",
        "quarter, 2026-01-01T00:00:00Z, 2025-10-01..2025-12-31",
        "quarter, 2026-03-31T23:59:59Z, 2025-10-01..2025-12-31",
        "quarter, 2026-04-01T00:00:00Z, 2026-01-01..2026-03-31",
        "quarter, 2024-05-31T12:00:00Z, 2024-01-01..2024-03-31",
        "quarter, 2026-08-31T12:00:00Z, 2026-04-01..2026-06-30",
        "quarter, 2026-12-31T23:59:59Z, 2026-07-01..2026-09-30"})
    void the_last_closed_window_is_found(String rule, Instant now, String window) {
        assertThat(owed(rule, now, ZoneOffset.UTC, AT_ONCE)).isEqualTo(window);
    }

    @ParameterizedTest
    @CsvSource({
        "trailing:1d,    2026-03-01T00:00:00Z, 2026-02-28..2026-02-28",
        "trailing:7d,    2026-01-03T12:00:00Z, 2025-12-27..2026-01-02",
        "trailing:60d,   2024-03-01T00:00:00Z, 2024-01-01..2024-02-29",
        "trailing:90d,   2026-04-01T00:00:00Z, 2026-01-01..2026-03-31",
        "trailing:90d,   2026-03-31T23:59:59Z, 2025-12-31..2026-03-30",
        "trailing:9999d, 2026-04-01T00:00:00Z, 1998-11-15..2026-03-31"})
    void trailing_days_move_on_day_by_day(String rule, Instant now, String window) {
        assertThat(owed(rule, now, ZoneOffset.UTC, AT_ONCE)).isEqualTo(window);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,     month, PT0S, 2026-03-31T21:59:59Z, 2026-02-01..2026-02-28",
        "Europe/Berlin,     month, PT0S, 2026-03-31T22:00:00Z, 2026-03-01..2026-03-31",
        "Europe/Berlin,     day,   P1D,  2026-03-29T21:59:59Z, 2026-03-27..2026-03-27",
        "Europe/Berlin,     day,   P1D,  2026-03-29T22:00:00Z, 2026-03-28..2026-03-28",
        "America/New_York,  week,  PT0S, 2026-03-09T03:59:59Z, 2026-02-23..2026-03-01",
        "America/New_York,  week,  PT0S, 2026-03-09T04:00:00Z, 2026-03-02..2026-03-08",
        "America/New_York,  month, PT0S, 2026-11-01T04:00:00Z, 2026-10-01..2026-10-31",
        "America/Sao_Paulo, day,   PT0S, 2018-11-04T02:59:59Z, 2018-11-02..2018-11-02",
        "America/Sao_Paulo, day,   PT0S, 2018-11-04T03:00:00Z, 2018-11-03..2018-11-03",
        "Asia/Beirut,       week,  P1D,  2026-03-30T20:59:59Z, 2026-03-16..2026-03-22",
        "Asia/Beirut,       week,  P1D,  2026-03-30T21:00:00Z, 2026-03-23..2026-03-29",
        "Pacific/Kiritimati, day,  PT0S, 2026-01-01T10:00:00Z, 2026-01-01..2026-01-01",
        "Pacific/Apia,      day,   PT0S, 2011-12-30T10:00:00Z, 2011-12-30..2011-12-30"})
    void days_begin_where_the_zone_lets_them_begin(ZoneId zone, String rule, String lag, Instant now, String window) {
        assertThat(owed(rule, now, zone, amount(lag))).isEqualTo(window);
    }

    @ParameterizedTest
    @CsvSource({
        "day,     P1D,   2026-03-01T00:00:00Z, 2026-02-27..2026-02-27",
        "day,     P10D,  2026-03-01T00:00:00Z, 2026-02-18..2026-02-18",
        "month,   P1D,   2026-03-01T23:59:59Z, 2026-01-01..2026-01-31",
        "month,   P1D,   2026-03-02T00:00:00Z, 2026-02-01..2026-02-28",
        "month,   P2M,   2026-04-30T23:59:59Z, 2026-01-01..2026-01-31",
        "month,   P2M,   2026-05-01T00:00:00Z, 2026-02-01..2026-02-28",
        "quarter, PT36H, 2026-04-02T11:59:59Z, 2025-10-01..2025-12-31",
        "quarter, PT36H, 2026-04-02T12:00:00Z, 2026-01-01..2026-03-31",
        "trailing:7d, P1D, 2026-03-09T00:00:00Z, 2026-03-01..2026-03-07"})
    void what_was_entered_late_has_the_lag_to_arrive(String rule, String lag, Instant now, String window) {
        assertThat(owed(rule, now, ZoneOffset.UTC, amount(lag))).isEqualTo(window);
    }

    @ParameterizedTest
    @CsvSource({
        "day", "week", "month", "quarter", "trailing:1d", "trailing:90d"})
    void the_window_found_is_closed_and_the_one_after_it_is_not(String text) {
        var rule = WindowRule.parse(KEY, text);
        for (var zone : List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Beirut", "Asia/Kathmandu")) {
            var zoneId = ZoneId.of(zone);
            for (var lag : List.of("PT0S", "P1D", "PT24H", "PT90M", "P5D")) {
                var now = Instant.parse("2025-12-01T00:00:00Z");
                for (; now.isBefore(Instant.parse("2026-05-01T00:00:00Z")); now = now.plusSeconds(5 * 3600 + 17 * 60)) {
                    var found = rule.lastClosed(now, zoneId, amount(lag)).orElseThrow();
                    var next = rule.around(found.end().plusDays(1));
                    assertThat(found.closesAt(zoneId, amount(lag))).as("%s %s", zone, lag).isBeforeOrEqualTo(now);
                    assertThat(next.closesAt(zoneId, amount(lag))).as("%s %s", zone, lag).isAfter(now);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-31T23:59:59.999Z, ''",
        "2026-04-01T00:00:00Z,     2026-01-15..2026-03-31",
        "2031-04-01T00:00:00Z,     2026-01-15..2026-03-31"})
    void fixed_days_are_owed_once_they_are_over(Instant now, String window) {
        assertThat(owed("fixed:2026-01-15..2026-03-31", now, ZoneOffset.UTC, AT_ONCE)).isEqualTo(window);
    }

    @Test
    void fixed_days_may_be_a_single_day() {
        assertThat(owed("fixed:2024-02-29..2024-02-29", Instant.parse("2024-03-01T00:00:00Z"), ZoneOffset.UTC, AT_ONCE))
                .isEqualTo("2024-02-29..2024-02-29");
    }

    @ParameterizedTest
    @ValueSource(strings = {"daily", "Month", "month ", "year", "trailing", "trailing:90", "trailing:0d",
        "trailing:-1d", "trailing:10000d", "trailing:999999999d", "trailing:3m", "fixed", "fixed:2026-01-01",
        "fixed:2026-01-01-2026-03-31", "fixed:.."})
    void what_is_no_rule_is_refused_with_all_that_are(String text) {
        assertThatThrownBy(() -> WindowRule.parse(KEY, text)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.window = " + text
                        + ": use day, week, month, quarter, trailing:90d or fixed:2026-01-01..2026-03-31");
    }

    @ParameterizedTest
    @CsvSource({
        "fixed:2026-02-29..2026-03-31,             2026-02-29",
        "fixed:2026-02-01..2026-02-30,             2026-02-30",
        "fixed:2026-1-1..2026-03-31,               2026-1-1",
        "fixed:01.01.2026..2026-03-31,             01.01.2026",
        "fixed:2026-01-01..2026-01-31..2026-02-28, 2026-01-01..2026-01-31"})
    void what_is_no_date_is_named(String text, String date) {
        assertThatThrownBy(() -> WindowRule.parse(KEY, text)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.window = " + text + ": " + date + " is not a date of the form 2026-01-31");
    }

    @ParameterizedTest
    @CsvSource({
        "fixed:0001-01-01..2026-03-31,             0001-01-01",
        "fixed:2026-01-01..9999-12-31,             9999-12-31",
        "fixed:-999999999-01-01..2026-03-31,       -999999999-01-01",
        "fixed:2026-01-01..+999999999-12-31,       +999999999-12-31"})
    void a_date_far_away_is_named(String text, String date) {
        assertThatThrownBy(() -> WindowRule.parse(KEY, text)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.window = " + text + ": " + date
                        + " is not a date from 1970-01-01 to ten years ahead");
    }

    @Test
    void fixed_days_that_end_before_they_begin_are_refused() {
        assertThatThrownBy(() -> WindowRule.parse(KEY, "fixed:2026-04-01..2026-03-31"))
                .isInstanceOf(SettingException.class)
                .hasMessage("export.ba.window = fixed:2026-04-01..2026-03-31: "
                        + "the first day must not be after the last one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            month                        | 2026-01-31 | 2026-02-01 | 2026-01-01..2026-01-31, 2026-02-01..2026-02-28
            week                         | 2026-01-05 | 2026-01-05 | 2026-01-05..2026-01-11
            trailing:2d                  | 2026-01-05 | 2026-01-05 | 2026-01-04..2026-01-05, 2026-01-05..2026-01-06
            fixed:2026-01-01..2026-03-31 | 2026-03-31 | 2026-04-30 | 2026-01-01..2026-03-31
            fixed:2026-01-01..2026-03-31 | 2026-04-01 | 2026-04-30 |
            fixed:2026-01-01..2026-03-31 | 2025-04-01 | 2025-04-30 |
            """)
    void all_windows_that_hold_one_of_some_days(String rule, LocalDate first, LocalDate last, String windows) {
        assertThat(WindowRule.parse(KEY, rule).touching(first, last).stream().map(Window::toString)
                .collect(Collectors.joining(", "))).isEqualTo(windows == null ? "" : windows);
    }

    private static String owed(String rule, Instant now, ZoneId zone, TemporalAmount lag) {
        return WindowRule.parse(KEY, rule).lastClosed(now, zone, lag).map(Window::toString).orElse("");
    }

    private static TemporalAmount amount(String text) {
        return text.contains("T") ? Duration.parse(text) : Period.parse(text);
    }
}
