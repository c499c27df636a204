package io.seiexport.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.ledger.Past;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "history", mixinStandardHelpOptions = true,
        description = "Shows what happened to each window, as it stands in the ledger.")
final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private final Selection selection = new Selection();

    @Option(names = "--failed", description = "Only what has failed and is not delivered.")
    private boolean failed;

    @Option(names = "--json", description = "As one JSON document, with all attempts and deliveries.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<Past> shown;
        try (var engine = new Engine(Engine.WITHOUT_EFFECT, List.of()).start()) {
            shown = new History(engine).of(selection.exports()).stream()
                    .filter(past -> !failed || past.failed()).toList();
        }
        if (json) {
            printJson(shown);
        } else if (shown.isEmpty()) {
            System.out.println(failed ? "Nothing has failed." : "Nothing was asked for yet.");
        } else {
            printTable(shown);
        }
        return SeiExport.DONE;
    }

    private static void printTable(List<Past> windows) {
        var table = new Table("window id", "state", "failed attempts", "asked", "delivered", "rows", "bytes",
                "export id", "reason");
        for (var past : windows) {
            var entry = past.entry();
            table.row(entry.id(), entry.state(), past.attempts().size(), moment(entry.askedAt().orElse(null)),
                    moment(entry.deliveredAt().orElse(null)), past.rows().map(String::valueOf).orElse(""),
                    past.bytes().map(String::valueOf).orElse(""), entry.exportId(),
                    entry.reason().isEmpty() ? "" : entry.reason() + ": " + entry.sentence());
        }
        table.print(System.out);
    }

    private static String moment(Instant moment) {
        return moment == null ? "" : moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void printJson(List<Past> windows) {
        var document = JsonNodeFactory.instance.objectNode();
        var array = document.putArray("windows");
        windows.forEach(past -> array.add(json(past)));
        Json.print(document, System.out);
    }

    private static ObjectNode json(Past past) {
        var entry = past.entry();
        var json = JsonNodeFactory.instance.objectNode()
                .put("id", entry.id()).put("domain", entry.domain()).put("scope", entry.scope());
        json.putObject("window").put("start", entry.start().toString()).put("end", entry.end().toString());
        json.put("granularity", past.granularity()).put("state", entry.state())
                .put("reason", orNull(entry.reason())).put("sentence", orNull(entry.sentence()))
                .put("failures", entry.failures())
                .put("askedAt", entry.askedAt().map(Instant::toString).orElse(null))
                .put("deliveredAt", entry.deliveredAt().map(Instant::toString).orElse(null))
                .put("rows", past.rows().orElse(null)).put("bytes", past.bytes().orElse(null))
                .put("sha256", orNull(entry.sha256())).put("exportId", orNull(entry.exportId()));
        var attempts = json.putArray("attempts");
        past.attempts().forEach(attempt -> attempts.addObject().put("at", attempt.at().toString())
                .put("reason", attempt.reason()).put("sentence", attempt.sentence()));
        var deliveries = json.putArray("deliveries");
        past.deliveries().forEach(delivery -> deliveries.addObject().put("sink", delivery.sink())
                .put("at", delivery.at().toString()).put("sha256", delivery.sha256()));
        return json;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
