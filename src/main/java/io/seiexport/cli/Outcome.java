package io.seiexport.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.journal.Watcher;
import io.seiexport.plan.Export;
import io.seiexport.plan.Owed;

/** How each export of a run ended, and when the last one did. */
final class Outcome implements Watcher {
    private static final String UNCHANGED = "unchanged";

    private final Map<Export, Result> results = new LinkedHashMap<>();
    private int open;

    private record Result(String state, String rows, String bytes, String seconds, String remark, boolean failed) {
    }

    @Override
    public synchronized void queued(Owed owed) {
        var export = owed.export();
        results.put(export, new Result("not finished", "", "", "", "", true));
        open++;
    }

    @Override
    public synchronized void delivered(Export export, Staged staged, Duration total) {
        var proof = staged.proof();
        results.put(export, new Result("delivered", String.valueOf(proof.rows()), String.valueOf(proof.bytes()),
                "%.1f".formatted(total.toMillis() / 1000.0), String.join("; ", staged.warnings()), false));
    }

    @Override
    public synchronized void unchanged(Export export, Staged staged) {
        var proof = staged.proof();
        results.put(export, new Result(UNCHANGED, String.valueOf(proof.rows()), String.valueOf(proof.bytes()), "",
                String.join("; ", staged.warnings()), false));
    }

    @Override
    public synchronized void failed(Export export, Failure failure) {
        results.put(export, new Result("FAILED", "", "", "", failure.sentence(), true));
    }

    @Override
    public synchronized void closed(Export export) {
        open--;
        notifyAll();
    }

    /** Returns when every export that was queued has ended. */
    synchronized void awaitEnd() throws InterruptedException {
        while (open > 0) {
            wait();
        }
    }

    synchronized boolean failed() {
        return results.values().stream().anyMatch(Result::failed);
    }

    /** The table, or a sentence of why there is none. */
    synchronized void print(PrintStream out, String nothing) {
        if (results.isEmpty()) {
            out.println(nothing);
            return;
        }
        var table = new Table("export", "window", "result", "rows", "bytes", "seconds", "remark");
        results.forEach((export, result) -> table.row(export.domain() + " " + export.scope(), export.window(),
                result.state, result.rows, result.bytes, result.seconds, result.remark));
        table.print(out);
        var failed = results.values().stream().filter(Result::failed).count();
        var unchanged = results.values().stream().filter(result -> result.state.equals(UNCHANGED)).count();
        out.println((results.size() - failed - unchanged) + " delivered, "
                + (unchanged > 0 ? unchanged + " unchanged, " : "") + failed + " failed.");
    }
}
