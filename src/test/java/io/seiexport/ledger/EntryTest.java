package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row of the ledger says. */
class EntryTest {
    private final Map<String, Object> row = new HashMap<>();

    @Test
    void what_a_row_lacks_is_empty_or_nothing() {
        var entry = Entry.of(row);

        assertThat(List.of(entry.request(), entry.exportId(), entry.createdAt(), entry.staged(), entry.sha256(),
                entry.reason(), entry.sentence(), entry.leaseNode())).containsOnly("");
        assertThat(List.of(entry.dueAt(), entry.askedAt(), entry.deliveredAt(), entry.leaseUntil()))
                .allMatch(moment -> moment.isEmpty());
        assertThat(entry.leaseNo()).isZero();
        assertThat(entry.failures()).isZero();
        assertThat(entry.flag("reused")).isFalse();
    }

    @Test
    void a_lease_that_is_free_has_no_end() {
        row.put("lease_until", 0L);

        assertThat(Entry.of(row).leaseUntil()).isEmpty();
    }

    @Test
    void moments_are_milliseconds_and_days_are_texts() {
        row.putAll(Map.of("due_at", 1_700_000_000_123L, "window_start", "2026-01-01", "window_end", "2026-01-31"));

        assertThat(Entry.of(row).dueAt()).contains(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(Entry.of(row).start()).isEqualTo("2026-01-01");
        assertThat(Entry.of(row).end()).isEqualTo("2026-01-31");
    }

    @Test
    void a_yes_is_a_word_in_postgresql_and_a_number_in_sqlite() {
        for (var yes : List.of(true, 1, 1L)) {
            row.put("reused", yes);
            assertThat(Entry.of(row).flag("reused")).isTrue();
        }
        for (var no : List.of(false, 0, 0L)) {
            row.put("reused", no);
            assertThat(Entry.of(row).flag("reused")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"owed, false, false, false", "asked, true, false, false", "created, true, false, false",
        "staged, true, false, false", "delivered, false, true, false", "failed, false, false, true"})
    void the_state_says_how_far_it_is(String state, boolean underWay, boolean delivered, boolean givenUp) {
        row.put("state", state);

        assertThat(Entry.of(row).underWay()).isEqualTo(underWay);
        assertThat(Entry.of(row).delivered()).isEqualTo(delivered);
        assertThat(Entry.of(row).givenUp()).isEqualTo(givenUp);
    }

    @Test
    void only_the_very_same_request_has_been_begun() {
        row.putAll(Map.of("state", Entry.CREATED, "request", "{\"a\":1}"));

        assertThat(Entry.of(row).begun(Entry.CREATED, "{\"a\":1}")).isTrue();
        assertThat(Entry.of(row).begun(Entry.CREATED, "{\"a\":2}")).isFalse();
        assertThat(Entry.of(row).begun(Entry.ASKED, "{\"a\":1}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stopped"})
    void what_ended_with_its_program_has_not_failed(String reason) {
        row.put("reason", reason);

        assertThat(Entry.of(row).interrupted()).isTrue();
    }

    @Test
    void what_failed_was_not_interrupted() {
        row.put("reason", "unreachable");

        assertThat(Entry.of(row).interrupted()).isFalse();
    }

    @Test
    void only_the_sinks_that_have_the_content_of_the_last_delivery_have_got_the_window() {
        row.put("sha256", "new");

        var entry = new Entry(row, List.of(delivery("one", "new", 5), delivery("two", "old", 5)));

        assertThat(entry.sinks()).containsExactly("one");
        assertThat(entry.holders("old")).containsExactly("two");
        assertThat(entry.holders("other")).isEmpty();
    }

    @Test
    void a_sink_that_got_it_before_it_became_owed_again_is_not_served() {
        row.put("owed_at", 5L);

        var entry = new Entry(row,
                List.of(delivery("before", "a", 4), delivery("same-moment", "a", 5), delivery("after", "a", 6),
                delivery("other-content", "b", 6)));

        assertThat(entry.served("a")).containsExactlyInAnyOrder("same-moment", "after");
    }

    @Test
    void who_goes_first_is_what_settles_last_then_fails_least_then_is_oldest() {
        var entries = List.of(turn("s", true, 0, 0, "2026-01-01"), turn("f", false, 1, 1, "2026-01-01"),
                turn("p", false, 0, 1, "2026-01-02"), turn("o", false, 1, 0, "2026-01-01"),
                turn("y", false, 0, 0, "2026-02-01"),
                turn("b", false, 0, 0, "2026-01-01"), turn("a", false, 0, 0, "2026-01-01"));

        assertThat(entries.stream().sorted(Entry.IN_TURN).map(Entry::id))
                .containsExactly("a", "b", "y", "o", "p", "f", "s");
    }

    private static Entry turn(String id, boolean settles, int failures, int postponed, String start) {
        return Entry.of(Map.of("id", id, "settles", settles, "failures", failures, "postponed", postponed,
                "window_start", start));
    }

    private static Map<String, Object> delivery(String sink, String sha256, long at) {
        return Map.of("sink", sink, "sha256", sha256, "delivered_at", at);
    }
}
