package io.seiexport.ledger;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that the ledger knows of one domain, as the route ledger-windows has read it. */
public final class Entries {
    /** So many of the newest deliveries say how long one takes. */
    private static final int ENOUGH = 20;

    /** Of nothing, for the first run. */
    public static final Entries NONE = new Entries(List.of());

    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<String, List<Entry>> byFolder = new HashMap<>();
    private final Optional<Duration> usually;

    public Entries(Collection<Entry> entries) {
        for (var entry : entries) {
            byId.put(entry.id(), entry);
            byFolder.computeIfAbsent(entry.folder(), folder -> new ArrayList<>()).add(entry);
        }
        usually = usually(entries);
    }

    public static Entries of(List<Map<String, Object>> windows, List<Map<String, Object>> deliveries) {
        var deliveriesOf = deliveries.stream().collect(groupingBy(row -> row.get("window_id")));
        return new Entries(windows.stream()
                .map(row -> Entry.of(row, sinks(row, deliveriesOf.getOrDefault(row.get("id"), List.of())))).toList());
    }

    /** Those that have got the content which the window was delivered with last, and not an earlier one. */
    private static Set<String> sinks(Map<String, Object> window, List<Map<String, Object>> deliveries) {
        return deliveries.stream().filter(row -> row.get("sha256").equals(window.get("sha256")))
                .map(row -> row.get("sink").toString()).collect(toUnmodifiableSet());
    }

    public Optional<Entry> of(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Those whose files land in one folder. */
    public List<Entry> in(String folder) {
        return byFolder.getOrDefault(folder, List.of());
    }

    /** How long an export of this domain takes from its request to its delivery, going by the newest. */
    public Optional<Duration> usually() {
        return usually;
    }

    private static Optional<Duration> usually(Collection<Entry> entries) {
        var took = entries.stream().filter(entry -> entry.took().isPresent())
                .sorted((a, b) -> b.deliveredAt().orElseThrow().compareTo(a.deliveredAt().orElseThrow()))
                .limit(ENOUGH).map(entry -> entry.took().orElseThrow()).toList();
        return took.isEmpty() ? Optional.empty()
                : Optional.of(took.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(took.size()));
    }
}
