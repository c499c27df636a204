package io.seiexport.failure;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process after an Error on a thread: an export there would wait forever, and nobody would be told. */
public final class FatalErrorHandler implements Thread.UncaughtExceptionHandler {
    /** As after an export that failed. */
    private static final int FAILED = 2;

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof Error) {
            end(thread, thrown);
        } else {
            log().error("{} was thrown on {}", thrown, thread.getName(), thrown);
        }
    }

    /**
     * Looks into a task that a pool has done with; one that is a future keeps what was thrown to itself.
     *
     * @param ending whether tasks may fail because what they need has ended already
     */
    public static void heed(Runnable done, Throwable thrown, boolean ending) {
        var cause = thrown != null ? thrown : thrownBy(done);
        if (cause instanceof Error || cause != null && !ending) {
            end(Thread.currentThread(), cause);
        }
    }

    private static Throwable thrownBy(Runnable done) {
        if (done instanceof Future<?> future && future.isDone()) {
            try {
                future.get();
            } catch (CancellationException e) {
                return null;
            } catch (ExecutionException e) {
                return e.getCause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return null;
    }

    /** Asked for late: most commands of a person log nothing, and end before they had it. */
    private static Logger log() {
        return LoggerFactory.getLogger(FatalErrorHandler.class);
    }

    /** Not by the way of a usual end: that would wait for the export. */
    static void end(Thread thread, Throwable thrown) {
        try {
            log().error("The program exits, because an export would wait forever: {} was thrown on {}",
                    thrown, thread.getName(), thrown);
        } finally {
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
