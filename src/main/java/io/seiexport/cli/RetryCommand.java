package io.seiexport.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.plan.Chosen;
import io.seiexport.settings.RunMode;
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
    private static final RunMode MENDS = new RunMode(false, false);

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
        try (var ledgers = Ledgers.open(MENDS, true, selection.projects())) {
            selection.demandKnown(ledgers.all());
            var retrials = new LinkedHashMap<Ledger, Retrial>();
            for (var ledger : ledgers.all()) {
                retrials.put(ledger, Retrial.of(ledger));
            }
            if (ids.isEmpty()) {
                retrySelected(retrials);
            } else {
                for (var named : named(retrials).entrySet()) {
                    retry(named.getKey(), retrials.get(named.getKey()), named.getValue());
                }
            }
        }
        return SeiExport.DONE;
    }

    private void retrySelected(Map<Ledger, Retrial> retrials) throws Exception {
        var found = false;
        for (var of : retrials.entrySet()) {
            found |= retrySelected(of.getKey(), of.getValue());
        }
        if (!found) {
            System.out.println(selection.nothing(failed ? "Nothing has failed." : "Nothing has failed or is waiting."));
        }
    }

    /** Tells whether there is any window that is retried, or could be. */
    private boolean retrySelected(Ledger ledger, Retrial retrial) throws Exception {
        var found = new boolean[1];
        var any = new boolean[1];
        new History(ledger, selection.chosenOpen(), failed).each(some -> {
            for (var past : some) {
                var leftOut = retrial.leftOut(past);
                leftOut.ifPresent(ledger::say);
                found[0] |= leftOut.isPresent() || retrial.putsBack(past) || retrial.wakes(past);
            }
            any[0] |= retryEach(ledger, retrial, some);
        });
        if (any[0]) {
            retrial.sayHolds(ledger);
        }
        return found[0];
    }

    private static void retry(Ledger ledger, Retrial retrial, List<WindowHistory> some) throws Exception {
        if (retryEach(ledger, retrial, some)) {
            retrial.sayHolds(ledger);
        }
    }

    /** What has been claimed meanwhile is left; tells whether anything is tried at once. */
    private static boolean retryEach(Ledger ledger, Retrial retrial, List<WindowHistory> some) throws Exception {
        var again = some.stream().filter(retrial::putsBack).toList();
        var waiting = some.stream().filter(retrial::wakes).toList();
        if (again.isEmpty() && waiting.isEmpty()) {
            return false;
        }
        var tried = new HashSet<>(ledger.rows().oweAgain(ids(again)));
        tried.addAll(ledger.rows().wake(ids(waiting)));
        Stream.of(again, waiting).flatMap(List::stream).forEach(past -> ledger.say(
                tried.contains(past.entry().id()) ? retrial.newState(past) : Retrial.busy(past)));
        return !tried.isEmpty();
    }

    private static List<String> ids(List<WindowHistory> some) {
        return some.stream().map(past -> past.entry().id()).toList();
    }

    /** Either all of them can be tried at once, or none is; one of several projects that have it is enough. */
    private Map<Ledger, List<WindowHistory>> named(Map<Ledger, Retrial> retrials) throws Exception {
        var known = new LinkedHashMap<Ledger, List<WindowHistory>>();
        for (var ledger : retrials.keySet()) {
            known.put(ledger, new History(ledger, Chosen.ofIds(ids), false).all());
        }
        var found = new LinkedHashMap<Ledger, List<WindowHistory>>();
        var findings = new ArrayList<String>();
        for (var id : new TreeSet<>(ids)) {
            var objections = new ArrayList<String>();
            var before = count(found);
            known.forEach((ledger, windows) -> windows.stream().filter(past -> past.entry().id().equals(id))
                    .forEach(past -> retrials.get(ledger).objection(past).ifPresentOrElse(
                            objection -> objections.add(ledger.project().label() + objection),
                            () -> found.computeIfAbsent(ledger, one -> new ArrayList<>()).add(past))));
            if (count(found) == before) {
                findings.addAll(objections.isEmpty()
                        ? List.of(id + ": the ledger has no such window; `history` lists its windows") : objections);
            }
        }
        if (!findings.isEmpty()) {
            throw new SettingException(String.join("\n", findings));
        }
        return found;
    }

    private static int count(Map<Ledger, List<WindowHistory>> found) {
        return found.values().stream().mapToInt(List::size).sum();
    }
}
