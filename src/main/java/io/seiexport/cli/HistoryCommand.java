package io.seiexport.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.Project;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "history", mixinStandardHelpOptions = true,
        description = "Shows what happened to each window, as recorded in the ledger.")
final class HistoryCommand implements Callable<Integer> {
    private static final int ON_A_PAGE = 100;
    private static final RunMode LOOKS_ONLY = new RunMode(false, true);

    @Spec
    private CommandSpec spec;

    @Mixin
    private final Selection selection = new Selection();

    @Option(names = "--failed", description = "Only windows that have failed and are not delivered.")
    private boolean failed;

    @Option(names = "--page", paramLabel = "N",
            description = "Shows the N-th page; a page has " + ON_A_PAGE + " windows.")
    private Integer page;

    @Option(names = "--json", description = "Prints one JSON document with all windows, attempts and deliveries.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (json && page != null) {
            throw new ParameterException(spec.commandLine(), "--json prints all pages; leave out --page");
        }
        if (page != null && page < 1) {
            throw new ParameterException(spec.commandLine(), "--page " + page + ": the first page is 1");
        }
        if (failed) {
            selection.refuse(Entry.DELIVERED, "delivered windows have not failed");
        }
        try (var ledgers = Ledgers.open(LOOKS_ONLY, selection.namesExports(), selection.projects())) {
            selection.demandKnown(ledgers.all());
            var histories = ledgers.all().stream().map(ledger -> new History(ledger, selection.chosen(), failed))
                    .toList();
            if (json) {
                printJson(histories);
            } else {
                printTable(histories);
            }
        }
        return SeiExport.DONE;
    }

    private void printTable(List<History> histories) throws Exception {
        var shown = page == null ? 1 : page;
        var before = (shown - 1L) * ON_A_PAGE;
        var windows = some(histories, before);
        var count = windows.values().stream().mapToInt(List::size).sum();
        if (count == 0 && shown > 1) {
            throw new SettingException("--page " + shown + ": there are only " + count(histories) + " windows, "
                    + ON_A_PAGE + " on a page");
        }
        if (count == 0) {
            System.out.println(failed ? selection.nothing("Nothing has failed.") : selection.isNarrow()
                    ? "The ledger has no such window; `plan --explain WINDOW` says why."
                    : "Nothing was requested yet.");
            return;
        }
        print(windows);
        var more = count < ON_A_PAGE ? 0 : count(histories) - before - count;
        if (more > 0) {
            System.out.println((more == 1 ? "1 window" : more + " windows") + " more; `--page " + (shown + 1)
                    + "` shows the next ones.");
        }
    }

    private static long count(List<History> histories) throws Exception {
        var count = 0L;
        for (var history : histories) {
            count += history.count();
        }
        return count;
    }

    /** Those of a page, behind so many, one project after the other. */
    private static Map<Project, List<WindowHistory>> some(List<History> histories, long before) throws Exception {
        var some = new LinkedHashMap<Project, List<WindowHistory>>();
        var skipped = before;
        var left = ON_A_PAGE;
        for (var history : histories) {
            var windows = left == 0 ? List.<WindowHistory>of() : history.some(left, skipped);
            some.put(history.ledger().project(), windows);
            left -= windows.size();
            skipped = windows.isEmpty() && skipped > 0 ? Math.max(0, skipped - history.count()) : 0;
        }
        return some;
    }

    private static void print(Map<Project, List<WindowHistory>> windows) {
        var table = new Table("project", "window id", "state", "failed tries", "asked", "delivered", "checked", "due",
                "worked on by", "rows", "bytes", "export id", "reason")
                .leavingOutEmpty("project", "checked", "due", "worked on by");
        windows.forEach((project, some) -> some.forEach(past -> row(table, project, past)));
        table.print(System.out);
    }

    private static void row(Table table, Project project, WindowHistory past) {
        var entry = past.entry();
        table.row(project.name(), entry.id(), entry.state(), past.failedTries().size(), moment(entry.askedAt()),
                moment(entry.deliveredAt()), moment(past.comparedAt()), moment(due(past)), past.worker()
                        .map(worker -> worker.node() + " until " + moment(Optional.of(worker.until()))).orElse(""),
                past.rows().map(String::valueOf).orElse(""), past.bytes().map(String::valueOf).orElse(""),
                entry.exportId(), entry.reason().isEmpty() ? "" : entry.reason() + ": " + entry.sentence());
    }

    /** What is worked on is due no more. */
    private static Optional<Instant> due(WindowHistory past) {
        return past.worker().isPresent() ? Optional.empty() : past.entry().dueAt();
    }

    private static String moment(Optional<Instant> moment) {
        return moment.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
    }

    private static void printJson(List<History> histories) throws Exception {
        try (var array = Json.array("windows", System.out)) {
            for (var history : histories) {
                history.each(some -> {
                    for (var past : some) {
                        array.add(json(history.ledger().project(), past));
                    }
                });
            }
        }
    }

    private static ObjectNode json(Project project, WindowHistory past) {
        var entry = past.entry();
        var json = Json.about(project)
                .put("id", entry.id()).put("domain", entry.domain()).put("scope", entry.scope());
        json.putObject("window").put("start", entry.start().toString()).put("end", entry.end().toString());
        json.put("granularity", entry.granularity()).put("state", entry.state()).put("why", entry.why())
                .put("reason", orNull(entry.reason())).put("sentence", orNull(entry.sentence()))
                .put("failures", entry.failures()).put("postponed", entry.postponed())
                .put("owedAt", entry.owedAt().toString())
                .put("dueAt", orNull(due(past)))
                .put("askedAt", orNull(entry.askedAt()))
                .put("deliveredAt", orNull(entry.deliveredAt()))
                .put("checkedAt", orNull(entry.checkedAt()))
                .put("rows", past.rows().orElse(null)).put("bytes", past.bytes().orElse(null))
                .put("sha256", orNull(entry.sha256())).put("exportId", orNull(entry.exportId()));
        past.worker().ifPresentOrElse(worker -> json.putObject("worker").put("node", worker.node())
                .put("until", worker.until().toString()), () -> json.putNull("worker"));
        var attempts = json.putArray("attempts");
        past.failedTries().forEach(failed -> attempts.addObject().put("at", failed.at().toString())
                .put("reason", failed.reason()).put("sentence", failed.sentence()));
        var deliveries = json.putArray("deliveries");
        past.deliveries().forEach(delivery -> deliveries.addObject().put("sink", SinkMarks.name(delivery.sink()))
                .put("at", delivery.at().toString()).put("sha256", delivery.sha256()));
        return json;
    }

    private static String orNull(Optional<Instant> moment) {
        return moment.map(Instant::toString).orElse(null);
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
