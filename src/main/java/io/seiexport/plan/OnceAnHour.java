package io.seiexport.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps what stays true from filling the log: what is said of one and the same thing is said once an hour at most. */
public final class OnceAnHour {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final Map<String, Long> said = new HashMap<>();
    private final LongSupplier nanos;

    public OnceAnHour() {
        this(System::nanoTime);
    }

    /** The clock of a test; that of the wall may be set back. */
    OnceAnHour(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Says it, unless that was done for this key within the last hour. */
    public synchronized void say(String key, Runnable line) {
        var now = nanos.getAsLong();
        said.values().removeIf(then -> now - then >= HOUR);
        if (said.putIfAbsent(key, now) == null) {
            line.run();
        }
    }

    /** It is no longer so: when it is again, that is news. */
    public synchronized void forget(String key) {
        said.remove(key);
    }
}
