package io.seiexport.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.api.Job;
import io.seiexport.api.RetryPolicy;
import io.seiexport.failure.Failure;
import io.seiexport.plan.Export;
import io.seiexport.plan.Owed;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;

/** Decides whether an export that has failed is begun anew by itself, and when; its next tick may be far away. */
public final class Again implements CamelContextAware {
    private static final String AGAIN = "again";
    private static final String BEGUN_ANEW = "begunAnew";
    /** The clocks of two machines are never quite the same. */
    private static final int PART_FOR_CLOCKS = 30;

    private CamelContext context;

    /** Keeps the moment of a new beginning as the variable again; without one the export has failed for good. */
    public void judge(Exchange exchange) {
        var reason = exchange.getVariable("failure", Failure.class).reason();
        var wait = context.isStopping() ? null : wait(exchange, reason);
        exchange.removeVariable(AGAIN);
        exchange.setVariable("verdict", Verdict.of(exchange.getVariable("failure", Failure.class), wait != null,
                new Settings(context).count("export.give-up-after", 1)));
        if (wait != null) {
            begunAnew(exchange).merge(reason, 1, Integer::sum);
            exchange.setVariable(AGAIN, Instant.now().plus(wait).truncatedTo(ChronoUnit.MILLIS));
        }
    }

    /** Null: not at all. */
    private Duration wait(Exchange exchange, String reason) {
        var settings = new Settings(context);
        var before = begunAnew(exchange).getOrDefault(reason, 0);
        return switch (reason) {
            case "not-found" -> before == 0 && exchange.getVariable("job") != null ? Duration.ZERO : null;
            case "job-failed", "job-cancelled", "stale" -> before == 0 && settings.onTheClock()
                    ? untilNewJob(exchange.getVariable("job", Job.class), settings.duration("sei.reuse-window"))
                    : null;
            case "sink" -> before + 1 < settings.count("retry.max-attempts", 1) && settings.onTheClock()
                    ? backOff(before)
                    : null;
            default -> null;
        };
    }

    /** Until then the server would only hand out the same job. */
    private static Duration untilNewJob(Job job, Duration window) {
        var now = Instant.now();
        var begun = job.begun().filter(now::isAfter).orElse(now);
        var over = begun.plus(window).plus(window.dividedBy(PART_FOR_CLOCKS));
        return over.isAfter(now) ? Duration.between(now, over) : Duration.ZERO;
    }

    private Duration backOff(int before) {
        var policy = context.getRegistry().findSingleByType(RetryPolicy.class);
        var pause = 0L;
        for (var i = 0; i <= before; i++) {
            pause = policy.calculateRedeliveryDelay(pause, i + 1);
        }
        return Duration.ofMillis(pause);
    }

    /** Milliseconds until the new beginning. */
    public long pause(Exchange exchange) {
        var moment = exchange.getVariable(AGAIN, Instant.class);
        return Math.max(0, Duration.between(Instant.now(), moment).toMillis());
    }

    /** Whether there is still a program that could begin anything. */
    public boolean goesOn() {
        return !context.isStopping();
    }

    /** Leaves of the failed round only what the next one has to know. */
    public void begin(Exchange exchange) {
        for (var variable : List.of(AGAIN, "job", "failure", "grace", "stale")) {
            exchange.removeVariable(variable);
        }
        var owed = exchange.getVariable("owed", Owed.class);
        if (owed != null) {
            exchange.setVariable("owed", owed.anew());
        }
        exchange.getMessage().setBody(exchange.getVariable("export", Export.class));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Integer> begunAnew(Exchange exchange) {
        if (exchange.getVariable(BEGUN_ANEW) == null) {
            exchange.setVariable(BEGUN_ANEW, new HashMap<String, Integer>());
        }
        return exchange.getVariable(BEGUN_ANEW, Map.class);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
