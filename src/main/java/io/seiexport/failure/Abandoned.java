package io.seiexport.failure;

import java.io.IOException;

/** Ends one call that its server would never have finished; another attempt may succeed. */
public final class Abandoned extends IOException implements Reasoned {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    public Abandoned(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    @Override
    public Reason reason() {
        return reason;
    }
}
