package io.seiexport.csv;

import java.io.IOException;

import io.seiexport.failure.Reason;
import io.seiexport.failure.Reasoned;

/**
 * A body has ended where its connection was cut. It may still be whole, but only if it can show that by itself, as a
 * gzip file of a single member does.
 */
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
