package io.seiexport.failure;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Does things later, and ends the process when one of them throws: whatever waits for it would wait forever. */
public class TimerThreads extends ScheduledThreadPoolExecutor {

    public TimerThreads(String name, int threads) {
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
        FatalErrorHandler.heed(task, thrown, ending());
    }

    /** Whether tasks may fail because what they need has ended already. */
    public boolean ending() {
        return isShutdown();
    }
}
