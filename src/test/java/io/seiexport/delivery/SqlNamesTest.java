package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlNamesTest {

    @ParameterizedTest
    @CsvSource({"Team, team", "Story Points (SP), story_points_sp", "ticket-data, ticket_data", "2026 Q1, _2026_q1",
        "%, column", "Größe, größe", "漢字, 漢字", "a\"b, a_b"})
    void a_name_has_letters_digits_and_underscores(String name, String safe) {
        assertThat(SqlNames.of(name)).isEqualTo(safe);
    }

    @Test
    void names_that_would_be_the_same_or_are_taken_end_in_their_hash_in_whatever_order_they_come() {
        var names = SqlNames.distinct(List.of("A b", "a-b", "Scope", "c"), Set.of("scope"));
        var reversed = SqlNames.distinct(List.of("c", "Scope", "a-b", "A b"), Set.of("scope"));

        assertThat(names).doesNotHaveDuplicates().doesNotContain("scope", "a_b").endsWith("c");
        assertThat(reversed).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void long_names_are_cut_to_what_a_database_takes_and_still_differ() {
        var long1 = "ü".repeat(40) + "1";
        var long2 = "ü".repeat(40) + "2";

        assertThat(SqlNames.of(long1)).isNotEqualTo(SqlNames.of(long2)).startsWith("üüü");
        assertThat(SqlNames.of(long1).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void no_name_leaves_its_quotes() {
        assertThat(SqlNames.quoted("a\"; drop table b; --")).isEqualTo("\"a\"\"; drop table b; --\"");
    }
}
