package io.seiexport.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What was measured, so that a table and a judge can use it.
 *
 * @param name   the same in every run, such as {@code download.gunzip}
 * @param ours   what the program took, in words
 * @param beside what that is held against, in words
 * @param ratio  how many times better the program is than what stands beside it, none if it was not measured
 * @param broken whether a promise was not kept; {@code ours} then says which
 */
record Figure(String name, String ours, String beside, OptionalDouble ratio, boolean broken) {
    /** What the names of the large ones end with. */
    static final String FULL = ".full";

    /** One that is broken where this is no ratio, such as one to nothing. */
    static Figure of(String name, String ours, String beside, double ratio) {
        return !Double.isFinite(ratio) || ratio <= 0 ? broken(name, ours + " is in no ratio to " + beside)
                : new Figure(name, ours, beside, OptionalDouble.of(ratio), false);
    }

    /** For the lack of a tool, such as igzip. */
    static Figure notMeasured(String name, String why) {
        return new Figure(name, "not measured", why, OptionalDouble.empty(), false);
    }

    static Figure broken(String name, String promise) {
        return new Figure(name, promise, "", OptionalDouble.empty(), true);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }

    static String megabytes(long kilobytes) {
        return kilobytes / 1000 + " MB";
    }
}
