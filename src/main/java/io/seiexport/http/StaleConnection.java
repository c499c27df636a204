package io.seiexport.http;

import java.io.IOException;

/**
 * A connection that was kept had ended meanwhile, as its cause shows. No answer to the call has begun, so it is
 * repeated, once; that is no attempt of its own.
 */
final class StaleConnection extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnection(IOException end) {
        super(end);
    }
}
