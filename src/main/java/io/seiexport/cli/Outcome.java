package io.seiexport.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;

/** How each export of a run ended, and when the last one did. */
final class Outcome implements Watcher {
    private static final String UNCHANGED = "unchanged";
    private static final String NOT_FINISHED = "not finished";

    private final Map<String, Result> results = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    private record Result(Export export, String state, Object rows, Object bytes, String seconds, String remark,
            boolean failed) {

        private static Result failed(Export export, String state, String remark) {
            return new Result(export, state, "", "", "", remark, true);
        }

        private static Result of(Export export, String state, Staged staged, String seconds) {
            return new Result(export, state, staged.proof().rows(), staged.proof().bytes(), seconds,
                    String.join("; ", staged.warnings()), false);
        }
    }

    @Override
    public synchronized void queued(OwedExport owed) {
        var export = owed.export();
        results.put(export.id(), Result.failed(export, NOT_FINISHED, ""));
        open.add(export.id());
    }

    @Override
    public synchronized void delivered(Export export, Staged staged, Duration total) {
        results.put(export.id(), Result.of(export, "delivered", staged, "%.1f".formatted(total.toMillis() / 1000.0)));
    }

    @Override
    public synchronized void unchanged(Export export, Staged staged) {
        results.put(export.id(), Result.of(export, UNCHANGED, staged, ""));
    }

    @Override
    public synchronized void failed(Export export, Failure failure) {
        results.put(export.id(), Result.failed(export, "FAILED", failure.sentence()));
    }

    @Override
    public synchronized void setAside(String window, Failure failure) {
        results.computeIfPresent(window, (id, known) -> Result.failed(known.export, "FAILED", failure.sentence()));
    }

    @Override
    public synchronized void closed(String window) {
        open.remove(window);
        notifyAll();
    }

    /** Another process that works on the same ledger has finished it, or removed it. */
    synchronized void endedElsewhere(Entry entry) {
        var known = results.get(entry.id());
        if (open.remove(entry.id()) && known != null) {
            results.put(entry.id(), elsewhere(known.export, entry));
            notifyAll();
        }
    }

    /** What was removed counts as failed: it was owed when the command began, and nobody has its file. */
    private static Result elsewhere(Export export, Entry entry) {
        if (entry.state().isEmpty()) {
            return Result.failed(export, NOT_FINISHED, "it was removed from the ledger meanwhile (forget)");
        }
        return entry.delivered() ? new Result(export, "delivered", entry.rows(), entry.number("byte_count"), "",
                "by another process", false) : Result.failed(export, "FAILED", entry.sentence());
    }

    /** Whether every export that was queued has ended, which is waited for so long. */
    synchronized boolean ended(long millis) throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (var left = millis; !open.isEmpty() && left > 0; left = millisUntil(end)) {
            wait(left);
        }
        return open.isEmpty();
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    synchronized boolean failed() {
        return results.values().stream().anyMatch(Result::failed);
    }

    /** Whether no export was queued. */
    synchronized boolean isEmpty() {
        return results.isEmpty();
    }

    private synchronized List<Result> results() {
        return results.values().stream().sorted(Comparator.comparing(Result::export, Export.OLDEST_FIRST)).toList();
    }

    /** The table of them all, one project after the other, or a sentence of why there is none. */
    static void print(Collection<Outcome> outcomes, PrintStream out, String nothing) {
        var results = outcomes.stream().flatMap(outcome -> outcome.results().stream()).toList();
        if (results.isEmpty()) {
            out.println(nothing);
            return;
        }
        var table = new Table("project", "export", "window", "result", "rows", "bytes", "seconds", "remark")
                .leavingOutEmpty("project");
        results.forEach(result -> table.row(result.export.project().name(),
                result.export.domain() + " " + result.export.scope(), result.export.window(), result.state,
                result.rows, result.bytes, result.seconds, result.remark));
        table.print(out);
        var failed = results.stream().filter(Result::failed).count();
        var unchanged = results.stream().filter(result -> result.state.equals(UNCHANGED)).count();
        out.println((results.size() - failed - unchanged) + " delivered, "
                + (unchanged > 0 ? unchanged + " unchanged, " : "") + failed + " failed.");
    }
}
