package io.seiexport.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.seiexport.ledger.Entry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "once", mixinStandardHelpOptions = true,
        description = "Exports everything that is owed now, and exits.")
final class OnceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final Selection selection = new Selection();

    @Mixin
    private final Moment moment = new Moment();

    @Override
    public Integer call() throws Exception {
        if (moment.asOf().isAfter(Instant.now())) {
            throw new ParameterException(spec.commandLine(), "--as-of " + moment.asOf() + " is in the future: windows "
                    + "that are still open would count as delivered; only plan takes a time in the future");
        }
        moment.demandPossible(spec.commandLine());
        selection.refuse(Entry.GIVEN_UP, "windows that are given up are not retried by themselves; "
                + "`retry --state failed` puts them back");
        return Session.plain().export(selection, engine -> selection.ring(engine, moment.asOf()), this::nothing);
    }

    private String nothing(Engines engines) throws Exception {
        var said = new ArrayList<>(List.of(selection.nothing("Nothing is owed.")));
        for (var engine : engines.notLeftOut()) {
            Leftovers.of(engine.ledger(), selection.chosen().inAnyState()).givenUpLines()
                    .forEach(line -> said.add(engine.project().label() + line));
        }
        return String.join("\n", said);
    }
}
