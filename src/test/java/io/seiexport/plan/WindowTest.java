package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

    @ParameterizedTest
    @CsvSource({
        "UTC,              2026-01-31, PT0S,  2026-02-01T00:00:00Z",
        "UTC,              2026-01-31, PT6H,  2026-02-01T06:00:00Z",
        "UTC,              2026-01-31, P1D,   2026-02-02T00:00:00Z",
        "UTC,              2026-12-31, P2W,   2027-01-15T00:00:00Z",
        "Europe/Berlin,    2026-01-31, PT0S,  2026-01-31T23:00:00Z",
        "Europe/Berlin,    2026-07-31, PT0S,  2026-07-31T22:00:00Z",
        "Asia/Tokyo,       2026-01-31, PT0S,  2026-01-31T15:00:00Z",
        "America/New_York, 2026-01-31, PT0S,  2026-02-01T05:00:00Z"})
    void it_closes_when_its_last_day_is_over_and_the_lag_has_passed(ZoneId zone, LocalDate end, String lag,
            Instant closing) {
        assertThat(endingOn(end).closesAt(zone, amount(lag))).isEqualTo(closing);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2026-03-28, P1D,   2026-03-29T22:00:00Z",
        "Europe/Berlin,    2026-03-28, PT24H, 2026-03-29T23:00:00Z",
        "Europe/Berlin,    2026-10-24, P1D,   2026-10-25T23:00:00Z",
        "Europe/Berlin,    2026-10-24, PT24H, 2026-10-25T22:00:00Z",
        "America/New_York, 2026-03-07, P1D,   2026-03-09T04:00:00Z",
        "America/New_York, 2026-03-07, PT24H, 2026-03-09T05:00:00Z",
        "America/New_York, 2026-10-31, P1D,   2026-11-02T05:00:00Z",
        "America/New_York, 2026-10-31, PT24H, 2026-11-02T04:00:00Z"})
    void a_day_of_lag_is_as_long_as_the_calendar_makes_it_and_24_hours_are_24_hours(ZoneId zone, LocalDate end,
            String lag, Instant closing) {
        assertThat(endingOn(end).closesAt(zone, amount(lag))).isEqualTo(closing);
    }

    @ParameterizedTest
    @CsvSource({
        "America/Sao_Paulo, 2018-11-03, PT0S,  2018-11-04T03:00:00Z",
        "America/Sao_Paulo, 2018-11-02, P1D,   2018-11-04T03:00:00Z",
        "America/Sao_Paulo, 2018-11-03, P1D,   2018-11-05T02:00:00Z",
        "America/Sao_Paulo, 2018-11-03, PT24H, 2018-11-05T03:00:00Z",
        "America/Sao_Paulo, 2018-02-17, PT0S,  2018-02-18T03:00:00Z",
        "Asia/Beirut,       2026-03-28, PT0S,  2026-03-28T22:00:00Z",
        "Asia/Beirut,       2026-03-28, P1D,   2026-03-29T21:00:00Z",
        "Asia/Beirut,       2026-10-24, P1D,   2026-10-25T22:00:00Z"})
    void where_the_clock_skips_midnight_a_day_begins_at_the_first_hour_there_is(ZoneId zone, LocalDate end, String lag,
            Instant closing) {
        assertThat(endingOn(end).closesAt(zone, amount(lag))).isEqualTo(closing);
    }

    @Test
    void it_is_written_as_its_first_and_last_day() {
        assertThat(new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-03-31")))
                .hasToString("2026-01-01..2026-03-31");
    }

    private static Window endingOn(LocalDate end) {
        return new Window(end.minusDays(6), end);
    }

    private static TemporalAmount amount(String text) {
        return text.contains("T") ? Duration.parse(text) : Period.parse(text);
    }
}
