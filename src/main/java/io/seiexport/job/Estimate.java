package io.seiexport.job;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

import io.seiexport.plan.OwedExport;

/** Estimates how long exports take together, so many of them at once, from how long each usually takes. */
public record Estimate(int atOnce) {

    /** Empty when no export of their kind was ever delivered; one whose time is not known takes the mean. */
    public Optional<Duration> of(Collection<OwedExport> exports) {
        var known = exports.stream().flatMap(owed -> owed.usually().stream()).mapToLong(Duration::toMillis)
                .summaryStatistics();
        if (known.getCount() == 0) {
            return Optional.empty();
        }
        var mean = known.getSum() / known.getCount();
        return Optional.of(Duration.ofMillis(Math.max(known.getMax(), mean * exports.size() / atOnce)));
    }

    /** A duration as a person says it. */
    public static String formatted(Duration duration) {
        var seconds = seconds(duration);
        return seconds < 100 ? seconds + " s"
                : seconds < 100 * 60 ? Math.round(seconds / 60.0) + " min"
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600.0);
    }

    public static long seconds(Duration duration) {
        return Math.max(1, Math.round(duration.toMillis() / 1000.0));
    }
}
