package io.seiexport.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.seiexport.ledger.Coverage;
import io.seiexport.ledger.Entry;

/**
 * Finds the windows of a series that are owed, and says of each why.
 *
 * @param known   the rows that are not delivered, or may be owed again
 * @param lacking the delivered ones that some sink has not got
 */
record Debts(Series series, PlanRequest ask, Optional<Coverage> coverage, List<Entry> known, List<Entry> lacking) {
    private static final String NEW = "new";
    private static final String MISSED = "missed";

    /** Oldest first. */
    List<Debt> all() {
        var debts = new TreeMap<String, Debt>();
        if (ask.byHand()) {
            series.last().ifPresent(last ->
                    byHand(last).forEach(debt -> debts.put(series.id(debt.window()), debt)));
        } else {
            known.stream().filter(this::isOwed).forEach(entry -> debts.put(entry.id(),
                    new Debt(Window.of(entry), entry.why(), Optional.of(entry))));
            settling().forEach(debt -> debts.putIfAbsent(series.id(debt.window()), debt));
            lacking.stream().filter(entry -> !series.isOver(Window.of(entry))).forEach(entry ->
                    debts.putIfAbsent(entry.id(), new Debt(Window.of(entry), Entry.NEW_SINK, Optional.of(entry))));
            entering().forEach(window -> debts.put(series.id(window), new Debt(window,
                    window.equals(series.last().orElseThrow()) ? NEW : MISSED, Optional.empty())));
        }
        var all = new ArrayList<>(debts.values());
        all.removeIf(debt -> !ask.chosen().contains(series, debt.window(), debt.entry()));
        all.sort(Comparator.comparing((Debt debt) -> debt.window().start()).thenComparing(debt -> debt.window().end()));
        return all;
    }

    private List<Debt> byHand(Window last) {
        var byId = byId();
        return series.rule().from(ask.from().orElse(last.end()), last).stream()
                .filter(window -> !window.start().isAfter(ask.to().orElse(LocalDate.MAX))
                        && !window.end().isBefore(ask.from().orElse(LocalDate.MIN)))
                .map(window -> new Debt(window, Entry.BY_HAND, Optional.ofNullable(byId.get(series.id(window)))))
                .filter(debt -> ask.force() || !debt.entry().map(Entry::delivered).orElse(false))
                .toList();
    }

    private Map<String, Entry> byId() {
        return known.stream().collect(Collectors.toMap(Entry::id, Function.identity()));
    }

    /** By whatever rule it came. A window that nobody has asked for yet is forgotten when since moves on. */
    private boolean isOwed(Entry entry) {
        return !entry.delivered() && !entry.givenUp() && !entry.end().isAfter(series.closed()) && !isDropped(entry)
                && !isMissed(entry);
    }

    /** A file that was taken in time is still delivered. */
    private boolean isMissed(Entry entry) {
        return series.isOver(Window.of(entry)) && !entry.state().equals(Entry.STAGED);
    }

    private boolean isDropped(Entry entry) {
        return series.since().filter(entry.end()::isBefore).isPresent() && List.of(NEW, MISSED).contains(entry.why())
                && entry.askedAt().isEmpty();
    }

    private List<Debt> settling() {
        var byId = byId();
        return series.settling().stream().map(window -> Optional.ofNullable(byId.get(series.id(window))))
                .flatMap(Optional::stream).filter(Entry::delivered)
                .map(entry -> new Debt(Window.of(entry), Entry.SETTLE, Optional.of(entry))).toList();
    }

    /** Those that are not known: a person may have asked for one before its turn. */
    private List<Window> entering() {
        var byId = byId();
        return series.entering(coverage).stream().filter(window -> !byId.containsKey(series.id(window))).toList();
    }

    /** The windows that are owed no more: since has moved on, or their day is over, before anybody has got them. */
    List<Entry> dropped() {
        return ask.byHand() ? List.of() : known.stream()
                .filter(entry -> !entry.delivered() && !entry.givenUp() && isMissed(entry)
                        || entry.state().equals(Entry.OWED) && isDropped(entry)).toList();
    }

    /** The days that are entered when these debts are; none if nothing was ever owed. */
    Optional<Coverage> covered() {
        return ask.byHand() || ask.chosen().isOfSome() ? coverage : series.covered(coverage);
    }
}
