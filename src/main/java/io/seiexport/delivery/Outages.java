package io.seiexport.delivery;

import static io.seiexport.failure.Reason.Rule.HOLDS_DISK;
import static io.seiexport.failure.Reason.Rule.HOLDS_SERVER;
import static io.seiexport.failure.Reason.Rule.HOLDS_SINKS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.job.Job;
import io.seiexport.job.Verdict;
import io.seiexport.ledger.Hold;
import io.seiexport.ledger.Node;
import io.seiexport.settings.RunMode;
import org.apache.camel.Exchange;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what is held back after a failure: the server, unless it answers others, the disk, or sinks. */
public final class Outages {
    private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
    /** A key may lack the right to one scope only, and one path may be unknown: who else was answered lately? */
    private static final Duration LATELY = Duration.ofMinutes(1);

    private final String disk;
    private final RunMode mode;
    private final InstantSource clock;
    private volatile Instant answered = Instant.EPOCH;
    /** At first nobody knows what other programs have left in the ledger. */
    private final Set<String> mayBeHeld;

    public Outages(Node node, RunMode mode, InstantSource clock) {
        this.disk = Hold.diskOf(node.host());
        this.mode = mode;
        this.clock = clock;
        this.mayBeHeld = new HashSet<>(Set.of(Hold.SERVER, disk));
    }

    /** The server has answered a call of the API. */
    public void answered() {
        answered = clock.instant();
    }

    /** Whether something may be held back that is not held back any more when the server answers. */
    public synchronized boolean mayBeHeld() {
        return mayBeHeld.contains(Hold.SERVER);
    }

    public synchronized boolean diskMayBeHeld() {
        return mayBeHeld.contains(disk);
    }

    /** What is held back because of the failure of an export; nothing if only its window is. */
    public List<String> held(Exchange exchange) {
        var reason = exchange.getVariable("failure", Verdict.class).reason();
        if (reason.does(HOLDS_SINKS)) {
            return Delivery.of(exchange).failedSinks();
        }
        if (reason.does(HOLDS_DISK)) {
            return List.of(disk);
        }
        return reason.does(HOLDS_SERVER) && !isOfItsJob(exchange, reason) && isSilent(exchange, reason)
                ? List.of(Hold.SERVER) : List.of();
    }

    /** Does not try a sink that has failed so recently; a command tries it anyway. */
    public void refuseHeld(Exchange exchange) throws ExportFailed {
        if (mode.onTheClock() && exchange.getVariable("heldSink") instanceof Map<?, ?> row
                && (Boolean.TRUE.equals(row.get("held")) || Integer.valueOf(1).equals(row.get("held")))) {
            throw new ExportFailed(Reason.HELD, "it failed recently: " + row.get("sentence"));
        }
    }

    /** What the ledger calls the disk of this node. */
    public String disk() {
        return disk;
    }

    /** The server has named it before, so that it is there. */
    private static boolean isOfItsJob(Exchange exchange, Reason reason) {
        return reason == Reason.NOT_FOUND && Job.isNamed(exchange);
    }

    private boolean isSilent(Exchange exchange, Reason reason) {
        var since = ApiCall.of(exchange).attempts().since();
        return answered.isBefore(since == null || reason == Reason.FORBIDDEN ? clock.instant().minus(LATELY) : since);
    }

    /** What is tried here now, whoever has held it back, is released here when it works again. */
    public synchronized void tellTried(Exchange exchange) {
        if (exchange.getVariable("probes") instanceof List<?> probes) {
            for (var probe : probes) {
                mayBeHeld.add((String) ((Map<?, ?>) probe).get("what"));
            }
        }
    }

    /** Whether the server has answered others while it was written down that it is held back. */
    public synchronized boolean isHeldTooLate(Exchange exchange) {
        var what = exchange.getMessage().getBody(String.class);
        mayBeHeld.add(what);
        return what.equals(Hold.SERVER)
                && !isSilent(exchange, exchange.getVariable("failure", Verdict.class).reason());
    }

    /** Says once that something is held back: the ledger has just written it down for the first time. */
    public void tellHeld(Exchange exchange) {
        var what = exchange.getMessage().getBody(String.class);
        var failure = exchange.getVariable("failure", Verdict.class);
        if (exchange.getVariable("pauses", 0, Integer.class) == 1) {
            LOG.warn("{} is held back ({}): {}; {}", Hold.subject(what), failure.reason(), failure.sentence(),
                    mode.onTheClock() ? "it is retried in a minute, then at growing intervals of up to one hour"
                            : "the next `once` tries it again, and a `run` in a minute, then at growing intervals of "
                                    + "up to one hour");
        }
    }

    /** Says once that it is not any more. */
    public synchronized void tellReleased(Exchange exchange) {
        var what = exchange.getMessage().getBody(String.class);
        mayBeHeld.remove(what);
        var millis = (Number) exchange.removeVariable("heldMillis");
        if (millis != null) {
            LOG.info("{} works again, after {}; it is no longer held back.", Hold.subject(what),
                    TimeUtils.printDuration(millis.longValue()));
        }
    }
}
