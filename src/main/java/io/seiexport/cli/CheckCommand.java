package io.seiexport.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.seiexport.check.Check;
import picocli.CommandLine.Command;

@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Tries the settings, the API with its credentials, and every sink; a line for each finding.",
        footer = "%nEach sink gets a small file sei-export-check/... that is left there.")
final class CheckCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        try (var engine = new Engine(Engine.WITHOUT_EFFECT, List.of()).start()) {
            System.out.println("ok    settings");
            var findings = new Check(engine.context(), engine.domains(List.of())).findings();
            findings.forEach(System.out::println);
            return findings.stream().allMatch(Check.Finding::fine) ? SeiExport.DONE : SeiExport.WRONG_USE;
        }
    }
}
