package io.seiexport.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.seiexport.csv.Restatement;
import io.seiexport.delivery.Drift;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.job.Job;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;

/** Counts and times the exports for Prometheus, by domain. */
public final class Meters implements Watcher {
    private static final List<String> OF_DOMAINS = List.of("sei.exports.started", "sei.exports.reused",
            "sei.exports.polls", "sei.exports.delivered", "sei.exports.bytes", "sei.exports.rows",
            "sei.exports.unchanged", "sei.exports.given.up", "sei.leases.lost");
    private static final List<String> OF_REASONS = List.of("sei.attempts.failed", "sei.exports.postponed",
            "sei.exports.failed");
    private static final List<String> OF_RESTATED_ROWS = List.of("added", "removed", "changed");
    private static final List<String> TIMES = List.of("sei.exports.waiting", "sei.exports.duration",
            "sei.exports.transfer");

    private static final String BUDGET_WAIT = "sei.budget.wait";

    private final Supplier<MeterRegistry> opened;

    public Meters(Supplier<MeterRegistry> opened) {
        this.opened = opened;
    }

    /** Shows what will be counted before it is: of a number that first appears as one, nobody sees that it has grown. */
    public void beginAtZero(Collection<String> domains) {
        opened.get().timer(BUDGET_WAIT);
        for (var domain : domains) {
            OF_DOMAINS.forEach(name -> opened.get().counter(name, "domain", domain));
            TIMES.forEach(name -> opened.get().timer(name, "domain", domain));
            Drift.KINDS.forEach(kind -> opened.get().counter("sei.exports.drifted", "domain", domain, "kind", kind));
            OF_RESTATED_ROWS.forEach(kind ->
                    opened.get().counter("sei.rows.restated", "domain", domain, "kind", kind));
            for (var reason : Reason.values()) {
                OF_REASONS.forEach(name -> opened.get().counter(name, "domain", domain, "reason", reason.word()));
            }
        }
    }

    @Override
    public void claimed(Entry entry, Duration waited) {
        opened.get().timer("sei.exports.waiting", "domain", entry.domain()).record(waited);
    }

    @Override
    public void created(Export export, Job job) {
        count(job.reused() ? "sei.exports.reused" : "sei.exports.started", export);
    }

    @Override
    public void polled(Export export, Job job) {
        count("sei.exports.polls", export);
    }

    @Override
    public void staged(Export export, Staged staged) {
        opened.get().timer("sei.exports.transfer", "domain", export.domain()).record(staged.transfer());
        staged.drift().kinds().forEach(kind ->
                opened.get().counter("sei.exports.drifted", "domain", export.domain(), "kind", kind).increment());
    }

    @Override
    public void delivered(Export export, Staged staged, Duration total) {
        count("sei.exports.delivered", export);
        opened.get().counter("sei.exports.bytes", "domain", export.domain()).increment(staged.proof().bytes());
        opened.get().counter("sei.exports.rows", "domain", export.domain()).increment(staged.proof().rows());
        opened.get().timer("sei.exports.duration", "domain", export.domain()).record(total);
    }

    @Override
    public void unchanged(Export export, Staged staged) {
        count("sei.exports.unchanged", export);
    }

    @Override
    public void restated(Export export, Restatement restatement) {
        restated(export, "added", restatement.rowsAdded());
        restated(export, "removed", restatement.rowsRemoved());
        restated(export, "changed", restatement.rowsChanged());
    }

    private void restated(Export export, String kind, long rows) {
        opened.get().counter("sei.rows.restated", "domain", export.domain(), "kind", kind).increment(rows);
    }

    @Override
    public void attemptFailed(Export export, Failure failure) {
        count("sei.attempts.failed", export, failure);
    }

    @Override
    public void postponed(Export export, Failure failure) {
        count("sei.exports.postponed", export, failure);
    }

    @Override
    public void failed(Export export, Failure failure) {
        count("sei.exports.failed", export, failure);
    }

    @Override
    public void givenUp(Export export) {
        count("sei.exports.given.up", export);
    }

    @Override
    public void turned(Duration waited) {
        opened.get().timer(BUDGET_WAIT).record(waited);
    }

    @Override
    public void lost(String domain) {
        opened.get().counter("sei.leases.lost", "domain", domain).increment();
    }

    private void count(String name, Export export, Failure failure) {
        opened.get().counter(name, "domain", export.domain(), "reason", failure.reason().word()).increment();
    }

    private void count(String name, Export export) {
        opened.get().counter(name, "domain", export.domain()).increment();
    }
}
