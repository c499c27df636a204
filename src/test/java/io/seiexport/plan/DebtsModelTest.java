package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.seiexport.ledger.Entries;
import io.seiexport.ledger.Entry;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Lets time pass, scopes come, exports succeed, fail and be interrupted at random, and holds what is owed against a
 * model that only knows months: all since the first that are closed and neither delivered nor given up.
 */
class DebtsModelTest {
    private static final WindowRule MONTHS = WindowRule.parse("export.ba.window", "month");
    private static final int STEPS = 30;

    private final Map<String, Entry> ledger = new HashMap<>();
    /** Of each scope the first month that was ever owed, those that were delivered, and those that were given up. */
    private final Map<String, YearMonth> firsts = new TreeMap<>();
    private final Map<String, Set<YearMonth>> delivered = new HashMap<>();
    private final Map<String, Set<YearMonth>> givenUp = new HashMap<>();

    @Property(tries = 1000)
    void what_is_owed_is_what_the_model_says(@ForAll long seed, @ForAll @IntRange(max = 3) int settle,
            @ForAll boolean withSince) {
        List.of(ledger, firsts, delivered, givenUp).forEach(Map::clear);
        var random = new Random(seed);
        var since = withSince ? Optional.of(LocalDate.of(2025, 1 + random.nextInt(12), 1 + random.nextInt(28)))
                : Optional.<LocalDate>empty();
        var today = LocalDate.of(2026, 1, 10);
        var scopes = new ArrayList<>(List.of("1"));
        for (var step = 0; step < STEPS; step++) {
            today = today.plusDays(random.nextInt(50));
            if (random.nextInt(6) == 0) {
                scopes.add(String.valueOf(scopes.size() + 1));
            }
            var last = YearMonth.from(today.minusDays(1)).minusMonths(1);
            for (var scope : scopes) {
                var owed = owed(scope, today, since, settle);

                assertThat(owed).map(debt -> YearMonth.from(debt.export().window().start()))
                        .containsExactlyElementsOf(expected(scope, last, since, settle));
                owed.forEach(debt -> happen(debt, random));
            }
        }
    }

    private List<Owed> owed(String scope, LocalDate today, Optional<LocalDate> since, int settle) {
        var now = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        var last = MONTHS.lastClosed(now, ZoneOffset.UTC, Period.ofDays(1)).orElseThrow();
        return new Debts(MONTHS, Ask.of(now), new Entries(ledger.values()), since, settle, false)
                .of(last, window -> export(scope, window));
    }

    private List<YearMonth> expected(String scope, YearMonth last, Optional<LocalDate> since, int settle) {
        var first = since.map(YearMonth::from).orElse(firsts.getOrDefault(scope, last));
        var months = new ArrayList<YearMonth>();
        for (var month = first; !month.isAfter(last); month = month.plusMonths(1)) {
            var home = delivered.getOrDefault(scope, Set.of()).contains(month);
            var leftAlone = givenUp.getOrDefault(scope, Set.of()).contains(month);
            var settling = home && month.isAfter(last.minusMonths(settle));
            if (!home && !leftAlone || settling) {
                months.add(month);
            }
        }
        return months;
    }

    private void happen(Owed debt, Random random) {
        var scope = debt.export().scope().team();
        var month = YearMonth.from(debt.export().window().start());
        firsts.merge(scope, month, (a, b) -> a.isBefore(b) ? a : b);
        var state = List.of(Entry.DELIVERED, Entry.DELIVERED, Entry.DELIVERED, "owed", Entry.ASKED, Entry.CREATED,
                Entry.STAGED, Entry.GIVEN_UP).get(random.nextInt(8));
        delivered.computeIfAbsent(scope, any -> new HashSet<>()).remove(month);
        givenUp.computeIfAbsent(scope, any -> new HashSet<>()).remove(month);
        if (state.equals(Entry.DELIVERED)) {
            delivered.get(scope).add(month);
        } else if (state.equals(Entry.GIVEN_UP)) {
            givenUp.get(scope).add(month);
        }
        var export = debt.export();
        ledger.put(export.name(), new Entry(export.name(), "ba", export.scope().toString(), export.window().start(),
                export.window().end(), "owed", state, export.request(), "", "", "", 0, Optional.of(Instant.EPOCH),
                Optional.empty(), 0, state.equals("owed") ? "unreachable" : "", "", Set.of("direct:sink-file")));
    }

    private static Export export(String scope, Window window) {
        return new Export("ba", List.of("ba"), new Scope("", scope), window, "weekly", "{}",
                List.of("direct:sink-file"));
    }
}
