package io.seiexport.http;

import java.io.IOException;

/**
 * A connection that was kept had ended meanwhile. No answer to the call has begun, so it is repeated, once; that is no
 * attempt of its own.
 */
final class StaleConnection extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException end;

    StaleConnection(IOException end) {
        super(end);
        this.end = end;
    }

    /** How it showed. */
    IOException end() {
        return end;
    }
}
