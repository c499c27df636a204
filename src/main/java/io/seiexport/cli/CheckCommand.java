package io.seiexport.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.seiexport.check.Check;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Checks the settings, the API with its key, and every transform and sink. Prints one line for "
                + "each check.",
        footer = "%nWrites a small file sei-export-check/... to each sink, unless sink.<name>.check=false, and takes "
                + "it away again where the sink can. Exits with 1 if a check fails.")
final class CheckCommand implements Callable<Integer> {
    @Option(names = "--project", paramLabel = "NAME",
            description = "Only this project of sei.projects. May be repeated.")
    private List<String> projects = List.of();

    @Override
    public Integer call() throws Exception {
        try (var engines = Engines.start(Engine.CHECKING, projects)) {
            System.out.println("ok    settings");
            var fine = true;
            for (var engine : engines.all()) {
                for (var finding : engine.part(Check.class).findings(engine.domains())) {
                    System.out.println(finding.of(engine.project().label(), engine::inWords));
                    fine &= finding.fine();
                }
            }
            return fine ? SeiExport.DONE : SeiExport.WRONG_USE;
        }
    }
}
