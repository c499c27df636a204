package io.seiexport.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.IntSupplier;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.failure.TimerThreads;
import io.seiexport.plan.Export;
import io.seiexport.settings.RunMode;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.OnCamelContextStopped;
import org.apache.camel.spi.Policy;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Gives the steps below it to the sink whose turn it is: on threads of its own, with a copy of the export, until its
 * deadline. Of what they leave only the body comes back.
 */
public final class SinkDeadline implements Policy {
    private static final int MOST_WAITING = 100_000;
    private static final long IDLE_SECONDS = 60;

    private final CamelContext context;
    private final SinkSettings settings;
    private final RunMode mode;
    private final IntSupplier mostInFlight;
    private final Duration firstWord;
    private final TimerThreads clock = new TimerThreads("sink-deadline", 1);
    private final Map<String, SinkPlaces> places = new ConcurrentHashMap<>();
    private volatile ExecutorService goingOn;

    /** After the time of the first word the log says how long a sink has been at work, and others may begin. */
    public SinkDeadline(CamelContext context, SinkSettings settings, RunMode mode, IntSupplier mostInFlight,
            Duration firstWord) {
        this.context = context;
        this.settings = settings;
        this.mode = mode;
        this.mostInFlight = mostInFlight;
        this.firstWord = firstWord;
        context.addLifecycleStrategy(LifecycleStrategySupport.adapt((OnCamelContextStopped) ended -> clock.shutdown()));
    }

    /** Ends a step that comes too late, before it does what cannot be undone. */
    public void demandInTime(Exchange exchange) throws ExportFailed {
        if (SinkTurn.isLate(exchange)) {
            throw new ExportFailed(Reason.SINK, "its deadline is over, and the export has gone on without it");
        }
    }

    /** How many exports may be under way now: one that has waited long for a sink makes room, up to as many again. */
    public int mostInFlight() {
        var lasting = places.values().stream().flatMap(ofSink -> ofSink.lasting(firstWord)).map(SinkTurn::export)
                .distinct().count();
        return mostInFlight.getAsInt() + (int) Math.min(lasting, mostInFlight.getAsInt());
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // They stay as they are.
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return new DelegateAsyncProcessor(steps) {
            @Override
            protected void doStart() throws Exception {
                if (goingOn == null) {
                    goingOn = threads("delivered");
                }
                super.doStart();
            }

            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                var sink = exchange.getVariable("sink", String.class);
                var ofSink = places.computeIfAbsent(sink, SinkDeadline.this::placesOf);
                ofSink.queue(new SinkTurn(exchange, steps, settings.deadline(sink), firstWord, clock, ofSink,
                        thrown -> goingOn.execute(() -> goOn(exchange, thrown, callback))));
                return false;
            }
        };
    }

    /** Neither on a thread of the sink nor on that of the clock. */
    private static void goOn(Exchange exchange, Throwable thrown, AsyncCallback callback) {
        exchange.setException(thrown);
        callback.done(false);
    }

    private SinkPlaces placesOf(String sink) {
        return new SinkPlaces(threads("sink " + Export.sinkName(sink)), mode);
    }

    private ExecutorService threads(String name) {
        var profile = new ThreadPoolProfile(name);
        profile.setPoolSize(SinkPlaces.PLACES);
        profile.setMaxPoolSize(SinkPlaces.PLACES);
        profile.setMaxQueueSize(MOST_WAITING);
        profile.setKeepAliveTime(IDLE_SECONDS);
        profile.setAllowCoreThreadTimeOut(true);
        return context.getExecutorServiceManager().newThreadPool(this, name, profile);
    }
}
