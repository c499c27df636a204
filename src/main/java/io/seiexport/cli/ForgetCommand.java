package io.seiexport.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowFilter;
import io.seiexport.ledger.WindowHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "forget", mixinStandardHelpOptions = true,
        description = "Removes from the ledger the owed windows that no setting asks for any more; `plan` lists them.",
        footer = "%nDelivered files stay where they are, and the ledger still knows them. A window that a setting of "
                + "this folder asks for is never removed.")
final class ForgetCommand implements Callable<Integer> {
    @Mixin
    private final Selection selection = new Selection();

    @Override
    public Integer call() throws Exception {
        selection.refuse(Entry.DELIVERED, "delivered windows are not owed, and stay in the ledger");
        try (var engines = Engines.start(Engine.FOR_THE_LEDGER, selection.projects())) {
            for (var engine : engines.all()) {
                engine.knowTeams();
            }
            selection.demandKnown(engines.ledgers());
            var nothing = true;
            for (var engine : engines.all()) {
                for (var orphan : Leftovers.of(engine.ledger(), selection.chosen()).orphans()) {
                    nothing = false;
                    new History(engine.ledger(), selection.chosen().filter(false).of(orphan.series()))
                            .each(some -> forget(engine, orphan, some));
                }
            }
            if (nothing) {
                System.out.println("There is nothing to forget"
                        + (selection.isNarrow() ? " in the selection" : "")
                        + ": a setting asks for every owed window.");
            }
        }
        return SeiExport.DONE;
    }

    private static void forget(Engine engine, Leftovers.Orphan orphan, List<WindowHistory> some) throws Exception {
        var open = some.stream().filter(past -> !past.entry().delivered()).toList();
        var selection = Map.of("series", orphan.series(),
                "ids", WindowFilter.list(open.stream().map(past -> past.entry().id()).toList()));
        var settled = engine.changed("ledger-back-to-delivered", selection);
        var removed = engine.changed("ledger-forget", selection);
        for (var past : open) {
            var entry = past.entry();
            engine.ledger().say(removed.contains(entry.id()) ? entry.id() + " is forgotten; it was " + was(entry)
                    : settled.contains(entry.id()) ? entry.id() + " is no longer owed; its delivery stays in the ledger"
                    : Retrial.busy(past));
        }
    }

    private static String was(Entry entry) {
        return (entry.givenUp() ? "given up" : entry.state())
                + (entry.reason().isEmpty() ? "" : " (" + entry.reason() + ")");
    }
}
