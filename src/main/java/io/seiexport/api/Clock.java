package io.seiexport.api;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does things later. What is thrown by one of them ends the process: nobody else would ever hear of it, and whatever
 * waits for the thing would wait for ever.
 */
class Clock extends ScheduledThreadPoolExecutor {

    Clock(String name, int threads) {
        super(threads, threads(name));
        setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory threads(String name) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    protected void afterExecute(Runnable task, Throwable thrown) {
        super.afterExecute(task, thrown);
        heed(task, thrown);
    }

    /** A task that is a future keeps what was thrown to itself. */
    final void heed(Runnable done, Throwable thrown) {
        var cause = thrown != null ? thrown : thrownBy(done);
        if (cause instanceof Error || cause != null && !ending()) {
            LastWords.end(Thread.currentThread(), cause);
        }
    }

    /** Whether tasks may fail because what they need has ended already. */
    boolean ending() {
        return isShutdown();
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
}
