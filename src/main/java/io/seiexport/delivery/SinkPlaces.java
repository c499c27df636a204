package io.seiexport.delivery;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.settings.RunMode;

/** The few threads of one sink, and who waits for one: not behind a turn that is past its deadline. */
final class SinkPlaces {
    static final int PLACES = 4;

    private final ExecutorService threads;
    private final RunMode mode;
    /** Those for which an export waits. */
    private final Set<SinkTurn> turns = ConcurrentHashMap.newKeySet();
    private final AtomicInteger late = new AtomicInteger();
    private volatile SinkSettings.Deadline passed;

    SinkPlaces(ExecutorService threads, RunMode mode) {
        this.threads = threads;
        this.mode = mode;
    }

    void queue(SinkTurn turn) {
        var deadline = passed;
        if (late.get() >= PLACES) {
            turn.refuse(new ExportFailed(Reason.SINK, PLACES + " earlier files are still stuck in it, cut off after "
                    + deadline));
        } else if (deadline != null && !mode.onTheClock()) {
            turn.refuse(held(deadline));
        } else {
            turns.add(turn);
            threads.execute(turn);
        }
    }

    /** The ledger learns of it only when the export has failed; until then those that wait would meet the same. */
    void expired(SinkSettings.Deadline deadline) {
        late.incrementAndGet();
        passed = deadline;
        turns.forEach(turn -> turn.refuse(held(deadline)));
    }

    /** Its export goes on. */
    void over(SinkTurn turn) {
        turns.remove(turn);
    }

    /** Those for which an export has waited for so long. */
    Stream<SinkTurn> lasting(Duration time) {
        return turns.stream().filter(turn -> turn.lasts(time));
    }

    void endedLate() {
        late.decrementAndGet();
    }

    private static ExportFailed held(SinkSettings.Deadline deadline) {
        return new ExportFailed(Reason.HELD, "the last time it was not done after " + deadline);
    }
}
