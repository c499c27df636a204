package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import io.seiexport.ledger.Entry;
import org.junit.jupiter.api.Test;

/** What is owed of a series, in the words in which it is written down. */
class DuesTest {
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private static final String MARCH = "ba/team-1/weekly/2026-03-01_2026-03-31";
    private static final String APRIL = "ba/team-1/weekly/2026-04-01_2026-04-30";

    private final Book book = new Book("1");

    @Test
    void what_is_new_is_a_row_with_its_days_and_why() {
        var dues = book.since("2026-03-01").look(tick(NOW));

        assertThat(dues.rows()).isEqualTo("[{\"id\":\"" + MARCH
                + "\",\"start\":\"2026-03-01\",\"end\":\"2026-03-31\",\"why\":\"missed\"},"
                + "{\"id\":\"" + APRIL + "\",\"start\":\"2026-04-01\",\"end\":\"2026-04-30\",\"why\":\"new\"}]");
        assertThat(dues.isEntering()).isTrue();
        assertThat(dues.isCovering()).isTrue();
        assertThat(dues.coveredFrom()).isEqualTo("2026-03-01");
        assertThat(dues.coveredTo()).isEqualTo("2026-04-30");
        assertThat(dues.size()).isEqualTo(2);
    }

    @Test
    void what_the_ledger_has_as_owed_is_not_written_again() throws Exception {
        book.since("2026-03-01").tick(NOW);

        var dues = book.look(tick(NOW));

        assertThat(dues.rows()).isEqualTo("[]");
        assertThat(dues.isEntering()).isFalse();
        assertThat(dues.isCovering()).isFalse();
        assertThat(dues.size()).isEqualTo(2);
    }

    @Test
    void only_a_series_that_nobody_knows_and_that_has_no_first_day_is_beginning() throws Exception {
        assertThat(book.look(tick(NOW)).isBeginning()).isTrue();
        assertThat(book.since("2026-03-01").look(tick(NOW)).isBeginning()).isFalse();

        book.since(null).tick(NOW);
        assertThat(book.look(tick(NOW)).isBeginning()).isFalse();
    }

    @Test
    void asking_by_hand_begins_no_series_and_enters_no_days() {
        var dues = book.look(new PlanRequest(NOW, Optional.empty(), Optional.of(LocalDate.parse("2026-03-01")),
                Optional.empty(), false));

        assertThat(dues.isBeginning()).isFalse();
        assertThat(dues.isCovering()).isFalse();
        assertThat(dues.isEntering()).isTrue();
    }

    @Test
    void on_the_clock_only_what_was_set_aside_is_woken_and_by_hand_all_that_waits() throws Exception {
        book.since("2026-03-01").tick(NOW);
        book.set(MARCH, "due_at", null, "reason", "orphan");
        book.set(APRIL, "due_at", Long.MAX_VALUE, "reason", "unreachable");

        assertThat(book.look(tick(NOW)).waking(false)).isEqualTo("[{\"id\":\"" + MARCH + "\"}]");
        assertThat(book.look(PlanRequest.of(NOW)).waking(true))
                .isEqualTo("[{\"id\":\"" + MARCH + "\"},{\"id\":\"" + APRIL + "\"}]");
    }

    @Test
    void neither_what_is_delivered_nor_what_is_given_up_is_woken() throws Exception {
        book.since("2026-03-01").tick(NOW);
        book.deliver(MARCH, "content");
        book.set(APRIL, "state", Entry.GIVEN_UP, "due_at", null);

        assertThat(book.look(PlanRequest.of(NOW)).waking(true)).isEqualTo("[]");
    }

    @Test
    void what_since_has_left_behind_is_set_aside_once() throws Exception {
        book.since("2026-03-01").tick(NOW);

        book.since("2026-04-01");

        assertThat(book.look(tick(NOW)).leaving()).isEqualTo("[{\"id\":\"" + MARCH + "\"}]");
        book.tick(NOW);
        assertThat(book.look(tick(NOW)).leaving()).isEqualTo("[]");
    }

    @Test
    void by_hand_nothing_is_set_aside() throws Exception {
        book.since("2026-03-01").tick(NOW);

        var dues = book.since("2026-04-01")
                .look(new PlanRequest(NOW, Optional.empty(), Optional.of(LocalDate.parse("2026-04-01")),
                Optional.empty(), false));

        assertThat(dues.leaving()).isEqualTo("[]");
    }

    @Test
    void a_tick_is_known_by_the_moment_that_its_clock_was_set_for_and_asking_by_hand_by_none() {
        assertThat(book.look(tick(NOW)).tick()).isEqualTo(NOW.toEpochMilli());
        assertThat(book.look(PlanRequest.of(NOW)).tick()).isNull();
    }

    @Test
    void a_command_is_told_of_all_that_is_owed_and_a_clock_of_what_is_new() throws Exception {
        book.since("2026-03-01").tick(Instant.parse("2026-04-15T12:00:00Z"));

        var dues = book.look(tick(NOW));

        assertThat(dues.owed(true)).map(owed -> owed.export().name()).containsExactly(MARCH, APRIL);
        assertThat(dues.owed(false)).map(owed -> owed.export().name()).containsExactly(APRIL);
    }

    @Test
    void what_a_person_asks_for_is_new_even_if_it_is_owed_for_another_reason_already() throws Exception {
        book.tick(NOW);
        var ask = new PlanRequest(NOW, Optional.empty(), Optional.of(LocalDate.parse("2026-04-01")), Optional.empty(),
                false);

        assertThat(book.look(ask).rows()).contains(APRIL, "\"why\":\"backfill\"");
        book.ask(ask);
        assertThat(book.look(ask).rows()).as("asked for twice").isEqualTo("[]");
        assertThat(book.look(ask).waking(true)).contains(APRIL);
    }

    @Test
    void how_long_the_last_of_the_series_took_is_told_with_each() {
        var dues = new Dues(book.debts(tick(NOW)), Optional.of(Duration.ofMinutes(3)), Book.MARKS);

        assertThat(dues.owed(true)).allSatisfy(owed -> assertThat(owed.usually()).contains(Duration.ofMinutes(3)));
    }

    private static PlanRequest tick(Instant scheduled) {
        return new PlanRequest(NOW, Optional.of(scheduled), Optional.empty(), Optional.empty(), false);
    }
}
