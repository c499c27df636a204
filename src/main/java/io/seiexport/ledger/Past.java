package io.seiexport.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What happened to one window, as the route ledger-history has read it. */
public record Past(Entry entry, String granularity, Optional<Long> rows, Optional<Long> bytes, List<Attempt> attempts,
        List<Delivery> deliveries) {

    /** An attempt to bring it home, and why it failed. */
    public record Attempt(Instant at, String reason, String sentence) {
    }

    /** What a sink has got of it. */
    public record Delivery(String sink, Instant at, String sha256) {
    }

    /** The newest window first within each scope. */
    public static List<Past> of(List<Map<String, Object>> windows, List<Map<String, Object>> attempts,
            List<Map<String, Object>> deliveries) {
        var attemptsOf = new HashMap<String, List<Attempt>>();
        attempts.forEach(row -> attemptsOf.computeIfAbsent(row.get("window_id").toString(), id -> new ArrayList<>())
                .add(new Attempt(Entry.moment(row, "failed_at").orElseThrow(), row.get("reason").toString(),
                        row.get("sentence").toString())));
        var deliveriesOf = new HashMap<String, List<Delivery>>();
        deliveries.forEach(row -> deliveriesOf.computeIfAbsent(row.get("window_id").toString(), id -> new ArrayList<>())
                .add(new Delivery(row.get("sink").toString(), Entry.moment(row, "delivered_at").orElseThrow(),
                        row.get("sha256").toString())));
        return windows.stream().map(row -> {
            var id = row.get("id").toString();
            return new Past(Entry.of(row, Set.of()), row.get("granularity").toString(), number(row, "row_count"),
                    number(row, "byte_count"), List.copyOf(attemptsOf.getOrDefault(id, List.of())),
                    List.copyOf(deliveriesOf.getOrDefault(id, List.of())));
        }).sorted(Comparator.comparing((Past past) -> past.entry.domain()).thenComparing(past -> past.entry.scope())
                .thenComparing(Past::granularity)
                .thenComparing(Comparator.comparing((Past past) -> past.entry.end()).reversed())).toList();
    }

    /** Whether it is not delivered because something went wrong; an end of the program alone is nothing of that. */
    public boolean failed() {
        return !entry.delivered() && (entry.failures() > 0 || !entry.interrupted());
    }

    private static Optional<Long> number(Map<String, Object> row, String column) {
        return Optional.ofNullable((Number) row.get(column)).map(Number::longValue);
    }
}
