package io.seiexport.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.seiexport.csv.ProvingStream;
import io.seiexport.delivery.Delivery;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.http.ApiCall;
import io.seiexport.job.Job;
import io.seiexport.job.Polling;
import io.seiexport.job.Verdict;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Dues;
import io.seiexport.plan.Export;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows every export to its end and tells the watchers. */
public record Journal(Supplier<Set<Watcher>> watchers, RunMode mode, Secrets secrets, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** Tells of each export that is owed now: a command of all that it is about, a clock of what is new. */
    public void planned(Exchange exchange) {
        exchange.getMessage().getBody(Dues.class).owed(!mode.onTheClock())
                .forEach(owed -> tell(watcher -> watcher.queued(owed)));
    }

    /** From here on its time counts; how long it was due before is told apart. */
    public void claimed(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        var waited = Duration.between(entry.dueAt().orElseGet(entry::owedAt), clock.instant());
        tell(watcher -> watcher.claimed(entry, waited.isNegative() ? Duration.ZERO : waited));
    }

    public void asked(Exchange exchange) {
        tell(watcher -> watcher.asked(Export.of(exchange)));
    }

    public void created(Exchange exchange) {
        tell(watcher -> watcher.created(Export.of(exchange), Job.of(exchange)));
    }

    public void polled(Exchange exchange) {
        tell(watcher -> watcher.polled(Export.of(exchange), Job.of(exchange)));
    }

    public void downloading(Exchange exchange) {
        var transfer = exchange.getVariable("transfer", ProvingStream.class);
        var expected = exchange.getMessage().getHeader("Content-Length", -1L, Long.class);
        tell(watcher -> watcher.downloading(Export.of(exchange), transfer, expected));
    }

    public void staged(Exchange exchange) {
        tell(watcher -> watcher.staged(Export.of(exchange), Staged.of(exchange)));
    }

    public void delivering(Exchange exchange) {
        tell(watcher -> watcher.delivering(Export.of(exchange), Staged.of(exchange)));
    }

    public void delivered(Exchange exchange) {
        var delivery = Delivery.of(exchange);
        if (delivery.isUnchanged()) {
            tell(watcher -> watcher.unchanged(Export.of(exchange), Staged.of(exchange)));
            return;
        }
        if (delivery.restated() != null) {
            tell(watcher -> watcher.restated(Export.of(exchange), delivery.restated()));
        }
        // Not by the clock of the exchange: its copies keep that of the one that woke the worker.
        var total = Duration.between(exchange.getVariable("polling", Polling.class).exportBegan(), clock.instant());
        tell(watcher -> watcher.delivered(Export.of(exchange), Staged.of(exchange), total));
    }

    /** One of the attempts of a call of an export has failed; another may follow. */
    public void attemptFailed(Exchange exchange) {
        var failure = Failure.ofAttempt(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
                .without(secrets);
        if (Export.of(exchange) != null) {
            tell(watcher -> watcher.attemptFailed(Export.of(exchange), failure));
        }
    }

    /** It failed, is tried again by itself, and counts no failure. */
    public void postponed(Exchange exchange) {
        tell(watcher -> watcher.postponed(Export.of(exchange), verdict(exchange).failure()));
    }

    /** It failed, which counts against its window, or by hand, when nobody waits for another try. */
    public void failed(Exchange exchange) {
        tell(watcher -> watcher.failed(Export.of(exchange), verdict(exchange).failure()));
        if (verdict(exchange).givesUp()) {
            tell(watcher -> watcher.givenUp(Export.of(exchange)));
        }
    }

    /** It may not have become an export at all. */
    public void setAside(Exchange exchange) {
        var window = exchange.getVariable("entry", Entry.class).id();
        tell(watcher -> watcher.setAside(window, verdict(exchange).failure()));
    }

    private static Verdict verdict(Exchange exchange) {
        return exchange.getVariable("failure", Verdict.class);
    }

    /** A call of the API has been given its turn. */
    public void turned(Exchange exchange) {
        var waited = Duration.ofMillis(ApiCall.of(exchange).waitedMillis());
        tell(watcher -> watcher.turned(waited));
    }

    /** Its lease is lost; what another node makes of it is told there. */
    public void lost(Exchange exchange) {
        tell(watcher -> watcher.lost(exchange.getVariable("entry", Entry.class).domain()));
    }

    /** The last word of this try, unless it goes on right now, here or with another node. */
    public void closed(Exchange exchange) {
        var window = exchange.getVariable("entry", Entry.class).id();
        var verdict = verdict(exchange);
        if (Verdict.isLost(exchange) || verdict != null && verdict.goesOn()) {
            tell(watcher -> watcher.begunAnew(window));
        } else {
            tell(watcher -> watcher.closed(window));
        }
    }

    /** That one watcher fails keeps the event from no other; it fails the export all the same. */
    private void tell(Consumer<Watcher> event) {
        Throwable first = null;
        for (var watcher : watchers.get()) {
            try {
                event.accept(watcher);
            } catch (RuntimeException | Error e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw new IllegalStateException("a watcher of the exports failed: " + first, first);
        }
    }
}
