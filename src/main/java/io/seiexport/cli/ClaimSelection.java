package io.seiexport.cli;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowFilter;
import io.seiexport.plan.OwedExport;
import io.seiexport.settings.RunMode;
import org.apache.camel.Exchange;

/** Limits what a command claims to the windows it is about, in their order; the command run claims any. */
public final class ClaimSelection implements Watcher {
    /** So many are looked for by one statement. */
    private static final int SOME = 500;

    private final Set<String> waiting = new LinkedHashSet<>();
    private final RunMode mode;
    private int remembered;

    public ClaimSelection(RunMode mode) {
        this.mode = mode;
    }

    @Override
    public synchronized void queued(OwedExport owed) {
        if (waiting.add(owed.export().id()) && !mode.onTheClock()) {
            remembered++;
        }
    }

    @Override
    public synchronized void claimed(Entry entry, Duration waited) {
        waiting.remove(entry.id());
    }

    @Override
    public synchronized void begunAnew(String window) {
        if (!mode.onTheClock()) {
            waiting.add(window);
        }
    }

    @Override
    public synchronized void closed(String window) {
        waiting.remove(window);
    }

    /** Whether any window waits to be claimed. */
    synchronized boolean isAny() {
        return !waiting.isEmpty();
    }

    /** How many windows a command was told of, each of which it remembers to its end; a clock remembers none. */
    synchronized int remembered() {
        return remembered;
    }

    /** What was claimed, in the order in which it is due: a database hands it out in any. */
    public List<Map<String, Object>> inTurn(Exchange exchange) {
        var claimed = Entry.all(Entry.rows(exchange.getMessage().getBody()));
        return claimed.stream().sorted(Entry.IN_TURN).map(Entry::shortRow).toList();
    }

    /** Whether one window is tried, to see whether what is held back is there again. */
    public boolean isProbe(Exchange exchange) {
        return mode.onTheClock() && !Entry.rows(exchange.getVariable("probes")).isEmpty();
    }

    /** Whether windows are claimed although something is held back: the one that tries it, and those of a command. */
    public boolean isFree(Exchange exchange) {
        return isProbe(exchange) || !mode.onTheClock();
    }

    /** The next ones that are not claimed here, as a JSON list; null if any will do. */
    public synchronized String next() {
        return mode.onTheClock() ? null : WindowFilter.list(waiting.stream().limit(SOME).toList());
    }
}
