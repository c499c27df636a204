package io.seiexport.http;

import java.io.IOException;

/** Tells that an answer was there before its request was written, and so belongs to something else. */
final class EarlyAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean connectionIsNew;

    EarlyAnswer(boolean connectionIsNew) {
        super("bytes arrived before the request was sent");
        this.connectionIsNew = connectionIsNew;
    }

    /** Then nothing can be left over on it, and another one would hardly be better. */
    boolean connectionIsNew() {
        return connectionIsNew;
    }
}
