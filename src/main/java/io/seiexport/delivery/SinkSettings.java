package io.seiexport.delivery;

import java.time.Duration;
import java.util.Optional;

import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.Settings;

/** How long a sink may take for one file, and whether {@code check} tries it. */
public record SinkSettings(Settings settings) {
    private static final String TIMEOUT = "sink.timeout";

    /** As its settings call it: x of {@code direct:sink-x}; a bare endpoint has no settings of its own. */
    public static Optional<String> name(String sink) {
        return SinkMarks.nameInSettings(sink);
    }

    public static String timeoutOf(String name) {
        return "sink." + name + ".timeout";
    }

    public static String checkOf(String name) {
        return "sink." + name + ".check";
    }

    /** Refuses a time for all sinks that cannot be used. */
    public Duration usual() {
        return settings.lasting(TIMEOUT);
    }

    /** Refuses a time for one sink that cannot be used. */
    public Duration ofSink(String name) {
        var own = SinkMarks.key(settings, name, "timeout");
        return isSet(own) ? settings.lasting(own) : usual();
    }

    TimeLimit limit(String sink) {
        return TimeLimit.read(settings, name(sink).map(name -> SinkMarks.key(settings, name, "timeout"))
                .filter(this::isSet).orElse(TIMEOUT));
    }

    /** Whether {@code check} delivers a file to it. */
    public boolean isTried(String sink) {
        return name(sink).map(this::isTriedByName).orElse(true);
    }

    /** Refuses what is neither true nor false. */
    public boolean isTriedByName(String name) {
        var own = SinkMarks.key(settings, name, "check");
        return !isSet(own) || settings.flag(own);
    }

    private boolean isSet(String key) {
        return !settings.text(key).isEmpty();
    }
}
