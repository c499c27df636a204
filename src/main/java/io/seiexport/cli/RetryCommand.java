package io.seiexport.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import io.seiexport.ledger.Past;
import io.seiexport.settings.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "retry", mixinStandardHelpOptions = true,
        description = "Puts windows that have failed back as owed; the next tick or `once` asks for them anew.")
final class RetryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WINDOW-ID", arity = "0..*", description = "As `history` shows it.")
    private List<String> ids = List.of();

    @Option(names = "--failed", description = "All that has failed and is not delivered.")
    private boolean failed;

    @Override
    public Integer call() throws Exception {
        if (failed != ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Name either windows or --failed");
        }
        try (var engine = new Engine(Engine.FOR_THE_LEDGER, List.of()).start()) {
            var all = new History(engine).all();
            var wanted = failed ? all.stream().filter(Past::failed).toList() : named(all);
            if (wanted.isEmpty()) {
                System.out.println("Nothing has failed.");
            }
            for (var past : wanted) {
                var entry = past.entry();
                engine.ledger("ledger-retry", Map.of("windowId", entry.id()));
                System.out.println(entry.id() + " is owed again"
                        + (entry.reason().isEmpty() ? "" : "; it had failed (" + entry.reason() + ")"));
            }
        }
        return SeiExport.DONE;
    }

    /** Either all of them can be put back, or none is. */
    private List<Past> named(List<Past> all) {
        var found = new ArrayList<Past>();
        var findings = new ArrayList<String>();
        for (var id : new TreeSet<>(ids)) {
            all.stream().filter(past -> past.entry().id().equals(id)).findFirst().ifPresentOrElse(past -> {
                found.add(past);
                objection(past, findings);
            }, () -> findings.add(id + ": the ledger knows no such window; `history` shows those it knows"));
        }
        if (!findings.isEmpty()) {
            throw new SettingException(String.join("\n", findings));
        }
        return found;
    }

    private static void objection(Past past, List<String> findings) {
        var entry = past.entry();
        if (entry.delivered()) {
            findings.add(entry.id() + ": this window is delivered; `backfill --force --export " + entry.domain()
                    + " --from " + entry.start() + " --to " + entry.end() + "` asks for it all the same");
        } else if (!past.failed()) {
            findings.add(entry.id() + ": this window has not failed; the next tick or `once` goes on with it");
        }
    }
}
