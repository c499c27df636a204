package io.seiexport.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened to one window, as LedgerRows has read it. */
public record WindowHistory(Entry entry, List<FailedTry> failedTries) {
    private static final Duration SAME = Duration.ofSeconds(1);

    /** One run of its export that failed, and why. */
    public record FailedTry(Instant at, String reason, String sentence) {
    }

    /** What a sink has got of it. */
    public record Delivery(String sink, Instant at, String sha256) {
    }

    /** Who works on it, and until when at least. */
    public record Worker(String node, Instant until) {
    }

    /** In the order of the windows. */
    public static List<WindowHistory> of(List<Map<String, Object>> windows, List<Map<String, Object>> failedTries,
            List<Map<String, Object>> deliveries) {
        var triesOf = new HashMap<Object, List<FailedTry>>();
        Entry.all(failedTries).forEach(row ->
                triesOf.computeIfAbsent(row.text("window_id"), id -> new ArrayList<>())
                        .add(new FailedTry(row.moment("failed_at").orElseThrow(), row.reason(), row.sentence())));
        var deliveriesOf = new HashMap<Object, List<Map<String, Object>>>();
        deliveries.forEach(row -> deliveriesOf.computeIfAbsent(row.get("window_id"), id -> new ArrayList<>()).add(row));
        return windows.stream().map(row -> new WindowHistory(
                        new Entry(row, List.copyOf(deliveriesOf.getOrDefault(row.get("id"), List.of()))),
                        List.copyOf(triesOf.getOrDefault(row.get("id"), List.of()))))
                .toList();
    }

    public List<Delivery> deliveries() {
        return Entry.all(entry.deliveries()).stream().map(row -> new Delivery(row.text("sink"),
                row.moment("delivered_at").orElseThrow(), row.sha256())).toList();
    }

    /** By the clock of the database, when it was read; none if nobody works on it. */
    public Optional<Worker> worker() {
        return entry.leaseUntil().filter(until -> entry.moment("read_at").filter(until::isBefore).isEmpty())
                .map(until -> new Worker(entry.leaseNode(), until));
    }

    /** Whether it waits for its time. */
    public boolean isWaiting() {
        return entry.dueAt().filter(due -> entry.moment("read_at").filter(due::isAfter).isPresent()).isPresent();
    }

    public Optional<Long> rows() {
        return count("row_count");
    }

    public Optional<Long> bytes() {
        return count("byte_count");
    }

    private Optional<Long> count(String column) {
        return Optional.ofNullable((Number) entry.row().get(column)).map(Number::longValue);
    }

    /** When the server was last asked and still had what was delivered; none if that was not since. */
    public Optional<Instant> comparedAt() {
        return entry.checkedAt().filter(checked -> entry.deliveredAt()
                .filter(delivered -> Duration.between(delivered, checked).compareTo(SAME) < 0).isEmpty());
    }

    /** Whether it is not delivered because something went wrong; an end of the program alone is nothing of that. */
    public boolean failed() {
        return !entry.delivered() && (entry.failures() > 0 || !entry.interrupted());
    }
}
