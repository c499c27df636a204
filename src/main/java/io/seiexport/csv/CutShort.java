package io.seiexport.csv;

import java.io.IOException;

import io.seiexport.failure.Reason;
import io.seiexport.failure.Reasoned;

/** Tells that a connection was cut within a body: it may be whole only if, as one gzip member does, it proves that. */
public final class CutShort extends IOException implements Reasoned {
    private static final long serialVersionUID = 1L;

    public CutShort(String sentence) {
        super(sentence);
    }

    @Override
    public Reason reason() {
        return Reason.TRUNCATED;
    }
}
