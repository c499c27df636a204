package io.seiexport.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.failure.Visible;
import io.seiexport.job.Estimate;
import io.seiexport.job.PollSchedule;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Doubt;
import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;
import io.seiexport.plan.Planner;
import io.seiexport.plan.Sought;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "plan", mixinStandardHelpOptions = true,
        description = "Shows what `once` would do, without doing it.")
final class PlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final Selection selection = new Selection();

    @Mixin
    private final Moment moment = new Moment();

    @Option(names = "--explain", paramLabel = "WINDOW", converter = Selection.OfWindows.class,
            description = "Says why a window is owed or not. Takes a window id or days, as --window does.")
    private List<Sought> explained = List.of();

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    private record Line(OwedExport owed, int calls) {
    }

    @Override
    public Integer call() throws Exception {
        moment.demandPossible(spec.commandLine());
        if (!explained.isEmpty()) {
            if (selection.namesWindows()) {
                throw new ParameterException(spec.commandLine(), "--explain already names the windows; "
                        + "leave out --window");
            }
            return explain();
        }
        selection.refuse(Entry.GIVEN_UP, "windows that are given up are not owed; `history --state failed` shows them");
        var plan = new Plan();
        List<Line> lines;
        Estimate estimate;
        Leftovers leftovers;
        List<Doubt> doubts;
        try (var engine = new Engine(Engine.WITHOUT_EFFECT, plan).start()) {
            selection.ring(engine, moment.asOf());
            leftovers = Leftovers.of(engine, selection.chosen().inAnyState());
            var schedule = engine.part(PollSchedule.class);
            lines = plan.owed.stream().sorted(Comparator.comparing(OwedExport::export, Export.OLDEST_FIRST))
                    .map(owed -> new Line(owed, schedule.callsOf(owed))).toList();
            var planner = engine.part(Planner.class);
            estimate = new Estimate(planner.mostInFlight());
            doubts = engine.domains(selection.exports()).stream().flatMap(domain -> planner.doubts(domain).stream())
                    .toList();
        }
        if (json) {
            print(lines, leftovers, doubts);
        } else {
            print(lines, estimate);
            doubts.stream().filter(doubt -> !lines.isEmpty()).forEach(doubt -> System.out.println(
                    Visible.of("warn  " + doubt.setting() + ": " + doubt.sentence())));
            leftovers.lines().stream().map(Visible::of).forEach(System.out::println);
        }
        return SeiExport.DONE;
    }

    private int explain() throws Exception {
        try (var engine = new Engine(Engine.WITHOUT_EFFECT).start()) {
            selection.demandKnown(engine);
            Explained.of(engine, selection.chosen(explained), moment.asOf()).print(json);
        }
        return SeiExport.DONE;
    }

    private void print(List<Line> lines, Estimate estimate) {
        if (lines.isEmpty()) {
            System.out.println(selection.nothing("Nothing is owed."));
            return;
        }
        var table = new Table("domain", "scope", "window", "granularity", "reason", "calls", "estimate", "file",
                "sinks");
        for (var line : lines) {
            var export = line.owed.export();
            table.row(export.domain(), export.scope(), export.window(), export.granularity(), line.owed.reason(),
                    line.calls, line.owed.usually().map(Estimate::formatted).orElse("-"), export.fileName(),
                    String.join(", ", export.sinkNames()));
        }
        table.print(System.out);
        var calls = lines.stream().mapToInt(Line::calls).sum();
        System.out.println((lines.size() == 1 ? "1 export is owed" : lines.size() + " exports are owed") + ": about "
                + (calls == 1 ? "1 call" : calls + " calls")
                + estimate.of(lines.stream().map(Line::owed).toList())
                        .map(time -> " and " + Estimate.formatted(time))
                        .orElse("; there is no estimate of the time yet")
                + ". Nothing was requested.");
    }

    private static void print(List<Line> lines, Leftovers leftovers, List<Doubt> doubts) {
        var document = JsonNodeFactory.instance.objectNode();
        var exports = document.putArray("exports");
        lines.forEach(line -> exports.add(json(line)));
        document.put("givenUp", leftovers.givenUp());
        var orphans = document.putArray("orphans");
        leftovers.orphans().forEach(orphan -> orphans.addObject()
                .put("domain", orphan.domain()).put("scope", orphan.scope())
                .put("granularity", orphan.granularity()).put("windows", orphan.windows()));
        var held = document.putArray("held");
        leftovers.held().forEach(hold -> held.addObject().put("what", hold.what()).put("since", hold.since().toString())
                .put("until", hold.until().toString()).put("reason", hold.reason()).put("sentence", hold.sentence()));
        var warnings = document.putArray("warnings");
        doubts.forEach(doubt -> warnings.addObject().put("setting", doubt.setting())
                .put("sentence", doubt.sentence()));
        Json.print(document, System.out);
    }

    private static ObjectNode json(Line line) {
        var export = line.owed.export();
        var json = JsonNodeFactory.instance.objectNode()
                .put("domain", export.domain()).put("scope", export.scope().toString());
        json.putObject("window")
                .put("start", export.window().start().toString()).put("end", export.window().end().toString());
        json.put("granularity", export.granularity()).put("reason", line.owed.reason());
        json.set("request", Json.tree(export.request()));
        json.putArray("targets").add(export.fileName());
        var sinks = json.putArray("sinks");
        export.sinkNames().forEach(sinks::add);
        return json.put("calls", line.calls)
                .put("estimatedSeconds", line.owed.usually().map(Estimate::seconds).orElse(null));
    }

    /** Collects what the routes put into the queue. */
    private static final class Plan implements Watcher {
        private final List<OwedExport> owed = new ArrayList<>();

        @Override
        public void queued(OwedExport debt) {
            owed.add(debt);
        }
    }
}
