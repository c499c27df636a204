package io.seiexport.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.seiexport.ledger.Entries;
import io.seiexport.ledger.Entry;

/** Finds the windows of a series that are owed, and says of each why. */
record Debts(WindowRule rule, Ask ask, Entries known, Optional<LocalDate> since, int settle, boolean newSinksOwe) {

    /** Those of the series whose exports this makes, up to the last closed window. */
    List<Owed> of(Window last, Function<Window, Export> series) {
        var owed = new ArrayList<Owed>();
        var newest = series.apply(last);
        var windows = windows(last, newest.folder());
        for (var place = 0; place < windows.size(); place++) {
            var window = windows.get(place);
            var entry = known.of(newest.folder() + "/" + Export.dates(window));
            var settling = windows.size() - place <= settle && rule.settles();
            // The request is built for what is owed alone: a series of years has thousands of windows.
            var isLast = window.equals(last);
            reason(newest.sinks(), entry, isLast, settling).ifPresent(reason -> owed.add(
                    new Owed(toLackingSinks(series.apply(window), entry, reason), reason, isLast, entry,
                            known.usually())));
        }
        return owed;
    }

    private List<Window> windows(Window last, String folder) {
        if (ask.from().isPresent()) {
            return rule.from(ask.from().get(), last).stream()
                    .filter(window -> !window.start().isAfter(ask.to().orElse(LocalDate.MAX))
                            && !window.end().isBefore(ask.from().get()))
                    .toList();
        }
        if (ask.force()) {
            return List.of(last);
        }
        var ofTheSeries = known.in(folder).stream()
                .filter(entry -> rule.around(entry.end()).equals(window(entry)))
                .filter(entry -> !entry.end().isAfter(last.end())).toList();
        // By their last days: those that slide overlap, and the first one is not to call for all that touch it.
        var first = since.or(() -> ofTheSeries.stream().filter(Entry::ofTheSeries).map(Entry::end)
                .min(LocalDate::compareTo)).orElse(last.end());
        var windows = new ArrayList<>(rule.from(first, last));
        ofTheSeries.stream().filter(entry -> entry.underWay() || failed(entry))
                .map(Debts::window)
                .filter(window -> !windows.contains(window)).forEach(window -> windows.add(0, window));
        return windows;
    }

    private static Window window(Entry entry) {
        return new Window(entry.start(), entry.end());
    }

    private static boolean failed(Entry entry) {
        return !entry.delivered() && !entry.givenUp();
    }

    private Optional<String> reason(List<String> sinks, Optional<Entry> entry, boolean last, boolean settling) {
        if (entry.filter(Entry::underWay).isPresent()) {
            return Optional.of(entry.get().interrupted() ? "under way" : "failed: " + entry.get().reason());
        }
        if (ask.unfinished()) {
            return Optional.empty();
        }
        if (ask.force()) {
            return Optional.of(Owed.BY_HAND);
        }
        var byHand = ask.from().isPresent() ? Optional.of(Owed.BY_HAND) : Optional.<String>empty();
        if (entry.isEmpty()) {
            return byHand.or(() -> Optional.of(last ? "new" : "missed"));
        }
        if (entry.get().delivered()) {
            return lacking(sinks, entry.get()).isEmpty() || !newSinksOwe
                    ? Optional.of(Owed.SETTLE).filter(reason -> settling && byHand.isEmpty())
                    : Optional.of("new sink");
        }
        return entry.get().givenUp() ? byHand
                : byHand.or(() -> Optional.of(entry.get().reason().isEmpty() ? "asked for again"
                        : "failed: " + entry.get().reason()));
    }

    private static Export toLackingSinks(Export export, Optional<Entry> entry, String reason) {
        return reason.equals("new sink") ? export.to(lacking(export.sinks(), entry.orElseThrow())) : export;
    }

    private static List<String> lacking(List<String> sinks, Entry entry) {
        return sinks.stream().filter(sink -> !entry.sinks().contains(Export.sinkMark(sink))).toList();
    }
}
