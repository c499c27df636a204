package io.seiexport.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.failure.Visible;
import io.seiexport.ledger.Hold;
import io.seiexport.ledger.LedgerRows;
import io.seiexport.plan.Chosen;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Explainer;
import io.seiexport.plan.Planner;
import io.seiexport.plan.Series;
import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.Project;
import io.seiexport.settings.Settings;

/** What the ledger has of one project, beside what its settings ask for: all that is known of it without a route. */
record Ledger(Project project, Settings settings, Domains domains, Planner planner, InstantSource clock,
        LedgerRows rows) {

    /** The names of the domains that are switched on in any of them, and of all their variants. */
    static Set<String> enabled(Collection<Ledger> ledgers) {
        return ledgers.stream().flatMap(ledger -> ledger.domains.enabled().stream())
                .flatMap(domain -> Stream.of(domain.name(), domain.domain()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each series that the settings of any of them ask for now, of those that are chosen. */
    static List<Series> asked(Collection<Ledger> ledgers, Chosen chosen) {
        return ledgers.stream().flatMap(ledger -> ledger.asked(chosen).stream()).toList();
    }

    List<Series> asked(Chosen chosen) {
        return asked(chosen, clock.instant());
    }

    List<Series> asked(Chosen chosen, Instant now) {
        return planner.asked(chosen, now);
    }

    /** What is held back, but for sinks that no list names any more: nothing waits for these. */
    List<Hold> holds() throws Exception {
        var marks = new SinkMarks(settings);
        var listed = domains.enabled().stream().flatMap(domain -> settings.list(domain.key("sinks")).stream())
                .map(marks::of).collect(Collectors.toSet());
        return rows.holds().stream().filter(hold -> !hold.isOfSink() || listed.contains(hold.what())).toList();
    }

    Explainer explainer(Chosen chosen, List<Hold> holds) {
        return new Explainer(domains, settings, chosen, holds);
    }

    /** Prints a line about it. */
    void say(String line) {
        System.out.println(project.label() + Visible.of(line));
    }
}
