package io.seiexport.failure;

import java.io.IOException;

/** Ends one call that its server would never have finished; another attempt may succeed. */
public final class Abandoned extends IOException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    public Abandoned(String reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    /** The short word to count by. */
    public String reason() {
        return reason;
    }
}
