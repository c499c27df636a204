package io.seiexport.cli;

import java.util.Map;

import io.seiexport.job.Notices;
import io.seiexport.plan.Planner;
import org.apache.camel.util.function.ThrowingConsumer;
import org.apache.camel.util.function.ThrowingFunction;

/** Runs the exports of a command, shows their progress, and in the end what became of each. */
final class Session {
    private static final long LOOK_MILLIS = 1000;

    private final Outcome outcome = new Outcome();
    private final Remaining remaining = new Remaining();
    private final boolean withBar;

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
    int export(ThrowingConsumer<Engine, Exception> asking, ThrowingFunction<Engine, String, Exception> nothing)
            throws Exception {
        String said;
        if (Terminal.watched()) {
            try (var progress = new Progress(System.out, withBar ? remaining::line : () -> "");
                    var engine = new Engine(Engine.BY_HAND, outcome, remaining, progress)) {
                Logs.warningsTo(progress::above);
                said = export(engine, asking, nothing);
            }
        } else {
            try (var engine = new Engine(Engine.BY_HAND, outcome, remaining)) {
                said = export(engine, asking, nothing);
            }
        }
        outcome.print(System.out, said);
        return outcome.failed() ? SeiExport.SOME_FAILED : SeiExport.DONE;
    }

    private String export(Engine engine, ThrowingConsumer<Engine, Exception> asking,
            ThrowingFunction<Engine, String, Exception> nothing) throws Exception {
        engine.start();
        remaining.atOnce(engine.part(Planner.class).mostInFlight());
        asking.accept(engine);
        while (!outcome.ended(LOOK_MILLIS)) {
            lookForThoseElsewhere(engine);
        }
        engine.part(Notices.class).awaitEnd();
        return outcome.isEmpty() ? nothing.apply(engine) : "";
    }

    /** Another process that works on the same ledger may have been faster. */
    private void lookForThoseElsewhere(Engine engine) throws Exception {
        var wanted = engine.part(ClaimSelection.class);
        for (var entry : engine.windows("ledger-read-ended", Map.of("ids", wanted.next()))) {
            wanted.closed(entry.id());
            remaining.closed(entry.id());
            outcome.endedElsewhere(entry);
        }
    }
}
