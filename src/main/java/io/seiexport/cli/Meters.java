package io.seiexport.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.seiexport.csv.Restatement;
import io.seiexport.delivery.Drift;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.job.Job;
import io.seiexport.job.LogFields;
import io.seiexport.ledger.Entry;
import io.seiexport.job.NoticeEnd;
import io.seiexport.plan.Export;
import io.seiexport.settings.Project;

/** Counts and times the exports for Prometheus, by domain, and by project where there are several. */
public record Meters(Supplier<MeterRegistry> opened, Project project) implements Watcher {
    private static final List<String> OF_DOMAINS = List.of("sei.exports.started", "sei.exports.reused",
            "sei.exports.polls", "sei.exports.delivered", "sei.exports.bytes", "sei.exports.rows",
            "sei.exports.unchanged", "sei.exports.given.up", "sei.leases.lost");
    private static final List<String> OF_REASONS = List.of("sei.attempts.failed", "sei.exports.postponed",
            "sei.exports.failed");
    private static final List<String> OF_RESTATED_ROWS = List.of("added", "removed", "changed");
    private static final List<String> TIMES = List.of("sei.exports.waiting", "sei.exports.duration",
            "sei.exports.transfer");

    private static final String BUDGET_WAIT = "sei.budget.wait";

    /** Shows each counter at zero first: of a number that first appears as one, nobody sees that it has grown. */
    public void beginAtZero(Collection<String> domains) {
        opened.get().timer(BUDGET_WAIT, tags());
        for (var end : NoticeEnd.values()) {
            notices(end);
        }
        for (var domain : domains) {
            OF_DOMAINS.forEach(name -> opened.get().counter(name, tags("domain", domain)));
            TIMES.forEach(name -> opened.get().timer(name, tags("domain", domain)));
            Drift.KINDS.forEach(kind ->
                    opened.get().counter("sei.exports.drifted", tags("domain", domain, "kind", kind)));
            OF_RESTATED_ROWS.forEach(kind ->
                    opened.get().counter("sei.rows.restated", tags("domain", domain, "kind", kind)));
            for (var reason : Reason.values()) {
                OF_REASONS.forEach(name ->
                        opened.get().counter(name, tags("domain", domain, "reason", reason.word())));
            }
        }
    }

    @Override
    public void claimed(Entry entry, Duration waited) {
        opened.get().timer("sei.exports.waiting", tags("domain", entry.domain())).record(waited);
    }

    @Override
    public void created(Export export, Job job) {
        count(job.reused() ? "sei.exports.reused" : "sei.exports.started", export, 1);
    }

    @Override
    public void polled(Export export, Job job) {
        count("sei.exports.polls", export, 1);
    }

    @Override
    public void staged(Export export, Staged staged) {
        opened.get().timer("sei.exports.transfer", tags("domain", export.domain())).record(staged.transfer());
        staged.drift().kinds().forEach(kind -> count("sei.exports.drifted", export, 1, "kind", kind));
    }

    @Override
    public void delivered(Export export, Staged staged, Duration total) {
        count("sei.exports.delivered", export, 1);
        count("sei.exports.bytes", export, staged.proof().bytes());
        count("sei.exports.rows", export, staged.proof().rows());
        opened.get().timer("sei.exports.duration", tags("domain", export.domain())).record(total);
    }

    @Override
    public void unchanged(Export export, Staged staged) {
        count("sei.exports.unchanged", export, 1);
    }

    @Override
    public void restated(Export export, Restatement restatement) {
        count("sei.rows.restated", export, restatement.rowsAdded(), "kind", "added");
        count("sei.rows.restated", export, restatement.rowsRemoved(), "kind", "removed");
        count("sei.rows.restated", export, restatement.rowsChanged(), "kind", "changed");
    }

    @Override
    public void attemptFailed(Export export, Failure failure) {
        count("sei.attempts.failed", export, 1, "reason", failure.reason().word());
    }

    @Override
    public void postponed(Export export, Failure failure) {
        count("sei.exports.postponed", export, 1, "reason", failure.reason().word());
    }

    @Override
    public void failed(Export export, Failure failure) {
        count("sei.exports.failed", export, 1, "reason", failure.reason().word());
    }

    @Override
    public void givenUp(Export export) {
        count("sei.exports.given.up", export, 1);
    }

    @Override
    public void turned(Duration waited) {
        opened.get().timer(BUDGET_WAIT, tags()).record(waited);
    }

    @Override
    public void lost(String domain) {
        opened.get().counter("sei.leases.lost", tags("domain", domain)).increment();
    }

    /** Somebody of notify.sinks has been told of a failed export, or has not. */
    public void noticed(NoticeEnd end) {
        notices(end).increment();
    }

    private Counter notices(NoticeEnd end) {
        return opened.get().counter("sei.notices", tags("end", end.word()));
    }

    private void count(String name, Export export, long more, String... tags) {
        opened.get().counter(name, tags("domain", export.domain()).and(tags)).increment(more);
    }

    private Tags tags(String... tags) {
        return project.isOnly() ? Tags.of(tags) : Tags.of(tags).and(LogFields.PROJECT, project.name());
    }
}
