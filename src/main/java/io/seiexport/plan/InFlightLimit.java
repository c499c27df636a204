package io.seiexport.plan;

import java.util.Optional;

/**
 * How many exports one process may have under way: as many as the setting says, but no more than its heap can hold.
 *
 * @param wanted what the setting says
 * @param free   the bytes of the heap that are left for exports
 */
public record InFlightLimit(int wanted, long free) {
    static final String KEY = "export.max-in-flight";

    // Measured with 20,000 exports of a command, of which 5,000 were under way in a heap of 128 MB.
    private static final long OF_THE_PROGRAM = 48L << 20;
    private static final long OF_AN_EXPORT = 14L << 10;
    private static final long OF_A_WINDOW = 1536;
    private static final int ANY_HEAP = 20;

    /** For a heap of so many bytes. */
    public static InFlightLimit of(int wanted, long heap) {
        return new InFlightLimit(wanted, heap - OF_THE_PROGRAM);
    }

    public int most() {
        return Math.min(wanted, possible(0));
    }

    /**
     * Where others begin beside some that only wait for a sink.
     *
     * @param lasting how many do so, each of which makes room for another one
     * @param windows how many a command remembers, done or not
     */
    public int most(long lasting, int windows) {
        return (int) Math.min(possible(windows), wanted + Math.min(lasting, wanted));
    }

    private int possible(int windows) {
        return (int) Math.min(Integer.MAX_VALUE,
                Math.max(ANY_HEAP, (free - windows * OF_A_WINDOW) / OF_AN_EXPORT));
    }

    /** What is wrong with the setting, if anything is. */
    public Optional<String> warning() {
        return wanted <= possible(0) ? Optional.empty() : Optional.of(KEY + " = " + wanted + " is more than the heap of "
                + "this Java can hold: at most " + possible(0) + " exports are under way at the same time; give Java more "
                + "memory with -Xmx, or set a lower limit");
    }
}
