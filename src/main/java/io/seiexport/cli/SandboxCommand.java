package io.seiexport.cli;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Simulator;
import io.seiexport.settings.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "sandbox", mixinStandardHelpOptions = true,
        description = "Runs the built-in SEI simulator alone, on loopback, until it is stopped.")
final class SandboxCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", defaultValue = "8088",
            description = "The port on 127.0.0.1 (default: ${DEFAULT-VALUE}; 0 picks a free one).")
    private int port;

    @Option(names = "--without-team", paramLabel = "ID",
            description = "A team that has vanished from its trees, for example 103. May be repeated.")
    private List<String> withoutTeams = List.of();
    @Option(names = "--later-field", paramLabel = "FIELD",
            description = "Accepts this field in requests, for example options.timeZone, as a later API might. May be "
                    + "repeated.")
    private List<String> laterFields = List.of();

    @Override
    public Integer call() throws InterruptedException {
        try (var sandbox = sandbox()) {
            System.out.println("SEI sandbox on " + sandbox.address());
            System.out.println("Any API key, project and organization is accepted. Stop with Ctrl-C.");
            new CountDownLatch(1).await();
        }
        return SeiExport.DONE;
    }

    private Simulator sandbox() {
        try {
            return Simulator.start(port, Options.defaults().alsoKnowing(Set.copyOf(laterFields)), withoutTeams);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new SettingException("--port " + port + ": " + e.getMessage());
        }
    }
}
