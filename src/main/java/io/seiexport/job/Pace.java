package io.seiexport.job;

import java.time.Duration;
import java.util.Optional;

/**
 * Says when to ask after a job of which the last one took long: twice on the way, shortly before it should be done, and
 * then in steps that grow with the time gone by. A job that takes from nine tenths to 1.15 times as long as the last
 * one is asked for eight times at most and waits at most a tenth longer than it takes.
 */
record Pace(Duration last) {
    /** What takes no longer is well served by pauses that only grow. */
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final double[] AIMS = {1 / 3.0, 2 / 3.0, 0.95};
    private static final double STEP = 0.04;
    /** Only ever later: a poll that is a little too early has to be repeated. */
    private static final double JITTER = 0.02;
    private static final double LOST = 1.5;

    static Optional<Pace> of(Duration last) {
        return last.compareTo(SHORT) > 0 ? Optional.of(new Pace(last)) : Optional.empty();
    }

    /** Whether the last job still tells something about one that has taken so long already. */
    boolean covers(Duration elapsed) {
        return elapsed.toMillis() <= LOST * last.toMillis();
    }

    /**
     * Milliseconds until the next poll.
     *
     * @param polls  how many there were
     * @param chance from 0 to 1, by which the exports that started together are scattered
     */
    long pause(int polls, Duration elapsed, double chance) {
        var step = STEP * elapsed.toMillis();
        var aim = polls < AIMS.length ? AIMS[polls] * last.toMillis() - elapsed.toMillis() : 0;
        return (long) Math.ceil(Math.max(step, aim) * (1 + JITTER * chance));
    }
}
