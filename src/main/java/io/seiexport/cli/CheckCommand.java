package io.seiexport.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.seiexport.check.Check;
import picocli.CommandLine.Command;

@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Checks the settings, the API with its key, and every transform and sink. Prints one line for "
                + "each check.",
        footer = "%nWrites a small file sei-export-check/... to each sink, unless sink.<name>.check=false, and takes "
                + "it away again where the sink can. Exits with 1 if a check fails.")
final class CheckCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        try (var engine = new Engine(Engine.WITHOUT_EFFECT).start()) {
            System.out.println("ok    settings");
            var findings = engine.part(Check.class).findings(engine.domains(List.of()));
            findings.forEach(System.out::println);
            return findings.stream().allMatch(Check.Finding::fine) ? SeiExport.DONE : SeiExport.WRONG_USE;
        }
    }
}
