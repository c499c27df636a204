package io.seiexport.job;

import java.time.Duration;
import java.util.Optional;

/**
 * Says when to ask after a job of which it is known how long the last one took: shortly before it should be done, and
 * then in steps that grow with the time gone by. A job that takes as long as the last one is asked for twice at most.
 * One that takes from nine tenths to 1.15 times as long is asked for four times at most and waits at most a tenth longer
 * than it takes, if it is no short one.
 *
 * @param least the shortest pause after the first poll
 */
record Pace(Duration last, Duration least) {
    private static final double AIM = 0.95;
    private static final double STEP = 0.08;
    /** Only ever later: a poll that is a little too early has to be repeated. */
    private static final double JITTER = 0.02;
    private static final double LOST = 1.5;
    private static final int PART = 4;

    /** None for what was done soon after the first poll: that is well served by pauses that only grow. */
    static Optional<Pace> of(Duration last, Duration firstDelay) {
        return last.compareTo(firstDelay.multipliedBy(3).dividedBy(2)) > 0
                ? Optional.of(new Pace(last, firstDelay.dividedBy(PART))) : Optional.empty();
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
        var step = Math.max(STEP * elapsed.toMillis(), least.toMillis());
        var aim = polls == 0 ? AIM * last.toMillis() - elapsed.toMillis() : 0;
        return (long) Math.ceil(Math.max(step, aim) * (1 + JITTER * chance));
    }
}
