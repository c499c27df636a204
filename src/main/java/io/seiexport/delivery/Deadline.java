package io.seiexport.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.TimerThreads;
import io.seiexport.plan.Export;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Settings;
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
 * Gives the steps below it to the sink or the transform whose turn it is: on threads of its own, with a copy of the
 * export, until its deadline. Of what they leave only the body comes back.
 */
public final class Deadline implements Policy {
    private static final int MOST_WAITING = 100_000;
    private static final long IDLE_SECONDS = 60;

    private final CamelContext context;
    private final Function<Exchange, Guest> guest;
    private final String goneOn;
    private final RunMode mode;
    private final Duration firstWord;
    private final TimerThreads clock;
    private final Map<String, Places> places = new ConcurrentHashMap<>();
    private volatile ExecutorService goingOn;

    private Deadline(CamelContext context, Function<Exchange, Guest> guest, String goneOn, RunMode mode,
            Duration firstWord) {
        this.context = context;
        this.guest = guest;
        this.goneOn = goneOn;
        this.mode = mode;
        this.firstWord = firstWord;
        this.clock = new TimerThreads(goneOn + "-deadline", 1);
        context.addLifecycleStrategy(LifecycleStrategySupport.adapt((OnCamelContextStopped) ended -> clock.shutdown()));
    }

    /** Of the sink whose turn it is; after the time of the first word the log says how long it has been at work. */
    public static Deadline ofSinks(CamelContext context, SinkSettings settings, RunMode mode, Duration firstWord) {
        return new Deadline(context, exchange -> {
            var sink = exchange.getVariable("sink", String.class);
            return Guest.sink(sink, settings.limit(sink));
        }, "delivered", mode, firstWord);
    }

    /** The same of the transform of the export. */
    public static Deadline ofTransforms(CamelContext context, Settings settings, RunMode mode, Duration firstWord) {
        return new Deadline(context, exchange -> Guest.transform(Export.of(exchange),
                TimeLimit.read(settings, DeliverySettings.TRANSFORM_TIMEOUT)), "transformed", mode, firstWord);
    }

    /** Ends a step that comes too late, before it does what cannot be undone. */
    public void demandInTime(Exchange exchange) throws ExportFailed {
        Turn.demandInTime(exchange);
    }

    /** The exports that have waited for one of them for so long that the log says so. */
    Stream<Export> lasting() {
        return places.values().stream().flatMap(ofGuest -> ofGuest.lasting(firstWord)).map(Turn::export);
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
                    goingOn = threads(goneOn);
                }
                super.doStart();
            }

            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                var whose = guest.apply(exchange);
                var ofGuest = places.computeIfAbsent(whose.endpoint(), endpoint -> placesOf(whose));
                ofGuest.queue(new Turn(exchange, steps, whose, firstWord, clock, ofGuest,
                        thrown -> goingOn.execute(() -> goOn(exchange, thrown, callback))));
                return false;
            }
        };
    }

    /** Neither on a thread of the sink or transform nor on that of the clock. */
    private static void goOn(Exchange exchange, Throwable thrown, AsyncCallback callback) {
        exchange.setException(thrown);
        callback.done(false);
    }

    private Places placesOf(Guest whose) {
        return new Places(threads(whose.name()), mode);
    }

    private ExecutorService threads(String name) {
        var profile = new ThreadPoolProfile(name);
        profile.setPoolSize(Places.COUNT);
        profile.setMaxPoolSize(Places.COUNT);
        profile.setMaxQueueSize(MOST_WAITING);
        profile.setKeepAliveTime(IDLE_SECONDS);
        profile.setAllowCoreThreadTimeOut(true);
        return context.getExecutorServiceManager().newThreadPool(this, name, profile);
    }
}
