package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seiexport.ledger.Entry;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Lets time pass and all kinds of things happen at random, and holds what is owed against models that know little. */
class DebtsModelTest {
    private static final int STEPS = 30;
    private static final LocalDate BEGIN = LocalDate.of(2026, 1, 10);
    private static final List<String> RULES = List.of("month", "week", "day", "quarter", "trailing:1d", "trailing:9d",
            "trailing:40d");

    /** A scope as somebody would keep it who only knows months. */
    private static final class Months {
        private final Set<YearMonth> entered = new TreeSet<>();
        private final Map<YearMonth, String> states = new TreeMap<>();
        /** Those that are owed for another reason than that they are new, or that were asked for. */
        private final Set<YearMonth> wanted = new HashSet<>();

        void tick(YearMonth last, Optional<YearMonth> since, int settle) {
            var first = since.orElse(entered.isEmpty() ? last : new TreeSet<>(entered).last().plusMonths(1));
            for (var month = first; !month.isAfter(last); month = month.plusMonths(1)) {
                if (entered.add(month)) {
                    states.putIfAbsent(month, Entry.OWED);
                }
            }
            for (var month = last; month.isAfter(last.minusMonths(settle)); month = month.minusMonths(1)) {
                if (Entry.DELIVERED.equals(states.get(month)) && !isBefore(month, since)) {
                    states.put(month, Entry.OWED);
                    wanted.add(month);
                }
            }
        }

        void askedByHand(YearMonth month, boolean force) {
            if (force || !Entry.DELIVERED.equals(states.get(month))) {
                wanted.add(month);
                states.merge(month, Entry.OWED,
                        (before, now) -> List.of(Entry.DELIVERED, Entry.GIVEN_UP).contains(before)
                        ? now : before);
            }
        }

        List<YearMonth> owed(YearMonth last, Optional<YearMonth> since) {
            return states.keySet().stream().filter(month -> !month.isAfter(last))
                    .filter(month -> !List.of(Entry.DELIVERED, Entry.GIVEN_UP).contains(states.get(month)))
                    .filter(month -> wanted.contains(month) || !isBefore(month, since)).toList();
        }

        private static boolean isBefore(YearMonth month, Optional<YearMonth> since) {
            return since.filter(month::isBefore).isPresent();
        }
    }

    @Property(tries = 300)
    void what_is_owed_is_what_the_model_says(@ForAll long seed, @ForAll @IntRange(max = 3) int settle)
            throws Exception {
        var random = new Random(seed);
        var since = since(random);
        var today = BEGIN;
        var scopes = new ArrayList<>(List.of(new Book("1").settle(settle)));
        var models = new ArrayList<>(List.of(new Months()));
        for (var step = 0; step < STEPS; step++) {
            today = today.plusDays(random.nextInt(50));
            if (random.nextInt(6) == 0) {
                scopes.add(new Book(String.valueOf(scopes.size() + 1)).settle(settle));
                models.add(new Months());
            }
            since = random.nextInt(4) == 0 ? since(random) : since;
            var last = YearMonth.from(today.minusDays(1)).minusMonths(1);
            for (var i = 0; i < scopes.size(); i++) {
                var book = scopes.get(i).since(since.map(LocalDate::toString).orElse(null));
                var model = models.get(i);
                if (random.nextInt(5) == 0) {
                    backfill(book, model, today, random);
                }
                var sinceMonth = since.map(YearMonth::from);
                var idle = book.isIdle(noon(today, step));
                var dues = book.tick(noon(today, step));
                assertThat(idle && (dues.size() > 0 || dues.isCovering() || !dues.leaving().equals("[]")))
                        .as("left out although something is to be done").isFalse();
                model.tick(last, sinceMonth, settle);
                var expected = model.owed(last, sinceMonth);

                assertThat(months(book.look(tick(noon(today, step))))).containsExactlyElementsOf(expected);
                assertThat(book.ids().stream().map(book::entry).filter(entry -> entry.dueAt().isPresent())
                        .map(entry -> YearMonth.from(entry.start()))).as("what is due")
                        .containsExactlyElementsOf(expected);
                var rows = book.look(tick(noon(today, step))).rows();
                assertThat(rows).as("the same tick on another node").isEqualTo("[]");
                expected.forEach(month -> happen(book, model, month, random));
            }
        }
    }

    private static void backfill(Book book, Months model, LocalDate today, Random random)
            throws JsonProcessingException {
        var from = today.minusMonths(1 + random.nextInt(12)).withDayOfMonth(1);
        var to = from.plusMonths(random.nextInt(4));
        var force = random.nextBoolean();
        book.ask(new PlanRequest(noon(today, 0), Optional.empty(), Optional.of(from), Optional.of(to), force));
        var last = YearMonth.from(today.minusDays(1)).minusMonths(1);
        for (var month = YearMonth.from(from); !month.isAfter(YearMonth.from(to)) && !month.isAfter(last);
                month = month.plusMonths(1)) {
            model.askedByHand(month, force);
        }
    }

    private static List<YearMonth> months(Dues dues) {
        return dues.owed(true).stream().map(owed -> YearMonth.from(owed.export().window().start())).toList();
    }

    private static void happen(Book book, Months model, YearMonth month, Random random) {
        var id = book.id(month.atDay(1) + ".." + month.atEndOfMonth());
        var state = List.of(Entry.DELIVERED, Entry.DELIVERED, Entry.DELIVERED, Entry.OWED, "failing", Entry.ASKED,
                Entry.CREATED, Entry.STAGED, Entry.GIVEN_UP).get(random.nextInt(9));
        switch (state) {
            case Entry.OWED -> {
                return;
            }
            case Entry.DELIVERED -> book.deliver(id, "content");
            case Entry.GIVEN_UP -> book.set(id, "state", state, "due_at", null, "asked_at", 1L);
            case "failing" -> book.set(id, "state", Entry.OWED, "asked_at", 1L, "reason", "unreachable");
            default -> book.set(id, "state", state, "asked_at", 1L);
        }
        model.states.put(month, state);
        if (List.of(Entry.DELIVERED, Entry.GIVEN_UP).contains(state)) {
            model.wanted.remove(month);
        } else {
            model.wanted.add(month);
        }
        if (state.equals(Entry.DELIVERED)) {
            book.set(id, "asked_at", null);
        }
    }

    @Property(tries = 300)
    void no_day_is_without_a_window_and_none_is_entered_twice_however_the_rule_changes(@ForAll long seed)
            throws Exception {
        var random = new Random(seed);
        var since = since(random);
        var book = new Book("1").since(since.map(LocalDate::toString).orElse(null));
        var today = BEGIN;
        var begin = Optional.<LocalDate>empty();
        for (var step = 0; step < STEPS; step++) {
            today = today.plusDays(random.nextInt(random.nextBoolean() ? 3 : 60));
            if (random.nextInt(8) == 0) {
                since = since(random);
                book.since(since.map(LocalDate::toString).orElse(null));
            }
            book.rule(RULES.get(random.nextInt(RULES.size())));
            var end = lastDay(book);

            book.tick(noon(today, step));

            var last = book.series(noon(today, step)).last().orElseThrow();
            begin = begin(begin, since, end, last, book);
            var first = since.orElse(begin.orElse(LocalDate.MAX));
            var demanded = first.isAfter(last.end()) ? List.<LocalDate>of()
                    : first.datesUntil(last.end().plusDays(1)).toList();
            assertThat(days(book).containsAll(demanded)).as("%s to %s, by %s", first, last.end(), book.coverage())
                    .isTrue();
            assertThat(book.entered().values()).as("each is entered once").allMatch(times -> times == 1);
            assertThat(book.look(tick(noon(today, step))).rows()).isEqualTo("[]");
            if (random.nextBoolean()) {
                book.deliverAll();
            }
        }
    }

    /**
     * The first day that has to have a window where since is not set: it moves back with since as soon as the windows
     * from there on reach the days that were entered, and on when since leaves a gap behind.
     */
    private static Optional<LocalDate> begin(Optional<LocalDate> before, Optional<LocalDate> since,
            Optional<LocalDate> end, Window last, Book book) {
        var reached = since.filter(day -> !day.isAfter(last.end()));
        if (before.isEmpty()) {
            return since.isPresent() ? reached : Optional.of(last.end());
        }
        var gapIsClosed = !last.end().plusDays(1).isBefore(before.get());
        return reached.filter(day -> day.isBefore(before.get()) && gapIsClosed || day.isAfter(end.orElseThrow()))
                .or(() -> before);
    }

    private static Optional<LocalDate> lastDay(Book book) {
        return book.ids().stream().map(book::entry).map(Entry::end).max(LocalDate::compareTo);
    }

    /** Those of windows that are delivered or will be. */
    private static Set<LocalDate> days(Book book) {
        var days = new HashSet<LocalDate>();
        book.entries().filter(entry -> entry.delivered() || entry.dueAt().isPresent())
                .forEach(entry -> entry.start().datesUntil(entry.end().plusDays(1)).forEach(days::add));
        return days;
    }

    private static Optional<LocalDate> since(Random random) {
        return random.nextInt(3) == 0 ? Optional.empty()
                : Optional.of(LocalDate.of(2025, 1, 1).plusDays(random.nextInt(1000)));
    }

    private static PlanRequest tick(Instant now) {
        return new PlanRequest(now, Optional.of(now), Optional.empty(), Optional.empty(), false);
    }

    private static Instant noon(LocalDate day, int second) {
        return day.atTime(12, 0, second).toInstant(ZoneOffset.UTC);
    }
}
