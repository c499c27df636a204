package io.seiexport.http;

/**
 * How calls follow each other so that no minute, wherever it begins, holds more than so many: at an even pace, but for
 * some that may be made at once after a rest. In microseconds, for there may be many calls.
 *
 * @param pace  from one call to the next
 * @param burst how many may be made at once
 */
record Rate(long pace, int burst) {
    /** A call may begin so much later than its moment, and crowd the ones after it. */
    static final long LATE = 2_000_000;
    private static final long MINUTE = 60_000_000;
    private static final int PART_AT_ONCE = 10;
    /** A request and its download, where there are few calls altogether. */
    private static final int FEW_AT_ONCE = 2;

    static Rate of(int perMinute) {
        var burst = Math.max(1, Math.max(perMinute / PART_AT_ONCE, Math.min(FEW_AT_ONCE, perMinute / 2)));
        // Of calls that all begin within a minute the first and the last are k paces apart, less those at once:
        // k * pace < MINUTE + LATE + (burst - 1) * pace, and with this pace k < perMinute.
        return new Rate((MINUTE + LATE) / (perMinute - burst + 1) + 1, burst);
    }

    /** The time that so many calls take up. */
    long cost(int calls) {
        return calls * pace;
    }

    /** How far a rest is remembered. */
    long credit() {
        return cost(burst - 1);
    }

    /** How many calls take up no more than this time; at least one. */
    int within(long time) {
        return (int) Math.max(1, time / pace);
    }
}
