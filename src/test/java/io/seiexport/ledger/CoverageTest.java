package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class CoverageTest {

    @Test
    void a_series_that_nobody_knows_covers_nothing() {
        assertThat(Coverage.of(List.of())).isEmpty();
    }

    @Test
    void the_row_of_a_series_says_which_days_were_entered() {
        assertThat(Coverage.of(List.of(Map.of("covered_from", "2026-01-15", "covered_to", "2026-04-30"))))
                .contains(new Coverage(LocalDate.parse("2026-01-15"), LocalDate.parse("2026-04-30")));
    }

    @Test
    void a_series_of_which_only_a_person_has_asked_for_days_covers_nothing() {
        assertThat(Coverage.of(List.of(Map.of("series", "ba/team-1/weekly", "columns", "[\"team\"]")))).isEmpty();
    }
}
