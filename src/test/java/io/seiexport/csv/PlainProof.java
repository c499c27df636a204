package io.seiexport.csv;

import java.io.InputStream;

/** The proof of a file for those who have no Camel. */
public final class PlainProof {

    private PlainProof() {
    }

    public static ProvingStream proving(InputStream body) {
        return new ProvingStream(body, FileLimits.DEFAULT);
    }
}
