package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seiexport.ledger.Coverage;
import io.seiexport.ledger.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a series of windows begins, and what is owed of it. */
class DebtsTest {
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private static final String FEBRUARY = "2026-02-01..2026-02-28";
    private static final String MARCH = "2026-03-01..2026-03-31";
    private static final String APRIL = "2026-04-01..2026-04-30";

    private final Book book = new Book("1");

    @Test
    void a_series_begins_with_the_last_closed_window() throws Exception {
        assertThat(owed(NOW)).containsExactly(APRIL + " new");
        assertThat(book.coverage()).contains(days(APRIL));

        assertThat(owed(day("2026-07-15"))).containsExactly(APRIL + " new", "2026-05-01..2026-05-31 missed",
                "2026-06-01..2026-06-30 new");
    }

    @Test
    void a_window_that_slides_owes_one_more_each_day_and_none_from_before_the_first() throws Exception {
        book.rule("trailing:14d");

        assertThat(delivered(NOW)).containsExactly("2026-04-30..2026-05-13 new");
        assertThat(delivered(day("2026-05-16"))).containsExactly("2026-05-01..2026-05-14 new");
        assertThat(delivered(day("2026-05-18"))).containsExactly("2026-05-02..2026-05-15 missed",
                "2026-05-03..2026-05-16 new");
    }

    @Test
    void nothing_is_owed_before_the_first_day_that_is_set() throws Exception {
        assertThat(owed(book.since("2026-05-01").look(PlanRequest.of(NOW)))).isEmpty();
        assertThat(owed(book.since("2026-04-30").look(PlanRequest.of(NOW)))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"2026-04-01, 0", "2026-03-31, 1"})
    void fixed_days_that_end_before_the_first_day_are_not_owed(String since, int count) {
        book.rule("fixed:2026-01-01..2026-03-31").since(since);

        assertThat(owed(book.look(PlanRequest.of(NOW)))).hasSize(count);
    }

    @Test
    void where_the_only_window_is_open_nothing_is_owed_and_nothing_begins() throws Exception {
        book.rule("fixed:2026-01-01..2026-05-15");

        assertThat(owed(NOW)).isEmpty();
        assertThat(book.coverage()).isEmpty();
    }

    @Test
    void fixed_days_are_entered_once() throws Exception {
        book.rule("fixed:2026-01-01..2026-03-31");

        assertThat(delivered(NOW)).containsExactly("2026-01-01..2026-03-31 new");
        assertThat(owed(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void what_was_asked_for_by_hand_is_not_owed_once_more_when_its_series_begins() throws Exception {
        book.ask(byHand("2026-02-01", "2026-04-30"));
        book.deliverAll();

        assertThat(owed(NOW)).isEmpty();
        assertThat(book.coverage()).contains(days(APRIL));
        assertThat(delivered(day("2026-07-15")))
                .containsExactly("2026-05-01..2026-05-31 missed", "2026-06-01..2026-06-30 new");
    }

    @Test
    void older_windows_that_were_asked_for_by_hand_begin_no_series() throws Exception {
        book.ask(byHand("2025-02-01", "2025-03-31"));
        book.deliverAll();

        assertThat(book.coverage()).isEmpty();
        assertThat(owed(NOW)).containsExactly(APRIL + " new");
    }

    @Test
    void the_first_day_that_is_set_may_move_back_and_what_was_delivered_stays_delivered() throws Exception {
        book.since("2026-03-01");
        assertThat(delivered(NOW)).containsExactly(MARCH + " missed", APRIL + " new");

        book.since("2026-01-20");

        assertThat(delivered(NOW)).containsExactly("2026-01-01..2026-01-31 missed", FEBRUARY + " missed");
        assertThat(owed(NOW)).isEmpty();
        assertThat(book.coverage()).contains(days("2026-01-01..2026-04-30"));
    }

    @Test
    void what_nobody_has_asked_for_is_dropped_when_the_first_day_moves_on_and_taken_up_when_it_moves_back()
            throws Exception {
        book.since("2026-02-01").tick(NOW);

        book.since("2026-04-01");
        assertThat(owed(NOW)).containsExactly(APRIL + " new");
        assertThat(List.of(FEBRUARY, MARCH))
                .allSatisfy(days -> assertThat(book.entry(book.id(days)).dueAt()).isEmpty());
        assertThat(owed(NOW)).containsExactly(APRIL + " new");

        book.since(null);
        assertThat(owed(NOW)).containsExactly(FEBRUARY + " missed", MARCH + " missed", APRIL + " new");
        assertThat(List.of(FEBRUARY, MARCH))
                .allSatisfy(days -> assertThat(book.entry(book.id(days)).dueAt()).isPresent());
    }

    @Test
    void what_was_asked_for_or_is_wanted_by_a_person_stays_owed_when_the_first_day_moves_on() throws Exception {
        book.since("2026-02-01").tick(NOW);
        book.set(book.id(FEBRUARY), "state", Entry.CREATED, "asked_at", 1L);
        book.ask(byHand("2026-03-01", "2026-03-31"));

        book.since("2026-04-01");

        assertThat(owed(NOW)).containsExactly(FEBRUARY + " missed", MARCH + " backfill", APRIL + " new");
        assertThat(book.ids()).allSatisfy(id -> assertThat(book.entry(id).dueAt()).isPresent());
    }

    @Test
    void a_first_day_beyond_what_was_entered_begins_the_series_anew_only_when_its_time_comes() throws Exception {
        delivered(NOW);

        book.since("2026-08-01");
        assertThat(owed(day("2026-07-15"))).isEmpty();
        assertThat(book.coverage()).contains(days(APRIL));

        assertThat(delivered(day("2026-09-15"))).containsExactly("2026-08-01..2026-08-31 new");
        assertThat(book.coverage()).contains(days("2026-08-01..2026-08-31"));
        book.since("2026-05-01");
        assertThat(delivered(day("2026-09-15")))
                .containsExactly("2026-05-01..2026-05-31 missed", "2026-06-01..2026-06-30 missed",
                "2026-07-01..2026-07-31 missed");
    }

    @Test
    void what_was_forgotten_after_its_delivery_is_not_owed_again_while_the_first_day_moves_to_and_fro()
            throws Exception {
        book.since("2026-01-01");
        delivered(NOW);
        List.of("2026-01-01..2026-01-31", FEBRUARY, MARCH).forEach(days -> book.forget(book.id(days)));

        book.since("2026-03-15");
        assertThat(owed(NOW)).isEmpty();
        book.since("2026-01-01");

        assertThat(owed(NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "month,   week,        2026-10-26..2026-11-01",
        "month,   day,         2026-11-01..2026-11-01",
        "month,   trailing:3d, 2026-10-30..2026-11-01",
        "quarter, week,        2026-09-28..2026-10-04",
        "week,    day,         2026-11-16..2026-11-16",
        "day,     week,        2026-11-16..2026-11-22"})
    void a_rule_that_is_changed_goes_on_where_the_days_were_entered(String before, String after, String first)
            throws Exception {
        var now = day("2026-11-20");
        book.rule(before);
        delivered(now);

        book.rule(after);

        assertThat(delivered(day("2026-11-25")).get(0)).startsWith(first);
        assertThat(owed(day("2026-11-25"))).isEmpty();
    }

    @Test
    void a_longer_rule_waits_for_the_first_window_that_holds_a_new_day() throws Exception {
        book.rule("day").since("2026-11-10");
        delivered(day("2026-11-20"));

        book.rule("month");

        assertThat(owed(day("2026-11-25"))).isEmpty();
        assertThat(owed(day("2026-12-05"))).containsExactly("2026-11-01..2026-11-30 new");
    }

    @Test
    void days_that_a_longer_rule_has_not_closed_yet_are_no_gap_for_good_when_the_first_day_moves_back()
            throws Exception {
        book.rule("day");
        delivered(day("2026-03-10"));

        book.rule("quarter").since("2025-10-01");
        assertThat(delivered(day("2026-03-20"))).containsExactly("2025-10-01..2025-12-31 new");
        assertThat(owed(day("2026-03-20"))).isEmpty();

        assertThat(delivered(day("2026-04-10"))).containsExactly("2026-01-01..2026-03-31 new");
        assertThat(book.coverage()).contains(days("2025-10-01..2026-03-31"));
    }

    @Test
    void fixed_days_in_between_leave_the_series_where_it_was() throws Exception {
        delivered(NOW);
        book.rule("fixed:2026-07-01..2026-07-31");
        assertThat(delivered(day("2026-08-15"))).containsExactly("2026-07-01..2026-07-31 new");

        book.rule("month");

        assertThat(delivered(day("2026-08-15"))).as("July has the same name by both rules").containsExactly(
                "2026-05-01..2026-05-31 missed", "2026-06-01..2026-06-30 missed");
    }

    @Test
    void what_is_under_way_stays_owed_by_whatever_rule_it_came() throws Exception {
        book.tick(NOW);
        book.set(book.id(APRIL), "state", Entry.CREATED);

        book.rule("week");

        assertThat(owed(day("2026-05-20"))).first().isEqualTo(APRIL + " new");
    }

    @Test
    void what_is_closed_stays_owed_though_the_longer_windows_of_a_new_rule_are_not_closed_yet() throws Exception {
        book.rule("day").since("2026-11-17");
        book.tick(day("2026-11-20"));

        for (var rule : List.of("month", "fixed:2026-11-01..2026-12-31")) {
            book.rule(rule).since("2026-11-01");
            assertThat(owed(day("2026-11-20"))).as(rule).isEqualTo(List.of("2026-11-17..2026-11-17 missed",
                    "2026-11-18..2026-11-18 new"));
        }
    }

    @Test
    void the_last_windows_are_owed_anew_until_they_are_settled() throws Exception {
        book.since("2026-01-01").settle(2);
        delivered(NOW);

        assertThat(delivered(NOW.plusSeconds(60))).containsExactly(MARCH + " settle", APRIL + " settle");
        assertThat(owed(day("2026-06-15"))).containsExactly(APRIL + " settle", "2026-05-01..2026-05-31 new");
    }

    @Test
    void nothing_from_before_the_first_day_is_owed_anew() throws Exception {
        book.since("2026-02-01").settle(3);
        delivered(NOW);

        book.since("2026-04-01");

        assertThat(owed(NOW.plusSeconds(60))).containsExactly(APRIL + " settle");
    }

    @Test
    void what_fails_to_settle_stays_owed_when_it_is_no_longer_among_the_last() throws Exception {
        book.settle(1);
        delivered(NOW);
        book.tick(NOW.plusSeconds(60));
        book.set(book.id(APRIL), "reason", "unreachable");

        assertThat(reasons(book.tick(day("2026-08-15")))).first().isEqualTo("failed: unreachable");
    }

    @Test
    void what_is_given_up_is_owed_neither_by_the_clock_nor_when_it_would_settle() throws Exception {
        book.settle(1).tick(NOW);
        book.set(book.id(APRIL), "state", Entry.GIVEN_UP, "due_at", null);

        assertThat(owed(NOW.plusSeconds(60))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_new_sink_is_owed_what_the_others_have_got_if_a_setting_says_so(boolean owes) throws Exception {
        book.since("2026-03-01");
        delivered(NOW);

        book.sinks(owes, Book.SINK, "direct:new");

        assertThat(owed(NOW.plusSeconds(60)))
                .isEqualTo(owes ? List.of(MARCH + " new sink", APRIL + " new sink") : List.of());
    }

    @Test
    void only_the_sinks_that_lack_it_are_given_what_a_new_sink_is_owed() throws Exception {
        delivered(NOW);
        book.sinks(true, Book.SINK, "direct:new");

        var owed = book.look(PlanRequest.of(NOW.plusSeconds(60))).owed(true);

        assertThat(owed).singleElement()
                .satisfies(one -> assertThat(one.export().sinks()).containsExactly("direct:new"));
    }

    @Test
    void what_both_settles_and_lacks_a_sink_settles() throws Exception {
        delivered(NOW);
        book.sinks(true, Book.SINK, "direct:new").settle(1);

        assertThat(owed(NOW.plusSeconds(60))).containsExactly(APRIL + " settle");
    }

    @Test
    void a_person_asks_for_the_windows_that_touch_the_days() throws Exception {
        assertThat(owed(book.ask(byHand("2026-02-28", "2026-03-01"))))
                .containsExactly(FEBRUARY + " backfill", MARCH + " backfill");
    }

    @Test
    void what_is_delivered_is_asked_for_by_hand_only_by_force() throws Exception {
        book.since("2026-03-01");
        delivered(NOW);
        var forced = new PlanRequest(NOW, Optional.empty(), Optional.of(LocalDate.parse("2026-02-01")),
                Optional.of(LocalDate.parse("2026-03-31")), true);

        assertThat(owed(book.look(byHand("2026-02-01", "2026-03-31")))).containsExactly(FEBRUARY + " backfill");
        assertThat(owed(book.look(forced))).containsExactly(FEBRUARY + " backfill", MARCH + " backfill");
    }

    @Test
    void force_without_days_means_the_last_closed_window() throws Exception {
        book.since("2026-03-01");
        delivered(NOW);

        assertThat(owed(book.ask(new PlanRequest(NOW, Optional.empty(), Optional.empty(), Optional.empty(), true))))
                .containsExactly(APRIL + " backfill");
        assertThat(book.entry(book.id(APRIL)).byHand()).isTrue();
    }

    @Test
    void a_person_puts_back_what_is_given_up() throws Exception {
        book.tick(NOW);
        book.set(book.id(APRIL), "state", Entry.GIVEN_UP, "due_at", null, "failures", 10, "reason", "bad-request");

        assertThat(owed(book.ask(byHand("2026-04-01", "2026-04-30")))).containsExactly(APRIL + " backfill");

        assertThat(book.entry(book.id(APRIL))).satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(Entry.OWED);
            assertThat(entry.failures()).isZero();
            assertThat(entry.dueAt()).isPresent();
        });
    }

    @Test
    void no_window_that_is_not_closed_is_asked_for_by_hand() throws Exception {
        assertThat(owed(book.ask(byHand("2026-04-30", "2026-12-31")))).containsExactly(APRIL + " backfill");
    }

    @Test
    void what_is_owed_is_told_with_how_far_it_is_or_what_stood_in_its_way() throws Exception {
        book.since("2026-01-01").tick(NOW);
        book.set(book.id("2026-01-01..2026-01-31"), "state", Entry.CREATED, "reason", "stopped");
        book.set(book.id(FEBRUARY), "reason", "unreachable");
        book.set(book.id(MARCH), "reason", "stopped");

        assertThat(reasons(book.look(PlanRequest.of(NOW))))
                .containsExactly("under way", "failed: unreachable", "missed", "new");
    }

    private List<String> owed(Instant now) throws JsonProcessingException {
        return owed(book.tick(now));
    }

    /** What is owed; then it is delivered. */
    private List<String> delivered(Instant now) throws JsonProcessingException {
        var owed = owed(now);
        book.deliverAll();
        return owed;
    }

    private List<String> owed(Dues dues) {
        return dues.owed(true).stream().map(owed -> owed.export().window() + " " + owed.entry()
                .filter(entry -> !entry.delivered() && !dues.rows().contains(owed.export().name())).map(Entry::why)
                .orElse(owed.reason())).toList();
    }

    private static List<String> reasons(Dues dues) {
        return dues.owed(true).stream().map(OwedExport::reason).toList();
    }

    private static PlanRequest byHand(String from, String to) {
        return new PlanRequest(NOW, Optional.empty(), Optional.of(LocalDate.parse(from)),
                Optional.of(LocalDate.parse(to)), false);
    }

    private static Instant day(String day) {
        return Instant.parse(day + "T12:00:00Z");
    }

    private static Coverage days(String window) {
        var days = window.split("\\.\\.");
        return new Coverage(LocalDate.parse(days[0]), LocalDate.parse(days[1]));
    }
}
