package io.seiexport.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.seiexport.journal.Watcher;
import io.seiexport.plan.Owed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "plan", mixinStandardHelpOptions = true,
        description = "Shows what `once` would do, without doing any of it.")
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private final Selection selection = new Selection();

    @Override
    public Integer call() throws Exception {
        var plan = new Plan();
        try (var engine = new Engine(Engine.WITHOUT_EFFECT, List.of(plan)).start()) {
            for (var domain : engine.domains(selection.exports())) {
                engine.ring(domain, selection.asOf());
            }
        }
        var table = new Table("domain", "scope", "window", "granularity", "lands as", "sinks");
        for (var export : plan.owed.stream().map(Owed::export).toList()) {
            table.row(export.domain(), export.scope(), export.window(), export.granularity(), export.name() + ".csv",
                    String.join(", ", export.sinkNames()));
        }
        table.print(System.out);
        System.out.println(plan.owed.size() + " exports are owed. Nothing was asked for.");
        return SeiExport.DONE;
    }

    /** Collects what the routes put into the queue. */
    private static final class Plan implements Watcher {
        private final List<Owed> owed = new ArrayList<>();

        @Override
        public void queued(Owed debt) {
            owed.add(debt);
        }
    }
}
