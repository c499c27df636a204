package io.seiexport.http;

import java.io.IOException;

/** Tells that a kept connection had ended before any answer: the call is repeated once, as the same attempt. */
final class StaleConnection extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnection(IOException end) {
        super(end);
    }
}
