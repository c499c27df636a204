package io.seiexport.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;

import io.seiexport.csv.ProvingStream;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Visible;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;

/** Shows on a terminal how far each export is: a line each, redrawn in place. */
final class Progress implements Watcher, AutoCloseable {
    private static final int REDRAW_MILLIS = 200;
    private static final int MOST_LINES = 20;
    private static final int WIDTH = 79;
    private static final int WIDEST_NAME = 50;
    private static final String UP_AND_CLEAR = "\033[%dA\033[J";

    private final PrintStream out;
    private final Supplier<String> headline;
    private final Map<Export, Supplier<String>> underWay = new LinkedHashMap<>();
    private final Map<Export, Instant> asked = new HashMap<>();
    private final Timer timer = new Timer("progress", true);
    private int drawn;
    private int nameWidth;

    /** The headline stands above all that moves, unless it is empty. */
    Progress(PrintStream out, Supplier<String> headline) {
        this.out = out;
        this.headline = headline;
        timer.schedule(new TimerTask() {
            @Override
            public void run() {
                redraw("");
            }
        }, REDRAW_MILLIS, REDRAW_MILLIS);
    }

    @Override
    public synchronized void queued(OwedExport owed) {
        var export = owed.export();
        nameWidth = Math.max(nameWidth, Math.min(name(export).length(), WIDEST_NAME));
        show(export, () -> "queued");
    }

    @Override
    public void asked(Export export) {
        var began = Instant.now();
        show(export, () -> "waiting %3d s, report".formatted(Duration.between(began, Instant.now()).toSeconds()));
    }

    @Override
    public synchronized void created(Export export, Job job) {
        asked.put(export, Instant.now());
        polled(export, job);
    }

    @Override
    public void polled(Export export, Job job) {
        var status = job.status().isEmpty() ? "requested" : job.status().toLowerCase(Locale.ROOT);
        show(export, () -> "waiting %3d s, %s".formatted(
                Duration.between(asked.get(export), Instant.now()).toSeconds(), status));
    }

    @Override
    public void downloading(Export export, ProvingStream transfer, long expectedBytes) {
        show(export, () -> expectedBytes > 0
                ? "downloading %3d %%".formatted(Math.min(100, transfer.received() * 100 / expectedBytes))
                : "downloading " + size(transfer.received()));
    }

    @Override
    public void delivering(Export export, Staged staged) {
        show(export, () -> "delivering " + staged.proof().rows() + " rows");
    }

    @Override
    public void delivered(Export export, Staged staged, Duration total) {
        end(export, "delivered, " + staged.proof().rows() + " rows, " + size(staged.proof().bytes()));
    }

    @Override
    public void unchanged(Export export, Staged staged) {
        end(export, "unchanged, " + staged.proof().rows() + " rows");
    }

    @Override
    public void failed(Export export, Failure failure) {
        end(export, "FAILED: " + failure.sentence());
    }

    /** A line of the log, put above what is still moving. */
    void above(String line) {
        redraw(line + System.lineSeparator());
    }

    private synchronized void show(Export export, Supplier<String> state) {
        underWay.put(export, state);
    }

    private synchronized void end(Export export, String state) {
        underWay.remove(export);
        redraw(line(export, state));
    }

    private synchronized void redraw(String above) {
        var text = new StringBuilder(drawn > 0 ? UP_AND_CLEAR.formatted(drawn) : "").append(above);
        var shown = Math.min(underWay.size(), MOST_LINES);
        drawn = shown;
        var first = headline.get();
        if (!first.isEmpty() && shown > 0) {
            text.append(first).append(System.lineSeparator());
            drawn++;
        }
        underWay.entrySet().stream().limit(shown)
                .forEach(entry -> text.append(line(entry.getKey(), entry.getValue().get())));
        if (underWay.size() > shown) {
            text.append("… and ").append(underWay.size() - shown).append(" more").append(System.lineSeparator());
            drawn++;
        }
        out.print(text);
        out.flush();
    }

    private String line(Export export, String state) {
        var line = Visible.of(("%-" + nameWidth + "s  %s").formatted(name(export), state));
        return (line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line) + System.lineSeparator();
    }

    private static String name(Export export) {
        return export.project().label() + export.domain() + " " + export.scope() + " " + export.window().start();
    }

    private static String size(long bytes) {
        return bytes < 1_000_000 ? "%.1f kB".formatted(bytes / 1e3) : "%.1f MB".formatted(bytes / 1e6);
    }

    @Override
    public void close() {
        timer.cancel();
        redraw("");
    }
}
