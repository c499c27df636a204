package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.seiexport.ledger.Entry;
import org.junit.jupiter.api.Test;

/** What is owed of the windows that whoever asks has chosen. */
class ChosenTest {
    private final Line line = new Line().since("2026-01-01");

    @Test
    void only_the_windows_that_touch_the_days_are_owed() {
        assertThat(owed(windows("2026-02-28..2026-03-01"))).containsExactly(2, 3);
        assertThat(owed(windows("2026-02", "2026-04-10"))).containsExactly(2, 4);
        assertThat(owed(windows(Line.id(3)))).containsExactly(3);
        assertThat(owed(windows("2026-05"))).isEmpty();
    }

    @Test
    void only_what_is_in_such_a_state_is_owed_and_what_is_not_known_is_as_good_as_owed() {
        line.entered("2026-01-01", "2026-03-31").row(1, Entry.CREATED).row(2, Entry.STAGED).row(3, Entry.OWED);

        assertThat(owed(states(Entry.CREATED, Entry.STAGED))).containsExactly(1, 2);
        assertThat(owed(states(Entry.OWED))).containsExactly(3, 4);
        assertThat(owed(Chosen.ALL)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void of_another_export_or_scope_nothing_is_owed() {
        assertThat(owed(new Chosen(Set.of("ba"), Set.of("team:1"), List.of(), Set.of()))).hasSize(4);
        assertThat(owed(new Chosen(Set.of("sprint"), Set.of(), List.of(), Set.of()))).isEmpty();
        assertThat(owed(new Chosen(Set.of(), Set.of("team:2"), List.of(), Set.of()))).isEmpty();
    }

    @Test
    void by_hand_the_windows_are_those_of_the_days_that_are_chosen_too() {
        var ask = new PlanRequest(Line.NOW, Optional.empty(), Optional.of(LocalDate.parse("2026-01-01")),
                Optional.of(LocalDate.parse("2026-03-31")), false, windows("2026-03..2026-04"));

        assertThat(months(ask)).containsExactly(3);
    }

    @Test
    void the_days_of_a_series_are_entered_only_if_none_of_its_windows_may_be_left_out() {
        line.entered("2026-01-01", "2026-01-31");

        assertThat(line.debts(ask(windows("2026-04"))).covered())
                .isEqualTo(line.debts(ask(windows("2026-04"))).coverage());
        assertThat(line.debts(ask(states(Entry.OWED))).covered().orElseThrow().to()).isEqualTo("2026-01-31");
        assertThat(line.debts(ask(new Chosen(Set.of("ba"), Set.of("team:1"), List.of(), Set.of()))).covered()
                .orElseThrow().to())
                .isEqualTo("2026-04-30");
    }

    @Test
    void only_what_is_chosen_is_woken() {
        line.entered("2026-01-01", "2026-04-30").row(1, Entry.OWED, "due_at", Line.NOW.plusSeconds(60).toEpochMilli())
                .row(2, Entry.OWED, "due_at", Line.NOW.plusSeconds(60).toEpochMilli());

        var dues = new Dues(line.debts(ask(windows("2026-02"))), Optional.empty(), new SinkMarks(line.settings()));

        assertThat(dues.waking(true))
                .isEqualTo("[{\"id\":\"" + Line.id(2) + "\"}]");
    }

    @Test
    void what_is_chosen_goes_into_a_statement_as_lists_of_json() {
        var filter = new Chosen(Set.of("ba"), Set.of("tree:\"A\""),
                Stream.of("2026-01", Line.id(3)).map(Sought::parse).toList(), Set.of()).filter(true);

        assertThat(filter.exports()).isEqualTo("[{\"id\":\"ba\"}]");
        assertThat(filter.scopes()).isEqualTo("[{\"id\":\"tree:\\\"A\\\"\"}]");
        assertThat(filter.ids()).isEqualTo("[{\"id\":\"" + Line.id(3) + "\"}]");
        assertThat(filter.days()).isEqualTo("[{\"from\":\"2026-01-01\",\"to\":\"2026-01-31\"}]");
        assertThat(filter.states()).isEqualTo("[]");
        assertThat(filter.failed()).isTrue();
    }

    @Test
    void where_only_windows_of_one_series_are_named_no_other_need_be_looked_through() {
        assertThat(windows(Line.id(3), Line.id(4)).filter(false).series()).isEqualTo("ba/team-1/weekly");
        assertThat(windows(Line.id(3), "2026-01").filter(false).series()).isNull();
        assertThat(windows(Line.id(3), "ba/team-2/weekly/2026-03-01_2026-03-31").filter(false).series()).isNull();
        assertThat(Chosen.ALL.filter(false).series()).isNull();
    }

    private static Chosen windows(String... windows) {
        return new Chosen(Set.of(), Set.of(), Stream.of(windows).map(Sought::parse).toList(), Set.of());
    }

    private static Chosen states(String... states) {
        return new Chosen(Set.of(), Set.of(), List.of(), Set.of(states));
    }

    private static PlanRequest ask(Chosen chosen) {
        return new PlanRequest(Line.NOW, Optional.empty(), Optional.empty(), Optional.empty(), false, chosen);
    }

    private List<Integer> owed(Chosen chosen) {
        return months(ask(chosen));
    }

    private List<Integer> months(PlanRequest ask) {
        return line.debts(ask).all().stream().map(debt -> debt.window().start().getMonthValue()).toList();
    }
}
