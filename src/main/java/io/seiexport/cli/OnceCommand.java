package io.seiexport.cli;

import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "once", mixinStandardHelpOptions = true,
        description = "Exports all that is owed now and ends.")
final class OnceCommand implements Callable<Integer> {
    @Mixin
    private final Selection selection = new Selection();

    @Mixin
    private final Moment moment = new Moment();

    @Override
    public Integer call() throws Exception {
        return Session.plain().export(engine -> {
            for (var domain : engine.domains(selection.exports())) {
                engine.ring(domain, Map.of("asOf", moment.asOf()));
            }
        }, "Nothing is owed.");
    }
}
