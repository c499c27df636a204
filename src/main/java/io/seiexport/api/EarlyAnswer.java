package io.seiexport.api;

import java.io.IOException;

/** An answer, or the beginning of one, was there before its request was written: it belongs to something else. */
final class EarlyAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    EarlyAnswer() {
        super("bytes had come before the request was sent");
    }
}
