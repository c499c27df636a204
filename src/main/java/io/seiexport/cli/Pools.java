package io.seiexport.cli;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.seiexport.failure.FatalErrorHandler;
import io.seiexport.job.LogFields;
import io.seiexport.settings.Project;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.apache.camel.util.concurrent.RejectableThreadPoolExecutor;
import org.slf4j.MDC;

/** Makes Camel's thread pools so that an Error on one of their threads is heard of: by itself a pool keeps it. */
public final class Pools extends DefaultThreadPoolFactory {
    private final Project project;

    public Pools(Project project) {
        this.project = project;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        super.setCamelContext(context);
        context.getExecutorServiceManager().setThreadPoolFactory(this);
    }

    @Override
    public ExecutorService newThreadPool(int size, int largest, long idle, TimeUnit unit, int queued,
            boolean coreMayEnd, RejectedExecutionHandler rejected, ThreadFactory threads) {
        var none = largest <= 0;
        var pool = new RejectableThreadPoolExecutor(none ? 1 : size, none ? 1 : largest, idle, unit,
                none || queued <= 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(queued), threads,
                rejected == null ? new ThreadPoolExecutor.CallerRunsPolicy() : rejected) {
            @Override
            protected void beforeExecute(Thread thread, Runnable task) {
                super.beforeExecute(thread, task);
                if (!project.isOnly()) {
                    MDC.put(LogFields.PROJECT, project.name());
                }
            }

            @Override
            protected void afterExecute(Runnable task, Throwable thrown) {
                super.afterExecute(task, thrown);
                // Exceptions are heeded by others.
                FatalErrorHandler.heed(task, thrown, true);
            }
        };
        pool.allowCoreThreadTimeOut(coreMayEnd && idle > 0);
        return pool;
    }
}
