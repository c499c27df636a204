package io.seiexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.settings.RunMode;
import io.seiexport.support.CamelWith;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The windows that a command is about. */
class ClaimSelectionTest {
    private final ClaimSelection wanted = wanted(true);

    @Test
    void a_clock_claims_any_window() {
        var onTheClock = wanted(false);
        onTheClock.queued(owed("1"));

        assertThat(onTheClock.next()).isNull();
    }

    @Test
    void a_command_claims_nothing_before_it_is_told_of_anything() {
        assertThat(wanted.next()).isEqualTo("[]");
    }

    @Test
    void a_command_has_something_to_claim_from_when_it_is_told_until_that_is_claimed() {
        assertThat(wanted.isAny()).isFalse();

        wanted.queued(owed("1"));
        assertThat(wanted.isAny()).isTrue();

        wanted.claimed(Entry.of(Map.of("id", id("1"))), Duration.ZERO);
        assertThat(wanted.isAny()).isFalse();
    }

    @Test
    void a_command_remembers_what_it_was_told_of_and_a_clock_does_not() {
        var onTheClock = wanted(false);
        for (var each : List.of(wanted, onTheClock)) {
            each.queued(owed("1"));
            each.queued(owed("2"));
            each.claimed(Entry.of(Map.of("id", id("1"))), Duration.ZERO);
        }

        assertThat(wanted.remembered()).isEqualTo(2);
        assertThat(onTheClock.remembered()).isZero();
    }

    @Test
    void a_command_claims_what_it_was_told_of_in_that_order_and_each_once() {
        wanted.queued(owed("2"));
        wanted.queued(owed("1"));
        wanted.queued(owed("2"));

        assertThat(wanted.next()).isEqualTo("[{\"id\":\"" + id("2") + "\"},{\"id\":\"" + id("1") + "\"}]");
    }

    @Test
    void what_is_claimed_here_or_has_ended_elsewhere_is_not_claimed_again() {
        List.of("1", "2", "3").forEach(team -> wanted.queued(owed(team)));

        wanted.claimed(Entry.of(Map.of("id", id("1"))), Duration.ZERO);
        wanted.closed(id("2"));

        assertThat(wanted.next()).isEqualTo("[{\"id\":\"" + id("3") + "\"}]");
    }

    @Test
    void what_is_begun_anew_is_claimed_once_more_by_a_command() {
        wanted.queued(owed("1"));
        wanted.claimed(Entry.of(Map.of("id", id("1"))), Duration.ZERO);

        wanted.begunAnew(id("1"));

        assertThat(wanted.next()).isEqualTo("[{\"id\":\"" + id("1") + "\"}]");
    }

    @Test
    void no_more_are_looked_for_at_once_than_one_statement_takes() {
        IntStream.range(0, 1200).forEach(team -> wanted.queued(owed(String.valueOf(team))));

        assertThat(wanted.next()).contains(id("0") + "\"", id("499") + "\"").doesNotContain(id("500") + "\"");
    }

    @Test
    void what_was_claimed_is_begun_in_turn_however_the_database_hands_it_out() {
        var exchange = new DefaultExchange(CamelWith.settings(Map.of()));
        exchange.getMessage().setBody(List.of(
                row("settling", true, 0, 0, "2026-01-01"),
                row("failing", false, 2, 0, "2026-01-01"),
                row("postponed", false, 0, 1, "2026-01-01"),
                row("younger", false, 0, 0, "2026-03-01"),
                row("b", false, 0, 0, "2026-02-01"),
                row("a", false, 0, 0, "2026-02-01")));

        assertThat(wanted.inTurn(exchange)).map(row -> row.get("id"))
                .containsExactly("a", "b", "younger", "postponed", "failing", "settling");
    }

    @Test
    void the_numbers_of_sqlite_are_as_good_as_the_words_of_postgresql() {
        var exchange = new DefaultExchange(CamelWith.settings(Map.of()));
        exchange.getMessage()
                .setBody(List.of(row("settling", 1, 0, 0, "2026-01-01"), row("new", 0, 0L, 0L, "2026-02-01")));

        assertThat(wanted.inTurn(exchange)).map(row -> row.get("id")).containsExactly("new", "settling");
    }

    private static Map<String, Object> row(String id, Object settles, Number failures, Number postponed, String start) {
        return Map.of("id", id, "settles", settles, "failures", failures, "postponed", postponed, "window_start",
                start);
    }

    private static ClaimSelection wanted(boolean byHand) {
        return new ClaimSelection(new RunMode(!byHand, false));
    }

    private static String id(String team) {
        return owed(team).export().name();
    }

    private static OwedExport owed(String team) {
        return new OwedExport(new Export("ba", List.of("ba"), new Scope("", team),
                new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31")), "weekly", "{}",
                List.of("direct:sink-file")), "new", Optional.empty(), Optional.empty());
    }
}
