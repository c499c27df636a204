package io.seiexport.failure;

import java.time.Duration;
import java.util.Optional;

/** Ends one export: a short reason to count by, and a sentence that tells a person what happened. */
public final class ExportFailed extends Exception implements Reasoned {
    private static final long serialVersionUID = 1L;
    private final Reason reason;
    private final Duration wait;

    public ExportFailed(Reason reason, String sentence) {
        this(reason, sentence, null);
    }

    /** One that is known to be over after a while; until then another try would only fail again. */
    public ExportFailed(Reason reason, String sentence, Duration wait) {
        super(sentence);
        this.reason = reason;
        this.wait = wait;
    }

    @Override
    public Reason reason() {
        return reason;
    }

    /** How long to wait before another try, counted from when it was thrown; empty if nobody knows. */
    public static Optional<Duration> untilAnother(Throwable thrown) {
        return Failure.find(thrown, ExportFailed.class).map(failed -> failed.wait);
    }
}
