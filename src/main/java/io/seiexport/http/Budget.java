package io.seiexport.http;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.failure.TimerThreads;
import io.seiexport.ledger.LedgerWatch;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Keeps the calls of all nodes together within sei.max-requests-per-minute: each call waits for its turn, without a
 * thread. What polls do not use, all other calls may, and the other way; only while both wait, each has its share.
 */
public final class Budget extends AsyncProcessorSupport {
    private static final Duration UNTIL_LEDGER_IS_ASKED_AGAIN = Duration.ofSeconds(1);

    /** A download may have any path that the server names for it. */
    private static final Pattern STATUS = Pattern.compile("/v2/insights/[^/]+/exports/[^/]+");

    private final Turns<Waiting> turns;
    private final TimerThreads timer;
    private final LedgerWatch watch;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private Future<?> alarm;
    private volatile boolean isAway;

    /** The timer goes on with those that had to wait, at once when the program ends. */
    public Budget(CallSettings settings, Account account, DataSource ledger, LedgerWatch watch, TimerThreads timer,
            InstantSource clock) {
        this(settings.perMinute(), new LedgerBookings(ledger, account.ledgerName(), settings.perMinute()),
                System::nanoTime, watch, timer, clock);
    }

    Budget(int perMinute, Bookings bookings, LongSupplier nanos, LedgerWatch watch, TimerThreads timer,
            InstantSource clock) {
        turns = new Turns<>(perMinute, bookings, nanos);
        this.nanos = nanos;
        this.watch = watch;
        this.timer = timer;
        this.clock = clock;
    }

    /** Lets the call go on when it is its turn, and fails it if that is not so before its deadline. */
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        // Read now: once it may go on, the exchange is another thread's.
        var asked = ApiCall.of(exchange);
        var call = new Waiting(exchange, callback, nanos.getAsLong());
        turns.join(call, STATUS.matcher(asked.path()).matches());
        if (isAway) {
            // Whoever rings next asks the ledger for all.
            setAlarm(UNTIL_LEDGER_IS_ASKED_AGAIN.toNanos());
        } else if (letGo(call)) {
            callback.done(true);
            return true;
        }
        call.waitUntil(asked.limits().deadline());
        return false;
    }

    /** Lets all go on whose turn it is; returns whether this one, which is left to the caller, is among them. */
    private boolean letGo(Waiting caller) {
        var mayGo = false;
        try {
            for (var next = turns.next(); next.isPresent(); next = turns.next()) {
                noteBack();
                next.get().turnHasCome();
                if (next.get() == caller) {
                    mayGo = true;
                } else {
                    next.get().goOn();
                }
            }
            noteBack();
            turns.pause().ifPresent(this::setAlarm);
        } catch (SQLException e) {
            if (LedgerWatch.meansAway(e)) {
                isAway = true;
                watch.gone(e);
                setAlarm(UNTIL_LEDGER_IS_ASKED_AGAIN.toNanos());
            } else {
                turns.dismiss().forEach(call -> call.fail(e));
            }
        }
        return mayGo;
    }

    private void noteBack() {
        if (isAway) {
            isAway = false;
            watch.back();
        }
    }

    private synchronized void setAlarm(long pause) {
        if (alarm == null) {
            alarm = timer.schedule(this::ring, pause, TimeUnit.NANOSECONDS);
        }
    }

    private void ring() {
        synchronized (this) {
            alarm = null;
        }
        if (!timer.ending()) {
            letGo(null);
        } else {
            turns.dismiss().forEach(this::end);
        }
    }

    /** While the program ends nothing is waited for: a call is made, unless it could not be booked. */
    private void end(Waiting call) {
        if (isAway) {
            call.fail(new ExportFailed(Reason.STOPPED, "the program was stopped while the ledger was unavailable"));
        } else {
            call.goOn();
        }
    }

    /** A call that waits for its turn. */
    private final class Waiting {
        private final Exchange exchange;
        private final AsyncCallback callback;
        private final long began;
        private Future<?> end;
        private boolean waits = true;

        Waiting(Exchange exchange, AsyncCallback callback, long began) {
            this.exchange = exchange;
            this.callback = callback;
            this.began = began;
        }

        synchronized void waitUntil(Instant deadline) {
            if (waits && !deadline.equals(Instant.MAX)) {
                var left = Duration.between(clock.instant(), deadline).toNanos();
                end = timer.schedule(this::giveUp, Math.max(0, left), TimeUnit.NANOSECONDS);
            }
        }

        private void giveUp() {
            if (!turns.leave(this)) {
                return;
            }
            if (timer.ending()) {
                end(this);
            } else {
                fail(new ExportFailed(Reason.DEADLINE, "the call waited " + waited().toSeconds() + " s for its turn in "
                        + "vain; allow more calls with sei.max-requests-per-minute, or more time with poll.timeout"));
            }
        }

        synchronized void turnHasCome() {
            waitNoLonger();
            ApiCall.of(exchange).waited(waited().toMillis()).keep(exchange);
        }

        private synchronized void waitNoLonger() {
            waits = false;
            if (end != null) {
                end.cancel(false);
            }
        }

        private Duration waited() {
            return Duration.ofNanos(nanos.getAsLong() - began);
        }

        private void goOn() {
            timer.execute(() -> callback.done(false));
        }

        private void fail(Exception reason) {
            waitNoLonger();
            exchange.setException(reason);
            goOn();
        }
    }
}
