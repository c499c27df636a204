package io.seiexport.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.seiexport.ledger.Coverage;
import io.seiexport.ledger.Entry;

/** All that is owed of one series, in the words in which the route ledger-owe writes it down. */
public final class Dues {
    private final Series series;
    private final PlanRequest ask;
    private final Debts all;
    private final List<Debt> debts;
    private final List<Entry> dropped;
    private final Optional<Coverage> before;
    private final Optional<Coverage> covered;
    private final Optional<Duration> usually;
    private final SinkMarks marks;

    Dues(Debts debts, Optional<Duration> usually, SinkMarks marks) {
        this.marks = marks;
        series = debts.series();
        ask = debts.ask();
        all = debts;
        this.debts = debts.all();
        dropped = debts.dropped();
        before = debts.coverage();
        covered = debts.covered();
        this.usually = usually;
    }

    public Series series() {
        return series;
    }

    Debts all() {
        return all;
    }

    /** The windows that the ledger does not have as owed yet, as a JSON list. */
    public String rows() {
        var list = JsonNodeFactory.instance.arrayNode();
        debts.stream().filter(Debt::isNew).forEach(debt -> list.addObject().put("id", series.id(debt.window()))
                .put("start", debt.window().start().toString()).put("end", debt.window().end().toString())
                .put("why", debt.why()));
        return list.toString();
    }

    public boolean isEntering() {
        return debts.stream().anyMatch(Debt::isNew);
    }

    /** Whether the series is one that the ledger does not know, and begins with its last closed window. */
    public boolean isBeginning() {
        return before.isEmpty() && covered.isPresent() && series.since().isEmpty();
    }

    public boolean isCovering() {
        return !covered.equals(before);
    }

    public LocalDate coveredFrom() {
        return covered.orElseThrow().from();
    }

    public LocalDate coveredTo() {
        return covered.orElseThrow().to();
    }

    /** What waits for its time though it need not: all of it if a person asks, else what was set aside. */
    public String waking(boolean byHand) {
        return ids(debts.stream().filter(debt -> !debt.isNew())
                .filter(debt -> debt.entry().filter(entry -> byHand || entry.dueAt().isEmpty()).isPresent())
                .map(debt -> series.id(debt.window())));
    }

    /** What is set aside because since has moved on. */
    public String leaving() {
        return ids(dropped.stream().filter(entry -> entry.dueAt().isPresent()).map(Entry::id));
    }

    private static String ids(Stream<String> ids) {
        var list = JsonNodeFactory.instance.arrayNode();
        ids.forEach(id -> list.addObject().put("id", id));
        return list.toString();
    }

    /** The moment that tells this tick from the next one; the same on all nodes. Null by hand: then it is now. */
    public Long tick() {
        return ask.tick().map(Instant::toEpochMilli).orElse(null);
    }

    public int size() {
        return debts.size();
    }

    /** To whoever is told of each of them: of all, or of those that the ledger does not have as owed yet. */
    public List<OwedExport> owed(boolean all) {
        return debts.stream().filter(debt -> all || debt.isNew())
                .map(debt -> new OwedExport(toLackingSinks(series.export(debt.window()), debt), debt.reason(), debt.entry(), usually))
                .toList();
    }

    private Export toLackingSinks(Export export, Debt debt) {
        return debt.why().equals(Entry.NEW_SINK) ? export.toThoseWithout(debt.entry().orElseThrow().sinks(), marks) : export;
    }
}
