package io.seiexport.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
import io.seiexport.settings.Project;
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

    /** What is owed of a project, what is doubtful about that, and what is left to a person. */
    private record Plan(Project project, List<Line> lines, Estimate estimate, List<Doubt> doubts,
            Leftovers leftovers) {
        Optional<Duration> time() {
            return estimate.of(lines.stream().map(Line::owed).toList());
        }

        void printRest() {
            doubts.stream().filter(doubt -> !lines.isEmpty()).forEach(doubt -> System.out.println("warn  "
                    + project.label() + Visible.of(doubt.setting() + ": " + doubt.sentence())));
            leftovers.lines().forEach(line -> System.out.println(project.label() + Visible.of(line)));
        }
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
        var plans = new ArrayList<Plan>();
        int status;
        try (var engines = Engines.of(Engine.WITHOUT_EFFECT, selection.projects(), project -> List.of(new Queue()))
                .start()) {
            selection.demandAsked(engines);
            engines.each(engine -> {
                selection.ring(engine, moment.asOf());
                plans.add(plan(engine));
            });
            status = engines.status();
        }
        if (json) {
            printJson(plans);
        } else {
            print(plans);
            plans.forEach(Plan::printRest);
        }
        return status;
    }

    private Plan plan(Engine engine) throws Exception {
        var schedule = engine.part(PollSchedule.class);
        var lines = engine.part(Queue.class).owed.stream()
                .sorted(Comparator.comparing(OwedExport::export, Export.OLDEST_FIRST))
                .map(owed -> new Line(owed, schedule.callsOf(owed))).toList();
        var planner = engine.part(Planner.class);
        // Of many scopes each is held against each other; a table of nothing leaves them out.
        var doubts = lines.isEmpty() && !json ? List.<Doubt>of() : engine.domains(selection.exports()).stream()
                .flatMap(domain -> planner.doubts(domain).stream()).toList();
        return new Plan(engine.project(), lines, new Estimate(planner.inFlight().most()), doubts,
                Leftovers.of(engine.ledger(), selection.chosen().inAnyState()));
    }

    private int explain() throws Exception {
        try (var engines = Engines.start(Engine.WITHOUT_EFFECT, selection.projects())) {
            selection.demandKnown(engines.ledgers());
            var explained = new LinkedHashMap<Project, Explained>();
            for (var engine : engines.all()) {
                explained.put(engine.project(),
                        Explained.of(engine, selection.chosen(this.explained), moment.asOf()));
            }
            Explained.print(explained, json);
        }
        return SeiExport.DONE;
    }

    private void print(List<Plan> plans) {
        var lines = plans.stream().flatMap(plan -> plan.lines.stream()).toList();
        if (lines.isEmpty()) {
            System.out.println(selection.nothing("Nothing is owed."));
            return;
        }
        var table = new Table("project", "domain", "scope", "window", "granularity", "reason", "calls", "estimate",
                "file", "sinks").leavingOutEmpty("project");
        for (var line : lines) {
            var export = line.owed.export();
            table.row(export.project().name(), export.domain(), export.scope(), export.window(), export.granularity(),
                    line.owed.reason(), line.calls, line.owed.usually().map(Estimate::formatted).orElse("-"),
                    export.fileName(),
                    String.join(", ", export.sinkNames()));
        }
        table.print(System.out);
        var calls = lines.stream().mapToInt(Line::calls).sum();
        System.out.println((lines.size() == 1 ? "1 export is owed" : lines.size() + " exports are owed") + ": about "
                + (calls == 1 ? "1 call" : calls + " calls")
                + plans.stream().flatMap(plan -> plan.time().stream()).max(Comparator.naturalOrder())
                        .map(time -> " and " + Estimate.formatted(time))
                        .orElse("; there is no estimate of the time yet")
                + ". Nothing was requested.");
    }

    private static void printJson(List<Plan> plans) {
        var document = JsonNodeFactory.instance.objectNode();
        var exports = document.putArray("exports");
        plans.forEach(plan -> plan.lines.forEach(line -> exports.add(json(plan.project, line))));
        document.put("givenUp", plans.stream().mapToLong(plan -> plan.leftovers.givenUp()).sum());
        var orphans = document.putArray("orphans");
        plans.forEach(plan -> plan.leftovers.orphans().forEach(orphan -> orphans.add(Json.about(plan.project)
                .put("domain", orphan.domain()).put("scope", orphan.scope())
                .put("granularity", orphan.granularity()).put("windows", orphan.windows()))));
        var held = document.putArray("held");
        plans.forEach(plan -> plan.leftovers.held().forEach(hold -> held.add(Json.about(plan.project)
                .put("what", hold.what()).put("since", hold.since().toString())
                .put("until", hold.until().toString()).put("reason", hold.reason())
                .put("sentence", hold.sentence()))));
        var warnings = document.putArray("warnings");
        plans.forEach(plan -> plan.doubts.forEach(doubt -> warnings.add(Json.about(plan.project)
                .put("setting", doubt.setting()).put("sentence", doubt.sentence()))));
        Json.print(document, System.out);
    }

    private static ObjectNode json(Project project, Line line) {
        var export = line.owed.export();
        var json = Json.about(project)
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
    private static final class Queue implements Watcher {
        private final List<OwedExport> owed = new ArrayList<>();

        @Override
        public void queued(OwedExport debt) {
            owed.add(debt);
        }
    }
}
