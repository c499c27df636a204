package io.seiexport.job;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.seiexport.failure.Failure;
import io.seiexport.failure.TimerThreads;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.settings.Secrets;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.OnCamelContextStopped;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each endpoint of notify.sinks of a failed export, while the export goes on without hearing of it. Each endpoint
 * has a thread and a queue of its own, so that one that hangs keeps nothing from the others. Each notice is a new
 * exchange: a copy of that of the export would carry all of its variables.
 */
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final String ROUTE = "direct:export-notify";
    private static final int MOST_WAITING = 100;
    /** Of an address that many services give out, the path is what opens it. */
    private static final Pattern HTTP = Pattern.compile("(?i)(https?:(?://)?[^/?#]*)([^?#]*).*");
    private static final int SHORTEST_SECRET = 8;

    private final CamelContext context;
    private final NoticeSettings settings;
    private final Facts facts;
    private final Secrets secrets;
    private final Consumer<NoticeEnd> counted;
    private final TimerThreads deadlines = new TimerThreads("notify-deadline", 1);
    private final Map<String, ExecutorService> queues = new ConcurrentHashMap<>();
    private final Set<Notice> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean someHang;

    public Notices(CamelContext context, NoticeSettings settings, Facts facts, Secrets secrets,
            Consumer<NoticeEnd> counted) {
        this.context = context;
        this.settings = settings;
        this.facts = facts;
        this.secrets = secrets;
        this.counted = counted;
        settings.sinks().stream().map(HTTP::matcher).filter(sink -> sink.matches()
                && sink.group(2).length() >= SHORTEST_SECRET).forEach(sink -> secrets.learn(sink.group(2)));
        context.addLifecycleStrategy(
                LifecycleStrategySupport.adapt((OnCamelContextStopped) ended -> deadlines.shutdownNow()));
    }

    /** Queues a notice for each of them; nothing here waits or fails. */
    public void tell(Exchange exchange) {
        try {
            var export = Facts.export(exchange, exchange.getVariable("entry", Entry.class));
            var body = facts.of(exchange);
            settings.sinks().forEach(sink -> new Notice(sink, export, body).queue());
        } catch (RuntimeException e) {
            LOG.warn("Nobody was told of a failed export: {}", Failure.ofSink(e).without(secrets).sentence(), e);
        }
    }

    /** Where no export is begun any more: waits for those under way as long as one may take, and drops the others. */
    public void awaitEnd() {
        var deadline = System.nanoTime() + settings.timeout().toNanos();
        try {
            synchronized (underWay) {
                for (var left = left(deadline); left > 0 && !underWay.isEmpty(); left = left(deadline)) {
                    TimeUnit.NANOSECONDS.timedWait(underWay, left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        someHang |= !underWay.isEmpty();
        underWay.forEach(notice -> notice.end(NoticeEnd.DROPPED, "the command has ended; " + NoticeSettings.TIMEOUT
                + " says how long it waits"));
        if (someHang) {
            // Camel would wait for them once more when it stops.
            context.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
            context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
            context.getShutdownStrategy().setTimeout(1);
        }
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    private ExecutorService queue(String sink) {
        return queues.computeIfAbsent(sink, ignored -> context.getExecutorServiceManager().newThreadPool(this, "notify",
                new ThreadPoolProfileBuilder("notify").poolSize(1).maxPoolSize(1).maxQueueSize(MOST_WAITING)
                        .rejectedPolicy(ThreadPoolRejectedPolicy.Abort).build()));
    }

    /** What messages call an endpoint. */
    static String name(String sink) {
        var http = HTTP.matcher(sink);
        return http.matches() ? http.group(1) : Export.sinkName(sink);
    }

    /** One notice for one endpoint. */
    private final class Notice implements Runnable {
        private final String sink;
        private final String export;
        private final String body;
        private Thread worker;
        private boolean ended;

        Notice(String sink, String export, String body) {
            this.sink = sink;
            this.export = export;
            this.body = body;
        }

        void queue() {
            underWay.add(this);
            try {
                Notices.this.queue(sink).execute(this);
            } catch (RejectedExecutionException e) {
                end(NoticeEnd.DROPPED, MOST_WAITING + " notices are waiting for it already");
            }
        }

        @Override
        public void run() {
            if (!begin()) {
                return;
            }
            var late = deadlines.schedule(this::late, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            var thrown = send();
            late.cancel(false);
            LOG.debug("{}", sink, thrown);
            end(thrown == null ? NoticeEnd.TOLD : NoticeEnd.FAILED,
                    thrown == null ? "" : Failure.ofSink(thrown).sentence());
            leave();
        }

        private synchronized boolean begin() {
            worker = Thread.currentThread();
            return !ended;
        }

        private Throwable send() {
            try (var template = context.createProducerTemplate()) {
                return template.send(ROUTE, exchange -> {
                    exchange.setProperty("notifySink", sink);
                    exchange.getMessage().setBody(body);
                }).getException();
            } catch (IOException | RuntimeException e) {
                return e;
            }
        }

        private synchronized void late() {
            if (!ended) {
                someHang = true;
                end(NoticeEnd.FAILED, "it did not end within " + NoticeSettings.TIMEOUT + ", " + settings.timeout());
                worker.interrupt();
            }
        }

        /** The next notice must not be interrupted in place of this one. */
        private synchronized void leave() {
            Thread.interrupted();
        }

        synchronized void end(NoticeEnd how, String why) {
            if (ended) {
                return;
            }
            ended = true;
            if (how != NoticeEnd.TOLD) {
                LOG.warn("{} was not told that the export {} failed: {}", name(sink), export, secrets.blotOut(why));
            }
            counted.accept(how);
            synchronized (underWay) {
                underWay.remove(this);
                underWay.notifyAll();
            }
        }
    }
}
