package io.seiexport.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import io.seiexport.api.Job;
import io.seiexport.api.SeiApi;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.proof.Proof;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Tries what an export will need: the API with its key, the staging folder, and each sink by delivering to it. */
public final class Check {
    private static final String NAME = "sei-export-check";

    private final CamelContext context;
    private final List<Domains.Domain> domains;

    public Check(CamelContext context, List<Domains.Domain> domains) {
        this.context = context;
        this.domains = domains;
    }

    /** What was tried, and what came of it. */
    public record Finding(boolean fine, String tried, String outcome) {
        @Override
        public String toString() {
            return (fine ? "ok    " : "FAIL  ") + tried + (outcome.isEmpty() ? "" : ": " + outcome);
        }
    }

    public List<Finding> findings() throws IOException {
        var findings = new ArrayList<Finding>();
        findings.add(api());
        var sinks = new TreeSet<String>();
        domains.forEach(domain -> sinks.addAll(new Settings(context).list(domain.key("sinks"))));
        for (var sink : sinks) {
            findings.add(sink(sink));
        }
        return findings;
    }

    /** Asks for the list of exports: the one call that is documented, costs nothing, and needs everything to be right. */
    private Finding api() {
        var api = context.getRegistry().findSingleByType(SeiApi.class);
        return tried("API at " + api.address(), "http:sei", exchange -> {
            var call = exchange.getMessage();
            call.setHeader(Exchange.HTTP_METHOD, "GET");
            call.setHeader(Exchange.HTTP_URI, api.address() + "/v2/insights/productivity/exports");
            call.setHeader(Exchange.HTTP_QUERY, api.query() + "&limit=1");
            api.sign(exchange);
        });
    }

    private Finding sink(String sink) throws IOException {
        var staging = Path.of(new Settings(context).text("staging.directory"));
        var file = Files.createDirectories(staging).resolve(NAME + ".csv");
        try {
            Files.writeString(file, "check\n1\n");
            return tried("sink " + sink, sink, exchange -> {
                exchange.setVariable("export", export(sink));
                exchange.setVariable("job", new Job(NAME, false, "COMPLETED", "", "", "", "", ""));
                exchange.setVariable("staged", staged(file));
                exchange.getMessage().setBody(file.toFile());
                exchange.getMessage().setHeader(Exchange.FILE_NAME, export(sink).name() + ".csv");
            });
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Export export(String sink) {
        var day = LocalDate.EPOCH;
        return new Export(NAME, List.of(NAME), new Scope("", "0"), new Window(day, day), "once", "{}", List.of(sink));
    }

    private static Staged staged(Path file) throws IOException {
        var size = Files.size(file);
        return new Staged(file.toFile(), new Proof(1, 1, size, size, "", List.of("check"), List.of()), Duration.ZERO);
    }

    private Finding tried(String what, String endpoint, Processor call) {
        try (var template = context.createProducerTemplate()) {
            var exchange = template.request(endpoint, call);
            var thrown = exchange.getException();
            return thrown == null
                    ? new Finding(true, what, "")
                    : new Finding(false, what, Failure.of(thrown).sentence());
        } catch (IOException e) {
            return new Finding(false, what, e.getMessage());
        }
    }
}
