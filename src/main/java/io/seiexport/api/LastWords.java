package io.seiexport.api;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of what ended a thread. After an Error it ends the process: Camel catches exceptions, but an export on whose
 * thread an Error is thrown would wait for ever, and nobody would be told.
 */
public final class LastWords implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);
    /** As after an export that failed. */
    private static final int FAILED = 2;

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof Error) {
            end(thread, thrown);
        } else {
            LOG.error("{} was thrown on {}", thrown, thread.getName(), thrown);
        }
    }

    /** Not by the way of a usual end: that would wait for the export. */
    static void end(Thread thread, Throwable thrown) {
        try {
            LOG.error("The program ends, for an export would wait for ever: {} was thrown on {}",
                    thrown, thread.getName(), thrown);
        } finally {
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
