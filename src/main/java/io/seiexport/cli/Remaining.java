package io.seiexport.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.seiexport.job.Estimate;
import io.seiexport.plan.OwedExport;

/** Tells how far all exports of a command are, and about how much longer they take. */
final class Remaining implements Watcher {
    private static final int WIDTH = 30;

    private final Map<String, OwedExport> open = new LinkedHashMap<>();
    private int all;
    private int atOnce = 1;
    private Instant began;

    synchronized void atOnce(int exports) {
        atOnce = exports;
    }

    @Override
    public synchronized void queued(OwedExport owed) {
        began = began == null ? Instant.now() : began;
        open.put(owed.export().id(), owed);
        all++;
    }

    @Override
    public synchronized void closed(String window) {
        open.remove(window);
    }

    /** Of several projects, which go on at the same time; empty while there is nothing to do. */
    static String line(Collection<Remaining> projects) {
        var all = projects.stream().mapToInt(Remaining::all).sum();
        if (all == 0) {
            return "";
        }
        var done = all - projects.stream().mapToInt(Remaining::open).sum();
        var full = WIDTH * done / all;
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + done + "/" + all
                + projects.stream().flatMap(project -> project.left().stream()).max(Comparator.naturalOrder())
                        .map(left -> ", about " + Estimate.formatted(left) + " left").orElse("");
    }

    private synchronized int all() {
        return all;
    }

    private synchronized int open() {
        return open.size();
    }

    private synchronized Optional<Duration> left() {
        return began == null ? Optional.empty() : left(Duration.between(began, Instant.now()));
    }

    /** By the history until as many are done as run at once, then by what was done so far. */
    Optional<Duration> left(Duration gone) {
        var done = all - open.size();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        var byHistory = new Estimate(atOnce).of(open.values());
        return done > 0 && (done >= atOnce || byHistory.isEmpty())
                ? Optional.of(gone.multipliedBy(open.size()).dividedBy(done))
                : byHistory;
    }
}
