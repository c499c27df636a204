package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.http.ServerClock;
import io.seiexport.plan.Export;
import io.seiexport.plan.Planner;
import io.seiexport.settings.RunMode;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses, or marks as stale, a job from before its window had closed: its file may lack what was still to come. */
public final class Freshness {
    private static final Logger LOG = LoggerFactory.getLogger(Freshness.class);

    /** A clock that is wrong may be set right at any time. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** By which the window is closed for sure. */
    private static final Duration A_LITTLE = Duration.ofSeconds(1);

    private final RunMode mode;
    private final Planner planner;
    private final ServerClock serverClock;
    private final InstantSource clock;

    public Freshness(RunMode mode, Planner planner, ServerClock serverClock, InstantSource clock) {
        this.mode = mode;
        this.planner = planner;
        this.serverClock = serverClock;
        this.clock = clock;
    }

    /**
     * Refuses a window that the server cannot know whole, because it is still open there. In doubt it is closed, and so
     * it is where nobody knows the time of the server.
     */
    public void demandClosed(Exchange exchange) throws ExportFailed {
        var export = Export.of(exchange);
        var shown = serverClock.shown().orElse(null);
        if (export == null || shown == null) {
            return;
        }
        var closes = planner.closes(export);
        var left = Duration.between(shown.latest(), closes);
        if (left.compareTo(Duration.ZERO) > 0) {
            throw new ExportFailed(Reason.OPEN_WINDOW, "the window closes at " + closes + ", and the clock of the "
                    + "server shows " + seconds(shown.now()) + ", that of this machine " + seconds(clock.instant())
                    + "; an export now would lack data that is still to come" + (serverClock.difference().isPresent()
                            ? ": set the clock that is wrong" : ""),
                    left.compareTo(LONGEST_WAIT) < 0 ? left.plus(A_LITTLE) : LONGEST_WAIT);
        }
    }

    /** The same for a call that asks for a new export; all others are about what was asked for before. */
    public void demandClosedToAsk(Exchange exchange) throws ExportFailed {
        if (Paths.asks(exchange)) {
            demandClosed(exchange);
        }
    }

    /** Whether nobody can ask for it any more. */
    public boolean isOver(Exchange exchange) {
        return planner.isOver(Export.of(exchange), clock.instant());
    }

    /** Refuses to ask for a snapshot whose day is over: it would tell of another day than its name and the ledger. */
    public void demandToday(Exchange exchange) throws ExportFailed {
        var export = Export.of(exchange);
        if (isOver(exchange)) {
            throw new ExportFailed(Reason.ORPHAN, "the day " + export.window().start() + " is over, and "
                    + export.domain() + " is a snapshot of the day on which it is taken; this one cannot be made good");
        }
    }

    private static Instant seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Nothing is final while the window is open at the server. On the clock a stale job is refused, since it can be
     * asked for again; by hand it is marked as stale.
     */
    public void refuseStale(Exchange exchange) throws ExportFailed {
        demandClosed(exchange);
        if (!isStale(exchange)) {
            return;
        }
        var job = Job.of(exchange);
        var export = Export.of(exchange);
        var sentence = "the server returned the job " + job.exportId() + ", created at " + job.createdAt()
                + ", before the window closed at " + planner.closes(export);
        if (mode.onTheClock()) {
            throw new ExportFailed(Reason.STALE, sentence);
        }
        LOG.warn("{}: {}; the file may lack later data", export, sentence);
    }

    /** Whether the job is from before the window had closed, so that its file may lack what came later. */
    public boolean isStale(Exchange exchange) {
        var closes = planner.closes(Export.of(exchange));
        return Job.of(exchange).begun().map(begun -> begun.isBefore(closes)).orElse(false);
    }
}
