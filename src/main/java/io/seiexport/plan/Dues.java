package io.seiexport.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowFilter;

/** All that is owed of one series, in the words in which the route ledger-owe writes it down. */
public final class Dues {
    private final Debts debts;
    private final List<Debt> owed;
    private final Optional<Duration> usually;
    private final SinkMarks marks;

    Dues(Debts debts, Optional<Duration> usually, SinkMarks marks) {
        this.debts = debts;
        owed = debts.all();
        this.usually = usually;
        this.marks = marks;
    }

    public Series series() {
        return debts.series();
    }

    Debts debts() {
        return debts;
    }

    /** The windows that the ledger does not have as owed yet, as a JSON list. */
    public String rows() {
        var list = JsonNodeFactory.instance.arrayNode();
        owed.stream().filter(Debt::isNew).forEach(debt -> list.addObject().put("id", series().id(debt.window()))
                .put("start", debt.window().start().toString()).put("end", debt.window().end().toString())
                .put("why", debt.why()));
        return list.toString();
    }

    public boolean isEntering() {
        return owed.stream().anyMatch(Debt::isNew);
    }

    /** Whether the series is one that the ledger does not know, and begins with its last closed window. */
    public boolean isBeginning() {
        return debts.coverage().isEmpty() && debts.covered().isPresent() && series().since().isEmpty();
    }

    public boolean isCovering() {
        return !debts.covered().equals(debts.coverage());
    }

    public LocalDate coveredFrom() {
        return debts.covered().orElseThrow().from();
    }

    public LocalDate coveredTo() {
        return debts.covered().orElseThrow().to();
    }

    /** What waits for its time though it need not: all of it if a person asks, else what was set aside. */
    public String waking(boolean byHand) {
        return ids(owed.stream().filter(debt -> !debt.isNew())
                .filter(debt -> debt.entry().filter(entry -> byHand || entry.dueAt().isEmpty()).isPresent())
                .map(debt -> series().id(debt.window())));
    }

    /** What is set aside because since has moved on. */
    public String leaving() {
        return ids(debts.dropped().stream().filter(entry -> entry.dueAt().isPresent()).map(Entry::id));
    }

    private static String ids(Stream<String> ids) {
        return WindowFilter.list(ids.toList());
    }

    /** The moment that tells this tick from the next one; the same on all nodes. Null by hand: then it is now. */
    public Long tick() {
        return debts.ask().tick().map(Instant::toEpochMilli).orElse(null);
    }

    public int size() {
        return owed.size();
    }

    /** To whoever is told of each of them: of all, or of those that the ledger does not have as owed yet. */
    public List<OwedExport> owed(boolean all) {
        return owed.stream().filter(debt -> all || debt.isNew()).map(this::export).toList();
    }

    private OwedExport export(Debt debt) {
        var toAllSinks = series().export(debt.window());
        var export = debt.why().equals(Entry.NEW_SINK)
                ? toAllSinks.toThoseWithout(debt.entry().orElseThrow().sinks(), marks) : toAllSinks;
        return new OwedExport(export, debt.reason(), debt.entry(), usually);
    }
}
