package io.seiexport.cli;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.seiexport.ledger.Entry;
import io.seiexport.job.LogFields;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.settings.Project;
import org.apache.camel.Exchange;

/** Shows how the exports stand, for Prometheus, as the route ledger-window-counts has read it from the ledger. */
public final class Gauges {
    /** The columns that the route reads. */
    private static final Map<String, String> OF_DOMAINS = Map.of(
            "owed", "sei.windows.owed",
            "under_way", "sei.windows.under.way",
            "failing", "sei.windows.failing",
            "given_up", "sei.windows.given.up",
            "oldest_seconds", "sei.windows.oldest.owed.age.seconds",
            "newest_seconds", "sei.windows.newest.delivery.timestamp.seconds",
            "in_flight", "sei.exports.in.flight");

    private final Supplier<MeterRegistry> opened;
    private final LedgerWatch watch;
    private final Tags ofAll;
    private Map<String, MultiGauge> gauges;

    public Gauges(Supplier<MeterRegistry> opened, LedgerWatch watch, Project project) {
        this.opened = opened;
        this.watch = watch;
        ofAll = project.isOnly() ? Tags.empty() : Tags.of(LogFields.PROJECT, project.name());
    }

    /** The variable windowCounts holds a row for each domain. */
    public void show(Exchange exchange) {
        var rows = Entry.all(Entry.rows(exchange.getVariable("windowCounts")));
        gauges().forEach((column, gauge) -> gauge.register(rows.stream()
                .<Row<?>>map(row -> Row.of(ofAll.and("domain", row.text("domain")), row.number(column))).toList(),
                true));
    }

    private synchronized Map<String, MultiGauge> gauges() {
        if (gauges == null) {
            var registry = opened.get();
            Gauge.builder("sei.ledger.writable", watch, known -> known.isWritable() ? 1 : 0).tags(ofAll)
                    .register(registry);
            gauges = OF_DOMAINS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                    named -> MultiGauge.builder(named.getValue()).register(registry)));
        }
        return gauges;
    }
}
