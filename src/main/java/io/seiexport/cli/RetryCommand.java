package io.seiexport.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.seiexport.failure.Visible;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.plan.Chosen;
import io.seiexport.settings.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "retry", mixinStandardHelpOptions = true,
        description = "Puts failed windows back as owed. A running `run` retries them at once; otherwise `once` or the "
                + "next tick does.",
        footer = "%nWindows that are named, or selected by --export, --scope, --window and --state, are due at once, "
                + "even if they waited for their time, or for a server, sink or disk that is held back. Windows that "
                + "no setting asks for are not retried; see forget.")
final class RetryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WINDOW-ID", arity = "0..*", description = "A window id from `history`.")
    private List<String> ids = List.of();

    @Option(names = "--failed", description = "All windows that have failed and are not delivered.")
    private boolean failed;

    @Mixin
    private final Selection selection = new Selection();

    @Override
    public Integer call() throws Exception {
        if (ids.isEmpty() != (failed || selection.isGiven())) {
            throw new ParameterException(spec.commandLine(), "Give either window ids, or --failed and/or a selection");
        }
        selection.refuse(Entry.DELIVERED, "delivered windows have not failed; `backfill --force` exports them again");
        try (var engine = new Engine(Engine.FOR_THE_LEDGER).start()) {
            selection.demandKnown(engine);
            var holds = engine.holds();
            var retrial = Retrial.of(engine.asked(Chosen.ALL), engine.explainer(Chosen.ALL, holds));
            var any = ids.isEmpty() ? retrySelected(engine, retrial) : retry(engine, retrial, named(engine, retrial));
            if (any) {
                holds.forEach(hold -> System.out.println(Visible.of(hold.subject()
                        + " was held back since " + hold.since() + " (" + hold.reason() + "); it is retried at once")));
            }
        }
        return SeiExport.DONE;
    }

    private boolean retrySelected(Engine engine, Retrial retrial) throws Exception {
        var found = new boolean[1];
        var any = new boolean[1];
        new History(engine, selection.chosenOpen(), failed).each(some -> {
            for (var past : some) {
                var leftOut = retrial.leftOut(past);
                leftOut.map(Visible::of).ifPresent(System.out::println);
                found[0] |= leftOut.isPresent() || retrial.putsBack(past) || retrial.wakes(past);
            }
            any[0] |= retry(engine, retrial, some);
        });
        if (!found[0]) {
            System.out.println(selection.nothing(failed ? "Nothing has failed." : "Nothing has failed or is waiting."));
        }
        return any[0];
    }

    /** What has been claimed meanwhile is left; tells whether anything is tried at once. */
    private static boolean retry(Engine engine, Retrial retrial, List<WindowHistory> some) throws Exception {
        var again = some.stream().filter(retrial::putsBack).toList();
        var waiting = some.stream().filter(retrial::wakes).toList();
        if (again.isEmpty() && waiting.isEmpty()) {
            return false;
        }
        var tried = new HashSet<>(engine.changed("ledger-retry", Map.of("ids", list(again))));
        tried.addAll(engine.changed("ledger-wake", Map.of("ids", list(waiting))));
        Stream.of(again, waiting).flatMap(List::stream).forEach(past -> System.out.println(Visible.of(
                tried.contains(past.entry().id()) ? retrial.newState(past) : Retrial.busy(past))));
        return !tried.isEmpty();
    }

    private static String list(List<WindowHistory> some) {
        return Chosen.list(some.stream().map(past -> past.entry().id()).toList());
    }

    /** Either all of them can be tried at once, or none is. */
    private List<WindowHistory> named(Engine engine, Retrial retrial) throws Exception {
        var known = new History(engine, Chosen.ofIds(ids), false).all();
        var found = new ArrayList<WindowHistory>();
        var findings = new ArrayList<String>();
        for (var id : new TreeSet<>(ids)) {
            known.stream().filter(past -> past.entry().id().equals(id)).findFirst().ifPresentOrElse(past -> {
                found.add(past);
                retrial.objection(past).ifPresent(findings::add);
            }, () -> findings.add(id + ": the ledger has no such window; `history` lists its windows"));
        }
        if (!findings.isEmpty()) {
            throw new SettingException(String.join("\n", findings));
        }
        return found;
    }
}
