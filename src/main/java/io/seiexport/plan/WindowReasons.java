package io.seiexport.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.ledger.Coverage;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Hold;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.settings.Settings;

/** Explains to a person why a window is, or is not, owed, and what can be done about it. */
record WindowReasons(Settings settings, List<Hold> holds) {
    private static final Map<String, String> WHY = Map.of(
            "new", "on schedule",
            "missed", "after its scheduled time",
            Entry.SETTLE, "to be exported again, because the server may have corrected it",
            Entry.NEW_SINK, "for a sink that does not have it",
            Entry.BY_HAND, "by hand");

    /** Of a window of a series that the settings ask for. */
    Explanation of(Debts debts, Window window, Optional<Debt> debt, Optional<WindowHistory> past) {
        var series = debts.series();
        var said = new ArrayList<String>();
        if (past.isEmpty()) {
            said.add(debt.map(one -> "It is not in the ledger yet (" + one.why() + "): the next tick of its schedule, "
                    + "or `once`, adds it.").orElseGet(() -> whyNotEntered(debts, window)));
        } else {
            ofRow(past.get(), debt.isPresent(), said);
            debt.filter(one -> past.get().entry().delivered()).ifPresent(one -> said.add(whyAgain(series, one)));
            if (debt.isEmpty()) {
                whyNotOwed(series, past.get().entry(), window).ifPresent(said::add);
            }
            said.addAll(lackingSinks(series, past.get().entry(), debt));
            command(series, past.get().entry()).ifPresent(said::add);
        }
        if (debt.isPresent() && past.flatMap(WindowHistory::worker).isEmpty()) {
            // A staged file needs the server no more.
            var isStaged = past.filter(row -> row.entry().state().equals(Entry.STAGED)).isPresent();
            holds.stream().filter(hold -> !isStaged || !hold.isOfServer())
                    .forEach(hold -> said.add(sentence(hold.toString())));
        }
        return new Explanation(series.id(window), debt.isPresent(), said);
    }

    /** Of a row that no setting asks for. */
    Explanation ofOrphan(WindowHistory past, String whyNobodyAsks) {
        var said = new ArrayList<String>();
        said.add(sentence("No setting asks for it any more: " + whyNobodyAsks));
        ofRow(past, false, said);
        if (!past.entry().delivered()) {
            said.add(past.entry().givenUp() ? "The command forget removes it."
                    : "The command forget removes what is owed of it; it continues when a setting asks for it again.");
        }
        return new Explanation(past.entry().id(), false, said);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private void ofRow(WindowHistory past, boolean owed, List<String> said) {
        var entry = past.entry();
        if (entry.delivered()) {
            delivered(past, said);
        } else if (entry.givenUp()) {
            said.add(sentence("It is given up after " + (entry.failures() == 1 ? "a failure of its own ("
                    : entry.failures() + " failures of its own in a row; the last one (") + entry.reason() + "): "
                    + entry.sentence()));
        } else {
            said.add("It became owed at " + entry.owedAt() + ", " + WHY.getOrDefault(entry.why(), entry.why()) + " ("
                    + entry.why() + ").");
            entry.deliveredAt().ifPresent(then -> said.add("An earlier file of it was delivered at " + then + "."));
            past.worker().ifPresentOrElse(worker -> said.add("The node " + worker.node() + " works on it until "
                    + worker.until() + " at least; " + progress(entry) + "."), () -> waiting(past, owed, said));
        }
        var tries = past.failedTries();
        if (!tries.isEmpty()) {
            var last = tries.get(tries.size() - 1);
            said.add(sentence("It has failed " + (tries.size() == 1 ? "once" : tries.size() + " times")
                    + " in total; the last time at " + last.at() + " (" + last.reason() + ")"));
        }
    }

    private static void delivered(WindowHistory past, List<String> said) {
        var entry = past.entry();
        said.add("It was delivered at " + entry.deliveredAt().map(Instant::toString).orElse("an unknown time")
                + past.rows().map(rows -> ", " + rows + " rows").orElse("")
                + past.bytes().map(bytes -> ", " + bytes + " bytes").orElse("") + ".");
        past.deliveries().stream().filter(delivery -> delivery.sha256().equals(entry.sha256()))
                .forEach(delivery -> said.add(
                        SinkMarks.name(delivery.sink()) + " received it at " + delivery.at() + "."));
        past.comparedAt().ifPresent(then -> said.add("The server still had the same content at " + then + "."));
    }

    private static String progress(Entry entry) {
        return switch (entry.state()) {
            case Entry.ASKED -> "it is being requested";
            case Entry.CREATED -> "it waits for the job " + entry.exportId() + " of the server";
            case Entry.STAGED -> "its file is proven and is being delivered";
            default -> "it has started";
        };
    }

    private void waiting(WindowHistory past, boolean owed, List<String> said) {
        var entry = past.entry();
        if (!entry.reason().isEmpty()) {
            said.add(sentence("The last try failed (" + entry.reason() + "): " + entry.sentence()));
        }
        if (!owed) {
            return;
        }
        if (entry.dueAt().isEmpty()) {
            said.add("It is set aside: the next tick of its schedule, or `once`, continues it.");
        } else if (past.isWaiting()) {
            said.add("It waits until " + entry.dueAt().get() + "; `retry` and `once` do not wait.");
        } else {
            said.add("It has been due since " + entry.dueAt().get()
                    + heldUp(entry).max(Comparator.comparing(Hold::until))
                    .map(hold -> ", and waits until " + name(hold) + " is retried at " + hold.until()
                            + "; `retry` and `once` do not wait.").orElseGet(this::whenItIsTaken));
        }
    }

    private String whenItIsTaken() {
        var most = settings.count(InFlightLimit.KEY, 1);
        return ": a running `run` claims it as soon as fewer than " + most + (most == 1 ? " export is" : " exports are")
                + " under way; otherwise `once` does.";
    }

    /** What lets no window begin as long as it is held back: a sink gets its turn only in the end. */
    Stream<Hold> heldUp(Entry entry) {
        return entry.state().equals(Entry.STAGED) ? Stream.of()
                : holds.stream().filter(hold -> !hold.isOfSink());
    }

    static String name(Hold hold) {
        return hold.subject().replaceFirst("^The", "the");
    }

    private static String whyAgain(Series series, Debt debt) {
        return debt.why().equals(Entry.SETTLE)
                ? "Each tick exports it again, because it is one of the last " + series.settle() + " closed windows ("
                        + key(series, "settle") + ")."
                : "It is owed again (" + debt.why() + ").";
    }

    private List<String> lackingSinks(Series series, Entry entry, Optional<Debt> debt) {
        if (!entry.delivered()) {
            return List.of();
        }
        var marks = new SinkMarks(settings);
        var lacking = series.sinks().stream().filter(sink -> !entry.sinks().contains(marks.of(sink)))
                .map(Export::sinkName).collect(Collectors.joining(", "));
        return lacking.isEmpty() ? List.of() : List.of(lacking + " does not have it: " + (debt.isPresent()
                ? "the next export delivers it there."
                : whyLacking(series, Window.of(entry))));
    }

    private static String whyLacking(Series series, Window window) {
        return series.isOver(window) ? "its day is over, and nobody can take this snapshot any more."
                : "a new sink gets what was delivered before only with export.new-sinks-owe=true.";
    }

    /** Of a row that is not owed although it is open. */
    private Optional<String> whyNotOwed(Series series, Entry entry, Window window) {
        if (entry.delivered() || entry.givenUp()) {
            return Optional.empty();
        }
        if (!series.rule().isRepeatable()) {
            return notToday(series, window);
        }
        return isOpen(series, window) ? Optional.of(open(series, window)) : beforeSince(series, window);
    }

    private String whyNotEntered(Debts debts, Window window) {
        var series = debts.series();
        if (!series.rule().isRepeatable()) {
            return notToday(series, window).orElseGet(() -> forgotten(series, debts.coverage()));
        }
        var touching = series.rule().touching(window.start(), window.end());
        if (!touching.contains(window)) {
            return sentence(key(series, "window") + " = " + settings.text(key(series, "window"))
                    + " has no window of exactly these days" + (touching.isEmpty() ? "" : "; these windows touch them: "
                            + touching.stream().map(Window::toString).collect(Collectors.joining(", "))));
        }
        if (isOpen(series, window)) {
            return open(series, window);
        }
        return beforeSince(series, window).orElseGet(() -> beforeCoverage(debts, window)
                .orElseGet(() -> forgotten(series, debts.coverage())));
    }

    /** Of a day on which no snapshot can be taken now. */
    private static Optional<String> notToday(Series series, Window window) {
        if (isOpen(series, window)) {
            return Optional.of("Its day has not begun, and a snapshot is of the day on which it is taken.");
        }
        return series.isOver(window) ? Optional.of("Its day is over, and a snapshot is of the day on which it is "
                + "taken: nobody can take this one any more.") : Optional.empty();
    }

    private static boolean isOpen(Series series, Window window) {
        return window.end().isAfter(series.closed());
    }

    private String open(Series series, Window window) {
        return "Its window closes at " + window.closesAt(settings.zone("export.zone"),
                settings.calendarAmount(key(series, "closing-lag"))) + " (after its last day and "
                + key(series, "closing-lag")
                + " = " + settings.text(key(series, "closing-lag")) + ").";
    }

    private Optional<String> beforeSince(Series series, Window window) {
        return series.since().filter(window.end()::isBefore).map(since -> "It ends before " + key(series, "since")
                + " = " + since + allTheSame(series, window));
    }

    private Optional<String> beforeCoverage(Debts debts, Window window) {
        var series = debts.series();
        var isLate = series.since().isEmpty() && !settings.text(key(series, "since")).isEmpty();
        return first(debts).filter(window.end()::isBefore).map(day -> "It is before the first day that was ever owed, "
                + day + ", and " + key(series, "since") + (isLate ? " does not count for a team that came after the "
                        + "others (" + key(series, "new-teams-since") + ")" : " names no earlier day")
                + allTheSame(series, window));
    }

    private static Optional<LocalDate> first(Debts debts) {
        var series = debts.series();
        return debts.coverage().map(Coverage::from).or(() -> series.last().map(series.rule()::firstDay));
    }

    private String forgotten(Series series, Optional<Coverage> coverage) {
        return "Its days were already planned"
                + coverage.map(days -> " (" + days.from() + ".." + days.to() + ")").orElse("")
                + ", and the ledger has no row for it: it was delivered and then removed (ledger.keep = "
                + settings.text("ledger.keep") + "), or " + key(series, "window") + " was different then.";
    }

    private static String allTheSame(Series series, Window window) {
        return series.backfill(window, "").map(command -> "; " + command + " exports it anyway.").orElse(".");
    }

    /** What brings back or puts back that which nobody has to wait for. */
    private static Optional<String> command(Series series, Entry entry) {
        return entry.givenUp() ? Optional.of("`retry " + entry.id() + "` puts it back.")
                : Optional.of(entry).filter(Entry::delivered).flatMap(series::again)
                        .map(command -> command + " exports it again.");
    }

    private static String key(Series series, String name) {
        return "export." + series.domain() + "." + name;
    }
}
