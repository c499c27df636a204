package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which windows a word of a person names. */
class SoughtTest {
    private static final String JANUARY = "ba/team-1/weekly/2026-01-01_2026-01-31";

    @ParameterizedTest
    @CsvSource({
        "2026-01-15, 2026-01-15, 2026-01-15",
        "2026-02, 2026-02-01, 2026-02-28",
        "2026-01-15..2026-03-01, 2026-01-15, 2026-03-01",
        "2026-01..2026-03, 2026-01-01, 2026-03-31"})
    void days_are_a_day_a_month_or_all_from_one_to_another(String text, LocalDate from, LocalDate to) {
        var sought = Sought.parse(text);

        assertThat(sought.from()).isEqualTo(from);
        assertThat(sought.to()).isEqualTo(to);
        assertThat(sought.isId()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31..2026-02-01, 2026-01-01, 2026-01-31, true",
        "2025-12-01..2026-01-01, 2026-01-01, 2026-01-31, true",
        "2026-01-10, 2026-01-01, 2026-01-31, true",
        "2025-12-31, 2026-01-01, 2026-01-31, false",
        "2026-02, 2026-01-01, 2026-01-31, false"})
    void days_name_each_window_that_has_one_of_them(String text, LocalDate start, LocalDate end, boolean named) {
        assertThat(Sought.parse(text).contains(JANUARY, start, end)).isEqualTo(named);
    }

    @Test
    void an_id_names_that_window_alone() {
        var sought = Sought.parse(JANUARY);

        assertThat(sought.isId()).isTrue();
        assertThat(sought.series()).isEqualTo("ba/team-1/weekly");
        assertThat(sought.contains(JANUARY, sought.from(), sought.to())).isTrue();
        assertThat(sought.contains("ba/team-2/weekly/2026-01-01_2026-01-31", sought.from(), sought.to())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "january, 'january' is neither a window id",
        "2026-13, '2026-13' is neither a window id",
        "2026-02-30, '2026-02-30' is neither a window id",
        "2026-01-01..2026-01-31..2026-02-28, '2026-01-01..2026-01-31..2026-02-28' is neither a window id",
        "ba/team-1/2026-01-01_2026-01-31, 'ba/team-1/2026-01-01_2026-01-31' is neither a window id",
        "ba/team-1/weekly/2026-02-30_2026-03-31, 'ba/team-1/weekly/2026-02-30_2026-03-31' is neither a window id",
        "2026-02..2026-01, '2026-02..2026-01' is not a range of days: the last day is before the first",
        "1969-12, '1969-12' is not within the days from 1970-01-01 to ten years ahead",
        "9999-01-01, '9999-01-01' is not within the days from 1970-01-01 to ten years ahead"})
    void what_can_never_name_a_window_is_refused(String text, String sentence) {
        assertThatThrownBy(() -> Sought.parse(text)).hasMessageStartingWith(sentence.replaceFirst("^'?'", "'"));
    }
}
