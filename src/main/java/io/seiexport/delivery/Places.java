package io.seiexport.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.seiexport.failure.ExportFailed;
import io.seiexport.settings.RunMode;

/** The few threads of one sink or transform, and who waits for one: not behind turns that are past their deadline. */
final class Places {
    static final int COUNT = 4;

    private final ExecutorService threads;
    private final RunMode mode;
    /** Those for which an export waits. */
    private final Set<Turn> turns = ConcurrentHashMap.newKeySet();
    private final AtomicInteger late = new AtomicInteger();
    private volatile boolean cutOff;

    Places(ExecutorService threads, RunMode mode) {
        this.threads = threads;
        this.mode = mode;
    }

    void queue(Turn turn) {
        var vain = whyVain(turn.guest());
        if (vain.isPresent()) {
            turn.refuse(vain.get());
            return;
        }
        turns.add(turn);
        threads.execute(turn);
        // Another may have been cut off meanwhile, when this turn was not among those to be refused.
        whyVain(turn.guest()).ifPresent(turn::refuse);
    }

    private Optional<ExportFailed> whyVain(Guest guest) {
        if (areStuck()) {
            return Optional.of(guest.stuck(COUNT));
        }
        return cutOff && guest.rests() && !mode.onTheClock() ? Optional.of(guest.resting()) : Optional.empty();
    }

    /** The ledger learns of it only when the export has failed; until then those that wait would meet the same. */
    void expired(Guest guest) {
        late.incrementAndGet();
        cutOff = true;
        turns.forEach(guest.rests() ? turn -> turn.refuse(guest.resting()) : this::refuseIfStuck);
    }

    private void refuseIfStuck(Turn turn) {
        if (areStuck()) {
            turn.refuse(turn.guest().stuck(COUNT));
        }
    }

    private boolean areStuck() {
        return late.get() >= COUNT;
    }

    /** Its export goes on. */
    void over(Turn turn) {
        turns.remove(turn);
    }

    /** Those for which an export has waited for so long. */
    Stream<Turn> lasting(Duration time) {
        return turns.stream().filter(turn -> turn.lasts(time));
    }

    void endedLate() {
        late.decrementAndGet();
    }
}
