package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {

    @Test
    void the_same_columns_are_no_drift() {
        assertThat(Drift.between(List.of("a", "b"), List.of("a", "b"))).isEqualTo(Drift.NONE);
        assertThat(Drift.NONE.any()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a b   | a b c | new                   | new: 'c'",
        "a b   | c a b | new                   | new: 'c'",
        "a b c | a c   | missing               | missing: 'b'",
        "a b c | b a c | reordered             | in another order",
        "a b c | d c a | new missing reordered | new: 'd'; missing: 'b'; in another order",
        "a     | b     | new missing           | new: 'b'; missing: 'a'"})
    void it_says_which_columns_are_new_or_missing_and_whether_the_others_have_moved(String before, String now,
            String kinds, String differences) {
        var drift = Drift.between(List.of(before.split(" ")), List.of(now.split(" ")));

        assertThat(drift.kinds()).containsExactly(kinds.split(" "));
        assertThat(drift.sentence())
                .isEqualTo("The columns differ from those of the file delivered last; " + differences + ".");
    }

    @Test
    void what_was_asked_for_and_did_not_come_is_said_behind_the_difference() {
        var drift = Drift.between(List.of("a", "b"), List.of("a")).with(List.of("asked for x, no column y came"));

        assertThat(drift.kinds()).containsExactly("missing", "unanswered");
        assertThat(drift.sentence()).isEqualTo("The columns differ from those of the file delivered last; missing: 'b'."
                + " The columns are not all that were asked for: asked for x, no column y came.");
    }

    @Test
    void names_from_outside_stay_on_one_line_and_within_bounds() {
        var names = IntStream.range(0, 12).mapToObj(number -> number + "\nERROR " + "x".repeat(100)).toList();

        assertThat(Drift.between(List.of("a"), names).sentence()).hasSizeLessThan(900).hasLineCount(1)
                .contains("'0 ERROR xxx", "…', '1 ERROR", " and 2 more");
    }
}
