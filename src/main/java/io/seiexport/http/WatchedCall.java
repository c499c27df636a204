package io.seiexport.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.Reason;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.concurrent.Cancellable;

/** One call that another thread may end, whatever it waits for; the thread that waits learns why. */
final class WatchedCall {
    private final ExecChain.Scope scope;
    private final ScheduledExecutorService clock;
    private Future<?> alarm;
    private Abandoned ended;
    private boolean over;

    WatchedCall(ExecChain.Scope scope, ScheduledExecutorService clock) {
        this.scope = scope;
        this.clock = clock;
    }

    /** Ends the call after this time, which is that of a setting, unless something else is agreed on by then. */
    void endAfter(Duration limit, String setting) {
        lookAfter(limit, () -> end(new Abandoned(Reason.TIMEOUT, "the server did not answer in time: no complete "
                + "answer came within " + formatted(limit) + "; allow more with " + setting)));
    }

    /** Looks after the call at a later time, on the thread of the clock, instead of what was agreed on before. */
    synchronized void lookAfter(Duration time, Runnable look) {
        doNotLook();
        lookAgain(time, look);
    }

    /** The same from within a look. */
    synchronized void lookAgain(Duration time, Runnable look) {
        if (!over) {
            alarm = clock.schedule(look, time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void doNotLook() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** Nobody needs to look after it any more. */
    synchronized void over() {
        over = true;
        doNotLook();
    }

    /** Ends a call that is not over. */
    void end(Abandoned why) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            ended = why;
        }
        hangUp();
    }

    void hangUp() {
        if (scope.originalRequest instanceof Cancellable request) {
            request.cancel();
        }
        scope.execRuntime.discardEndpoint();
    }

    /** Why it was ended, if it was, or else what was thrown, in words where that is no HTTP. */
    synchronized IOException explained(Exception thrown) {
        return ended == null ? NoHttp.explained(thrown) : ended;
    }

    synchronized boolean wasEnded() {
        return ended != null;
    }

    static String formatted(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
