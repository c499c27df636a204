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
        var windows = windows(last, series);
        for (var window : windows) {
            var export = series.apply(window);
            var entry = known.of(export.name());
            var settling = windows.size() - windows.indexOf(window) <= settle && rule.settles();
            reason(export, entry, window.equals(last), settling).ifPresent(reason -> owed.add(
                    new Owed(toLackingSinks(export, entry, reason), reason, entry, known.usually())));
        }
        return owed;
    }

    private List<Window> windows(Window last, Function<Window, Export> series) {
        if (ask.from().isPresent()) {
            return rule.from(ask.from().get(), last).stream()
                    .filter(window -> !window.start().isAfter(ask.to().orElse(LocalDate.MAX))
                            && !window.end().isBefore(ask.from().get()))
                    .toList();
        }
        if (ask.force()) {
            return List.of(last);
        }
        var folder = series.apply(last).folder();
        var ofTheSeries = known.all().stream()
                .filter(entry -> entry.id().equals(folder + "/" + Export.dates(window(entry))))
                .filter(entry -> rule.around(entry.end()).equals(window(entry)))
                .filter(entry -> !entry.end().isAfter(last.end())).toList();
        var first = since.or(() -> ofTheSeries.stream().filter(Entry::ofTheSeries).map(Entry::start)
                .min(LocalDate::compareTo)).orElse(last.start());
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

    private Optional<String> reason(Export export, Optional<Entry> entry, boolean last, boolean settling) {
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
            return lacking(export, entry.get()).isEmpty() || !newSinksOwe
                    ? Optional.of("settle").filter(reason -> settling && byHand.isEmpty())
                    : Optional.of("new sink");
        }
        return entry.get().givenUp() ? byHand
                : byHand.or(() -> Optional.of(entry.get().reason().isEmpty() ? "asked for again"
                        : "failed: " + entry.get().reason()));
    }

    private static Export toLackingSinks(Export export, Optional<Entry> entry, String reason) {
        return reason.equals("new sink") ? export.to(lacking(export, entry.orElseThrow())) : export;
    }

    private static List<String> lacking(Export export, Entry entry) {
        return export.sinks().stream().filter(sink -> !entry.sinks().contains(Export.sinkMark(sink))).toList();
    }
}
