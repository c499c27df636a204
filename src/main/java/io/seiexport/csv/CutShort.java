package io.seiexport.csv;

import java.io.IOException;

/**
 * A body has ended where its connection was cut. It may still be whole, but only if it can show that by itself, as a
 * gzip file of a single member does.
 */
public final class CutShort extends IOException {
    private static final long serialVersionUID = 1L;

    public CutShort(String sentence) {
        super(sentence);
    }
}
