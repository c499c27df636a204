package io.seiexport.plan;

import java.util.Optional;

/**
 * How many exports one process may have under way: as many as the setting says, but no more than its heap can hold.
 *
 * @param wanted   what the setting says
 * @param possible for how many the heap has room
 */
public record InFlightLimit(int wanted, int possible) {
    static final String KEY = "export.max-in-flight";

    // Measured with thousands: 7000 exports ran out of a heap of 128 MB, of which the program itself takes a third.
    private static final long OF_THE_PROGRAM = 48L << 20;
    private static final long OF_AN_EXPORT = 16L << 10;
    private static final int ANY_HEAP = 20;

    /** For a heap of so many bytes. */
    public static InFlightLimit of(int wanted, long heap) {
        return new InFlightLimit(wanted, (int) Math.min(Integer.MAX_VALUE,
                Math.max(ANY_HEAP, (heap - OF_THE_PROGRAM) / OF_AN_EXPORT)));
    }

    public int most() {
        return Math.min(wanted, possible);
    }

    /** Where so many that wait make room for others. */
    public int mostBeside(long waiting) {
        return (int) Math.min(possible, most() + Math.min(waiting, most()));
    }

    /** What is wrong with the setting, if anything is. */
    public Optional<String> warning() {
        return wanted <= possible ? Optional.empty() : Optional.of(KEY + " = " + wanted + " is more than the heap of "
                + "this Java can hold: at most " + possible + " exports are under way at the same time; give Java more "
                + "memory with -Xmx, or set a lower limit");
    }
}
