package io.seiexport.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Hold;
import io.seiexport.ledger.Past;
import io.seiexport.plan.Chosen;
import io.seiexport.settings.SettingException;
import io.seiexport.words.Visible;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "retry", mixinStandardHelpOptions = true,
        description = "Puts windows that have failed back as owed; a running `run` takes them up at once, else `once` or the "
                + "next tick does.",
        footer = "%nWhat is selected by --export, --scope, --window and --state is put back as far as it has failed.")
final class RetryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WINDOW-ID", arity = "0..*", description = "As `history` shows it.")
    private List<String> ids = List.of();

    @Option(names = "--failed", description = "All that has failed and is not delivered.")
    private boolean failed;

    @Mixin
    private final Selection selection = new Selection();

    @Override
    public Integer call() throws Exception {
        if (ids.isEmpty() != (failed || selection.isGiven())) {
            throw new ParameterException(spec.commandLine(), "Name either windows or --failed, or select them");
        }
        selection.refuse(Entry.DELIVERED, "what is delivered has not failed; `backfill --force` asks for it all the same");
        try (var engine = new Engine(Engine.FOR_THE_LEDGER, List.of()).start()) {
            selection.demandKnown(engine);
            var holds = engine.windows("ledger-holds");
            var any = ids.isEmpty() ? retrySelected(engine) : retry(engine, named(engine));
            if (any) {
                holds.stream().map(Entry::row).map(Hold::of).forEach(hold -> System.out.println(Visible.of(hold.subject()
                        + " was held back since " + hold.since() + " (" + hold.reason() + "); it is tried again at once")));
            }
        }
        return SeiExport.DONE;
    }

    private boolean retrySelected(Engine engine) throws Exception {
        var history = new History(engine, selection.chosen(), true);
        var found = new boolean[1];
        var any = new boolean[1];
        history.each(some -> {
            found[0] = true;
            any[0] |= retry(engine, some);
        });
        if (!found[0]) {
            System.out.println(selection.nothing("Nothing has failed."));
        }
        return any[0];
    }

    /** What has been claimed meanwhile is left; tells whether anything is put back. */
    private static boolean retry(Engine engine, List<Past> some) throws Exception {
        var again = new HashSet<String>();
        engine.windows("ledger-retry", Map.of("ids", Chosen.list(some.stream().map(past -> past.entry().id()).toList())))
                .forEach(entry -> again.add(entry.id()));
        for (var past : some) {
            var entry = past.entry();
            System.out.println(!again.contains(entry.id()) ? busy(past)
                    : entry.id() + " is owed again" + (entry.reason().isEmpty() ? ""
                            : "; it had failed (" + entry.reason() + ")"));
        }
        return !again.isEmpty();
    }

    /** Either all of them can be put back, or none is. */
    private List<Past> named(Engine engine) throws Exception {
        var known = new History(engine, Chosen.ofIds(ids), false).all();
        var found = new ArrayList<Past>();
        var findings = new ArrayList<String>();
        for (var id : new TreeSet<>(ids)) {
            known.stream().filter(past -> past.entry().id().equals(id)).findFirst().ifPresentOrElse(past -> {
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
        } else if (past.worker().isPresent()) {
            findings.add(busy(past));
        } else if (!past.failed()) {
            findings.add(entry.id() + ": this window has not failed; the next tick or `once` goes on with it");
        }
    }

    static String busy(Past past) {
        return past.entry().id() + ": " + past.worker().map(worker -> "the node " + worker.node() + " works on this window, "
                + "until " + worker.until() + " at least").orElse("a node has just begun to work on this window")
                + "; `history` shows what becomes of it";
    }
}
