package io.seiexport.http;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Keeps the calls of all nodes together within sei.max-requests-per-minute: each call is given its moment, and waits
 * for it without a thread. Polls have a share of their own, so that no storm of them keeps other calls waiting, nor the
 * other way.
 */
public final class Budget implements CamelContextAware {
    private static final double SHARE_OF_POLLS = 0.6;
    private static final long SECONDS_UNTIL_LEDGER_IS_ASKED_AGAIN = 1;

    /** A download may have any path that the server names for it. */
    private static final Pattern STATUS = Pattern.compile("/v2/insights/[^/]+/exports/[^/]+");

    private final CountDownLatch stopping = new CountDownLatch(1);
    private CamelContext context;
    private Lane polls;
    private Lane others;
    private Bookings bookings;
    private volatile boolean isAway;
    /** Known from the start, for while the program ends nobody can be looked up any more. */
    private LedgerWatch watch;

    public Budget() {
        // its bookings are those in the ledger
    }

    Budget(Bookings bookings) {
        this.bookings = bookings;
    }

    /** Books the next moment that is free and returns the milliseconds until then, which the call keeps. */
    public long turn(Exchange exchange) throws Exception {
        var call = ApiCall.of(exchange);
        var deadline = call.limits().deadline();
        var lane = lane(STATUS.matcher(call.path()).matches());
        while (true) {
            try {
                var left = left(deadline);
                var wait = Duration.ofNanos(lane.take(left));
                noteBack();
                if (wait.toNanos() > Math.max(0, left)) {
                    throw new ExportFailed(Reason.DEADLINE, "the call would have to wait " + wait.toSeconds()
                            + " s for its turn; allow more calls with sei.max-requests-per-minute, or more time with "
                            + "poll.timeout");
                }
                var millis = wait.plusNanos(999_999).toMillis();
                call.waited(millis).keep(exchange);
                return millis;
            } catch (SQLException e) {
                waitForLedger(e);
            }
        }
    }

    /** In nanoseconds, without end where there is no deadline. */
    private static long left(Instant deadline) {
        return deadline.equals(Instant.MAX) ? Long.MAX_VALUE : Duration.between(Instant.now(), deadline).toNanos();
    }

    private synchronized Lane lane(boolean poll) {
        if (polls == null) {
            var perMinute = perMinute(new Settings(context));
            var share = Math.max(1, (int) (perMinute * SHARE_OF_POLLS));
            if (bookings == null) {
                bookings = inLedger();
            }
            watch = context.getRegistry().findSingleByType(LedgerWatch.class);
            polls = new Lane("polls", Rate.of(share), bookings, System::nanoTime);
            others = new Lane("others", Rate.of(perMinute - share), bookings, System::nanoTime);
        }
        return poll ? polls : others;
    }

    private Bookings inLedger() {
        return new LedgerBookings(context.getRegistry().lookupByNameAndType("ledger", DataSource.class),
                context.getRegistry().findSingleByType(SeiApi.class).account().ledgerName());
    }

    /** Like all else that needs it, but with the thread: the call has none to give up here. */
    private void waitForLedger(SQLException thrown) throws SQLException, ExportFailed, InterruptedException {
        if (!LedgerWatch.meansAway(thrown)) {
            throw thrown;
        }
        watch.gone(thrown);
        isAway = true;
        if (stopping.await(SECONDS_UNTIL_LEDGER_IS_ASKED_AGAIN, TimeUnit.SECONDS)) {
            throw new ExportFailed(Reason.STOPPED, "the program was stopped while the ledger was unavailable");
        }
    }

    private void noteBack() {
        if (isAway) {
            isAway = false;
            watch.back();
        }
    }

    /** At least two, since neither polls nor other calls can do without one. */
    static int perMinute(Settings settings) {
        return settings.count("sei.max-requests-per-minute", 2);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** Whoever waits for the ledger when the program ends is told so. */
    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext ending) {
                stopping.countDown();
            }
        });
    }
}
