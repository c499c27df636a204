package io.seiexport.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.seiexport.failure.ExportFailed;
import io.seiexport.job.LogFields;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.UnitOfWorkHelper;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of a sink or transform: it does its steps with a copy of the export, and the export goes on once, with
 * their result or with the deadline, whichever comes first.
 */
final class Turn implements Runnable {
    /** The copy has it, and whatever its steps copy from that. */
    private static final String PROPERTY = "sei-export.turn";
    private static final Logger LOG = LoggerFactory.getLogger("sei");

    private enum State {
        WAITING, AT_WORK, OVER
    }

    private final Exchange export;
    private final Processor steps;
    private final Guest guest;
    private final Duration firstWord;
    private final ScheduledExecutorService clock;
    private final Places places;
    private final Consumer<Throwable> goOn;
    private final long queuedNanos = System.nanoTime();

    private State state = State.WAITING;
    private Thread thread;
    private long leftNanos;
    private long countedSince;
    /** How many calls of the ledger it stands in; one calls another. */
    private int ledgerCalls;
    private Future<?> end;
    private Future<?> word;

    /**
     * @param firstWord after how long the log first says that it lasts
     * @param goOn      lets the export go on, failed by what was thrown, or well when that is null
     */
    Turn(Exchange export, Processor steps, Guest guest, Duration firstWord, ScheduledExecutorService clock,
            Places places, Consumer<Throwable> goOn) {
        this.export = export;
        this.steps = steps;
        this.guest = guest;
        this.firstWord = firstWord;
        this.clock = clock;
        this.places = places;
        this.goOn = goOn;
    }

    /** The one that an exchange belongs to. */
    static Optional<Turn> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, Turn.class));
    }

    /** Ends a step that comes too late. */
    static void demandInTime(Exchange exchange) throws ExportFailed {
        var late = of(exchange).filter(Turn::isOver);
        if (late.isPresent()) {
            throw late.get().guest.late();
        }
    }

    private synchronized boolean isOver() {
        return state == State.OVER;
    }

    boolean lasts(Duration time) {
        return System.nanoTime() - queuedNanos >= time.toNanos();
    }

    Guest guest() {
        return guest;
    }

    Export export() {
        return Export.of(export);
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        var copy = ExchangeHelper.createCorrelatedCopy(export, false);
        copy.setProperty(PROPERTY, this);
        // Else what waits for the ledger goes on on a thread of the clock, where nothing could interrupt it.
        copy.getExchangeExtension().setTransacted(true);
        var unit = PluginHelper.getUnitOfWorkFactory(copy.getContext()).createUnitOfWork(copy);
        copy.getExchangeExtension().setUnitOfWork(unit);
        try {
            steps.process(copy);
        } catch (Exception e) {
            copy.setException(e);
        } catch (Error e) {
            copy.setException(e);
            throw e;
        } finally {
            UnitOfWorkHelper.doneUow(unit, copy);
            end(copy);
        }
    }

    private synchronized boolean begin() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.AT_WORK;
        thread = Thread.currentThread();
        leftNanos = guest.limit().time().toNanos();
        count();
        word = speakAfter(firstWord, firstWord);
        return true;
    }

    private void count() {
        countedSince = System.nanoTime();
        end = clock.schedule(this::expire, leftNanos, TimeUnit.NANOSECONDS);
    }

    /** From here on it waits for the ledger, for which neither sink nor transform is to blame. */
    synchronized void beginLedger() {
        if (ledgerCalls++ == 0 && state == State.AT_WORK) {
            leftNanos -= System.nanoTime() - countedSince;
            end.cancel(false);
        }
    }

    synchronized void endLedger() {
        if (--ledgerCalls == 0 && state == State.AT_WORK) {
            count();
        }
    }

    /** On the thread of the steps, which may be interrupted until then. */
    private void end(Exchange copy) {
        boolean inTime;
        synchronized (this) {
            inTime = state == State.AT_WORK;
            state = State.OVER;
            thread = null;
            end.cancel(false);
            word.cancel(false);
        }
        if (!inTime) {
            // The next turn on this thread is not meant by it.
            Thread.interrupted();
            places.endedLate();
        } else if (copy.getException() != null) {
            goOn(copy.getException());
        } else if (Ending.isEarly(copy)) {
            goOn(guest.endedEarly());
        } else {
            export.getMessage().setBody(copy.getMessage().getBody());
            goOn(null);
        }
    }

    private void expire() {
        synchronized (this) {
            if (state != State.AT_WORK || ledgerCalls > 0) {
                return;
            }
            state = State.OVER;
            word.cancel(false);
            places.expired(guest);
            thread.interrupt();
        }
        goOn(guest.cutOff());
    }

    /** Ends a turn that has not begun. */
    void refuse(ExportFailed why) {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.OVER;
        }
        goOn(why);
    }

    private void goOn(Throwable thrown) {
        places.over(this);
        goOn.accept(thrown);
    }

    private Future<?> speakAfter(Duration pause, Duration lasted) {
        return clock.schedule(() -> speak(lasted), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Each pause is as long as all before it. */
    private synchronized void speak(Duration lasted) {
        if (state != State.AT_WORK) {
            return;
        }
        if (ledgerCalls == 0) {
            LogFields.during(export, () -> LOG.warn("{}: the {} has been at work for {}; it is cut off after {}",
                    Export.of(export), guest.name(), TimeUtils.printDuration(lasted.toMillis()), guest.limit()));
        }
        word = speakAfter(lasted, lasted.multipliedBy(2));
    }
}
