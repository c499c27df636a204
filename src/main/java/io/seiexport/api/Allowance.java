package io.seiexport.api;

import java.time.Duration;

/**
 * How much the body of an answer may be, and how slow.
 *
 * @param bytes   the most
 * @param cut     whether a longer one just ends there, instead of failing
 * @param stalled how long it may take to bring the next KiB; null where it has to be complete in time altogether
 */
record Allowance(long bytes, boolean cut, Duration stalled) {

    static Allowance upTo(long bytes) {
        return new Allowance(bytes, false, null);
    }

    static Allowance cutAt(long bytes) {
        return new Allowance(bytes, true, null);
    }

    static Allowance steady(Duration stalled) {
        return new Allowance(Long.MAX_VALUE, false, stalled);
    }
}
