package io.seiexport.plan;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowFilter;

/** The windows that a command selects: of each kind one must match; where none is named, any does. */
public record Chosen(Set<String> exports, Set<String> scopes, List<Sought> windows, Set<String> states) {
    /** Nothing is left out. */
    public static final Chosen ALL = new Chosen(Set.of(), Set.of(), List.of(), Set.of());

    /** What a window can be; failed is given up. */
    public static final List<String> STATES = List.of(Entry.OWED, Entry.ASKED, Entry.CREATED, Entry.STAGED,
            Entry.DELIVERED, Entry.GIVEN_UP);

    /** These windows alone; a text that can be the id of none is that of no window. */
    public static Chosen ofIds(Collection<String> ids) {
        var windows = ids.stream().map(id -> new Sought(id, LocalDate.EPOCH, LocalDate.EPOCH)).toList();
        return new Chosen(Set.of(), Set.of(), windows, Set.of());
    }

    /** Whether any window of its series can be meant. */
    boolean contains(Series series) {
        return contains(exports, series.domain()) && contains(scopes, series.scope().toString());
    }

    /** What the ledger does not know is as good as owed. */
    boolean contains(Series series, Window window, Optional<Entry> entry) {
        return contains(series) && contains(states, entry.map(Entry::state).orElse(Entry.OWED))
                && (windows.isEmpty() || windows.stream()
                        .anyMatch(sought -> sought.contains(series.id(window), window.start(), window.end())));
    }

    private static boolean contains(Set<String> named, String one) {
        return named.isEmpty() || named.contains(one);
    }

    /** Whether some windows of a series may be left out: then no other is to be taken for entered. */
    boolean isOfSome() {
        return !windows.isEmpty() || !states.isEmpty();
    }

    /** Whether more is chosen than exports. */
    public boolean isNarrow() {
        return isOfSome() || !scopes.isEmpty();
    }

    /** The same of these exports alone. */
    Chosen only(Set<String> others) {
        return new Chosen(others, scopes, windows, states);
    }

    /** The same in whatever state. */
    public Chosen inAnyState() {
        return new Chosen(exports, scopes, windows, Set.of());
    }

    /** The same as the statements of SQL ask for it. */
    public WindowFilter filter(boolean failed) {
        return new WindowFilter(WindowFilter.list(exports), WindowFilter.list(scopes), WindowFilter.list(states),
                WindowFilter.list(windows.stream().filter(Sought::isId).map(Sought::id).toList()), days(), failed,
                onlySeries());
    }

    private String days() {
        return windows.stream().filter(sought -> !sought.isId())
                .map(sought -> "{\"from\":\"" + sought.from() + "\",\"to\":\"" + sought.to() + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The only series that the windows can be of, so that no other is looked through; null if there are more. */
    private String onlySeries() {
        var all = windows.stream().map(sought -> sought.isId() ? sought.series() : "")
                .collect(Collectors.toCollection(TreeSet::new));
        return all.size() == 1 && !all.first().isEmpty() ? all.first() : null;
    }
}
