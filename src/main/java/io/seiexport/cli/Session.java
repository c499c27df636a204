package io.seiexport.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.seiexport.job.Notices;
import io.seiexport.plan.Planner;
import io.seiexport.settings.Project;
import io.seiexport.settings.SettingException;
import org.apache.camel.util.function.ThrowingConsumer;
import org.apache.camel.util.function.ThrowingFunction;

/** Runs the exports of a command, shows their progress, and in the end what became of each. */
final class Session {
    private static final long LOOK_MILLIS = 1000;

    private final Map<Project, Outcome> outcomes = new LinkedHashMap<>();
    private final Map<Project, Remaining> remaining = new LinkedHashMap<>();
    private final boolean withBar;
    private int status;
    private String refusal = "";

    private Session(boolean withBar) {
        this.withBar = withBar;
    }

    /** Each export has a line while it is under way. */
    static Session plain() {
        return new Session(false);
    }

    /** Above these lines stands how far all of them are. */
    static Session withBar() {
        return new Session(true);
    }

    /** Returns the exit status; how exports are queued, and what is said when none was, is up to the command. */
    int export(Selection selection, ThrowingConsumer<Engine, Exception> asking,
            ThrowingFunction<Engines, String, Exception> nothing) throws Exception {
        String said;
        if (Terminal.watched()) {
            try (var progress = new Progress(System.out, withBar ? () -> Remaining.line(remaining.values()) : () -> "");
                    var engines = engines(selection, List.of(progress))) {
                Logs.warningsTo(progress::above);
                said = export(engines, selection, asking, nothing);
            }
        } else {
            try (var engines = engines(selection, List.of())) {
                said = export(engines, selection, asking, nothing);
            }
        }
        Outcome.print(outcomes.values(), System.out, said);
        refusal.lines().map(Logs::clean).forEach(System.err::println);
        return outcomes.values().stream().anyMatch(Outcome::failed) ? SeiExport.SOME_FAILED : status;
    }

    private Engines engines(Selection selection, List<Watcher> more) {
        return Engines.of(Engine.BY_HAND, selection.projects(), project -> {
            outcomes.put(project, new Outcome());
            remaining.put(project, new Remaining());
            return Stream.concat(Stream.of(outcomes.get(project), remaining.get(project)), more.stream()).toList();
        });
    }

    private String export(Engines engines, Selection selection, ThrowingConsumer<Engine, Exception> asking,
            ThrowingFunction<Engines, String, Exception> nothing) throws Exception {
        engines.start();
        selection.demandAsked(engines);
        queue(engines, asking);
        for (var engine : engines.all()) {
            while (!outcomes.get(engine.project()).ended(LOOK_MILLIS)) {
                for (var other : engines.all()) {
                    lookForThoseElsewhere(other);
                }
            }
        }
        for (var engine : engines.all()) {
            engine.part(Notices.class).awaitEnd();
        }
        status = engines.status();
        return isNothingQueued() ? nothing.apply(engines) : "";
    }

    /** Exports that are queued are waited for, whatever is refused beside them; that is said after the table. */
    private void queue(Engines engines, ThrowingConsumer<Engine, Exception> asking) throws Exception {
        try {
            engines.each(engine -> {
                remaining.get(engine.project()).atOnce(engine.part(Planner.class).inFlight().most());
                asking.accept(engine);
            });
        } catch (SettingException e) {
            if (isNothingQueued()) {
                throw e;
            }
            refusal = e.getMessage();
        }
    }

    private boolean isNothingQueued() {
        return outcomes.values().stream().allMatch(Outcome::isEmpty);
    }

    /** Another process that works on the same ledger may have been faster. */
    private void lookForThoseElsewhere(Engine engine) throws Exception {
        var project = engine.project();
        var wanted = engine.part(ClaimSelection.class);
        for (var entry : engine.windows("ledger-read-ended", Map.of("ids", wanted.next()))) {
            wanted.closed(entry.id());
            remaining.get(project).closed(entry.id());
            outcomes.get(project).endedElsewhere(entry);
        }
    }
}
