package io.seiexport.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Exports on schedule until it is stopped; deliveries in progress are then finished.")
final class RunCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        try (var engine = new Engine(Engine.ON_THE_CLOCK)) {
            engine.run();
        }
        return SeiExport.DONE;
    }
}
