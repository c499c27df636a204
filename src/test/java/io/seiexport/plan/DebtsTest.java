package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.seiexport.ledger.Entries;
import io.seiexport.ledger.Entry;
import org.junit.jupiter.api.Test;

/** Where a series of windows begins, and what is owed of it. */
class DebtsTest {
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");

    private final Map<String, Entry> ledger = new HashMap<>();

    @Test
    void a_window_that_slides_owes_one_more_each_day_and_none_from_before_the_first() {
        assertThat(owed("trailing:14d", NOW)).containsExactly("2026-04-30..2026-05-13");
        assertThat(owed("trailing:14d", NOW.plus(Period.ofDays(1)))).containsExactly("2026-05-01..2026-05-14");
        assertThat(owed("trailing:14d", NOW.plus(Period.ofDays(3))))
                .containsExactly("2026-05-02..2026-05-15", "2026-05-03..2026-05-16");
    }

    @Test
    void nothing_is_owed_before_the_first_day_that_is_set() {
        assertThat(owed("month", Ask.of(NOW), Optional.of(LocalDate.parse("2026-05-01")))).isEmpty();
        assertThat(owed("month", Ask.of(NOW), Optional.of(LocalDate.parse("2026-04-30")))).hasSize(1);
    }

    @Test
    void what_was_asked_for_by_hand_begins_the_series_if_it_was_the_last_closed_window() {
        owed("month", byHand("2026-02-01", "2026-04-30"), Optional.empty());
        assertThat(owed("month", NOW)).isEmpty();

        assertThat(owed("month", Instant.parse("2026-07-15T12:00:00Z")))
                .containsExactly("2026-05-01..2026-05-31", "2026-06-01..2026-06-30");
    }

    @Test
    void older_windows_that_were_asked_for_by_hand_begin_no_series() {
        owed("month", byHand("2025-02-01", "2025-03-31"), Optional.empty());

        assertThat(owed("month", NOW)).containsExactly("2026-04-01..2026-04-30");
    }

    private static Ask byHand(String from, String to) {
        return new Ask(NOW, Optional.of(LocalDate.parse(from)), Optional.of(LocalDate.parse(to)), false, false);
    }

    /** Asks for what is owed, and takes it for delivered. */
    private List<String> owed(String window, Instant now) {
        return owed(window, Ask.of(now), Optional.empty());
    }

    private List<String> owed(String window, Ask ask, Optional<LocalDate> since) {
        var rule = WindowRule.parse("export.ba.window", window);
        var last = rule.lastClosed(ask.now(), ZoneOffset.UTC, Period.ofDays(1)).orElseThrow();
        var owed = new Debts(rule, ask, new Entries(ledger.values()), since, 0, false)
                .of(last, DebtsTest::export);
        owed.forEach(debt -> ledger.put(debt.export().name(), delivered(debt)));
        return owed.stream().map(debt -> debt.export().window().toString()).toList();
    }

    private static Entry delivered(Owed debt) {
        var export = debt.export();
        return new Entry(export.name(), "ba", export.scope().toString(), export.window().start(),
                export.window().end(), debt.origin(), Entry.DELIVERED, export.request(), "", "", "", 0, Optional.empty(),
                Optional.empty(), 0, "", "", Set.of("direct:sink-file"));
    }

    private static Export export(Window window) {
        return new Export("ba", List.of("ba"), new Scope("", "1"), window, "weekly", "{}",
                List.of("direct:sink-file"));
    }
}
