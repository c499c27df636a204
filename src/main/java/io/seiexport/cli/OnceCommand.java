package io.seiexport.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.seiexport.journal.Watcher;
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
        Logs.withoutCamel();
        if (Terminal.watched()) {
            try (var progress = new Progress(System.out)) {
                Logs.warningsTo(progress::above);
                export(outcome, List.of(outcome, progress));
            }
        } else {
            export(outcome, List.of(outcome));
        }
        outcome.print(System.out);
        return outcome.failed() ? SeiExport.SOME_FAILED : SeiExport.DONE;
    }

    private void export(Outcome outcome, List<Watcher> watchers) throws Exception {
        try (var engine = new Engine(Engine.BY_HAND, watchers).start()) {
            for (var domain : engine.domains(selection.exports())) {
                engine.ring(domain, selection.asOf());
            }
            outcome.awaitEnd();
        }
    }
}
