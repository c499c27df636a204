package io.seiexport.http;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.LedgerWatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.OnCamelContextStopping;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Keeps the calls of all nodes together within sei.max-requests-per-minute: each call is given its moment, and waits
 * for it without a thread. Polls have a share of their own, so that no storm of them keeps other calls waiting, nor the
 * other way.
 */
public final class Budget {
    private static final double SHARE_OF_POLLS = 0.6;
    private static final long SECONDS_UNTIL_LEDGER_IS_ASKED_AGAIN = 1;

    /** A download may have any path that the server names for it. */
    private static final Pattern STATUS = Pattern.compile("/v2/insights/[^/]+/exports/[^/]+");

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Lane polls;
    private final Lane others;
    private final LedgerWatch watch;
    private final InstantSource clock;
    private volatile boolean isAway;

    public Budget(CamelContext context, CallSettings settings, Account account, DataSource ledger,
            LedgerWatch watch, InstantSource clock) {
        this(settings.perMinute(), new LedgerBookings(ledger, account.ledgerName()), System::nanoTime, watch, clock);
        // Whoever waits for the ledger when the program ends is told so.
        context.addLifecycleStrategy(
                LifecycleStrategySupport.adapt((OnCamelContextStopping) ending -> stopping.countDown()));
    }

    Budget(int perMinute, Bookings bookings, LongSupplier nanos, LedgerWatch watch, InstantSource clock) {
        var share = Math.max(1, (int) (perMinute * SHARE_OF_POLLS));
        polls = new Lane("polls", Rate.of(share), bookings, nanos);
        others = new Lane("others", Rate.of(perMinute - share), bookings, nanos);
        this.watch = watch;
        this.clock = clock;
    }

    /** Books the next moment that is free and returns the milliseconds until then, which the call keeps. */
    public long turn(Exchange exchange) throws Exception {
        var call = ApiCall.of(exchange);
        var deadline = call.limits().deadline();
        var lane = STATUS.matcher(call.path()).matches() ? polls : others;
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
    private long left(Instant deadline) {
        return deadline.equals(Instant.MAX) ? Long.MAX_VALUE : Duration.between(clock.instant(), deadline).toNanos();
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
}
