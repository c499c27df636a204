package io.seiexport.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.failure.Visible;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(name = "remote", mixinStandardHelpOptions = true,
        description = "Shows the exports that the server holds, and which of them the ledger knows.",
        footer = "%nChanges nothing. The API lists the exports of some domains only. Exits with 2 if a list could not "
                + "be read.")
final class RemoteCommand implements Callable<Integer> {
    private static final List<String> STATUSES = List.of("QUEUED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED");

    @Option(names = "--export", paramLabel = "NAME",
            description = "Only this metric domain, for example productivity. May be repeated.")
    private List<String> exports = List.of();

    @Option(names = "--status", paramLabel = "STATUS", converter = OfStatus.class,
            description = "Only exports with this status: queued, processing, completed, failed or cancelled.")
    private String status = "";

    @Option(names = "--project", paramLabel = "NAME",
            description = "Only this project of sei.projects. May be repeated.")
    private List<String> projects = List.of();

    @Option(names = "--json", description = "Prints one JSON document with all that the server says.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        var all = new ArrayList<RemoteJobs>();
        try (var engines = Engines.start(Engine.WITHOUT_EFFECT, projects)) {
            Selection.demandEnabled(engines.ledgers(), exports);
            for (var engine : engines.all()) {
                var read = new HashSet<String>();
                for (var domain : engine.domains(exports)) {
                    // Its variants have one list.
                    if (read.add(domain.domain())) {
                        all.add(RemoteJobs.read(engine, domain, status));
                    }
                }
            }
        }
        if (json) {
            printJson(all);
        } else {
            printTable(all);
        }
        return all.stream().allMatch(RemoteJobs::fine) ? SeiExport.DONE : SeiExport.SOME_FAILED;
    }

    private static void printTable(List<RemoteJobs> all) {
        var table = new Table("project", "export id", "domain", "status", "created", "completed", "created by",
                "scope", "dates", "granularity", "window id", "state").leavingOutEmpty("project", "completed",
                        "created by", "granularity", "window id", "state");
        var jobs = 0;
        for (var remote : all) {
            for (var job : remote.jobs()) {
                var window = remote.window(job);
                table.row(remote.project().name(), job.id(), remote.domain(), job.status(), job.createdAt(),
                        job.completedAt(), job.createdBy(), job.scope(), job.dates(), job.granularity(), window.id(),
                        window.state());
                jobs++;
            }
        }
        if (jobs > 0) {
            table.print(System.out);
        }
        all.stream().filter(remote -> !remote.said().isEmpty())
                .forEach(remote -> System.out.println(Visible.of(remote.project().label() + remote.domain() + ": "
                        + remote.said())));
    }

    private static void printJson(List<RemoteJobs> all) {
        var document = JsonNodeFactory.instance.objectNode();
        var exports = document.putArray("exports");
        all.forEach(remote -> remote.jobs().forEach(job -> {
            var window = remote.window(job);
            var shown = Json.about(remote.project()).put("domain", remote.domain());
            exports.add(shown);
            shown.put("exportId", orNull(job.id())).put("status", orNull(job.status()));
            shown.put("windowId", orNull(window.id())).put("state", orNull(window.state()));
            shown.set("server", job.json());
        }));
        var domains = document.putArray("domains");
        all.forEach(remote -> domains.add(summary(remote)));
        Json.print(document, System.out);
    }

    private static ObjectNode summary(RemoteJobs remote) {
        return Json.about(remote.project()).put("domain", remote.domain()).put("list", remote.listed())
                .put("exports", remote.jobs().size()).put("whole", remote.whole())
                .put("sentence", orNull(remote.said()));
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static final class OfStatus implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            var status = text.toUpperCase(Locale.ROOT).replace("CANCELED", "CANCELLED");
            if (!STATUSES.contains(status)) {
                throw new TypeConversionException("'" + text + "' is not a status, only "
                        + String.join(", ", STATUSES).toLowerCase(Locale.ROOT));
            }
            return status;
        }
    }
}
