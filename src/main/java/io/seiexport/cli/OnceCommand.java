package io.seiexport.cli;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "once", mixinStandardHelpOptions = true,
        description = "Exports all that is owed now and ends.")
final class OnceCommand implements Callable<Integer> {
    @Mixin
    private final Selection selection = new Selection();

    @Override
    public Integer call() throws Exception {
        var outcome = new Outcome();
        if (Terminal.watched()) {
            try (var progress = new Progress(System.out);
                    var engine = new Engine(Engine.BY_HAND, List.of(outcome, progress))) {
                Logs.warningsTo(progress::above);
                export(engine, outcome);
            }
        } else {
            try (var engine = new Engine(Engine.BY_HAND, List.of(outcome))) {
                export(engine, outcome);
            }
        }
        outcome.print(System.out);
        return outcome.failed() ? SeiExport.SOME_FAILED : SeiExport.DONE;
    }

    private void export(Engine engine, Outcome outcome) throws Exception {
        engine.start();
        for (var domain : engine.domains(selection.exports())) {
            engine.ring(domain, selection.asOf());
        }
        outcome.awaitEnd();
    }
}
