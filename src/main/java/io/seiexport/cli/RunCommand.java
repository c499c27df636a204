package io.seiexport.cli;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Exports on schedule until it is stopped; deliveries in progress are then finished.")
final class RunCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        try (var engines = Engines.of(Engine.ON_THE_CLOCK, List.of(), project -> List.of())) {
            engines.run();
        }
        return SeiExport.DONE;
    }
}
