package io.seiexport.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.seiexport.csv.Proof;
import io.seiexport.delivery.BareSinks;
import io.seiexport.delivery.DeliverySettings;
import io.seiexport.delivery.Manifest;
import io.seiexport.delivery.SinkFailure;
import io.seiexport.delivery.Staged;
import io.seiexport.disk.Folder;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Visible;
import io.seiexport.http.ApiCall;
import io.seiexport.http.BaseUrl;
import io.seiexport.http.ServerClock;
import io.seiexport.job.Job;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries what an export will need: the API with its key, the staging folder, and each sink by delivering to it. */
public record Check(CamelContext context, Settings settings, DeliverySettings delivery, BaseUrl api,
        ServerClock serverClock, Secrets secrets) {
    private static final Logger LOG = LoggerFactory.getLogger(Check.class);
    private static final String NAME = Manifest.OF_A_CHECK;
    private static final Export EXPORT = new Export(NAME, List.of(NAME), new Scope("", "0"),
            new Window(LocalDate.EPOCH, LocalDate.EPOCH), "once", "{}", List.of());

    /** What was tried, and what came of it; what is fine may still be worth a warning. */
    public record Finding(boolean fine, boolean warns, String tried, String outcome) {
        Finding(boolean fine, String tried, String outcome) {
            this(fine, false, tried, outcome);
        }

        @Override
        public String toString() {
            return (warns ? "warn  " : fine ? "ok    " : "FAIL  ")
                    + Visible.of(tried + (outcome.isEmpty() ? "" : ": " + outcome));
        }
    }

    /** The sinks are those of these domains. */
    public List<Finding> findings(List<Domain> domains) {
        var findings = new ArrayList<Finding>();
        findings.add(ofApi());
        serverClock.difference().ifPresent(difference -> findings.add(new Finding(true, true, "clock", difference)));
        try {
            stage();
            findings.add(new Finding(true, "staging folder " + delivery.staging(), ""));
            sinks(domains).forEach(sink -> findings.add(sink(sink)));
            clear();
        } catch (IOException e) {
            findings.add(new Finding(false, "staging folder " + delivery.staging(), Failure.of(e).sentence()));
        }
        return findings;
    }

    /** Asks for the list of exports: the one call that is documented, costs nothing and needs all to be right. */
    private Finding ofApi() {
        return tried("API at " + api.address(), "direct:api-call", thrown -> Failure.of(thrown).sentence(),
                exchange -> ApiCall.get("/v2/insights/productivity/exports").keep(exchange));
    }

    private Set<String> sinks(List<Domain> domains) {
        var sinks = new TreeSet<String>();
        domains.forEach(domain -> sinks.addAll(settings.list(domain.key("sinks"))));
        return sinks;
    }

    private Finding sink(String sink) {
        var file = file(".csv");
        return tried("sink " + Export.sinkName(sink), BareSinks.completed(sink), SinkFailure::sentence, exchange -> {
            exchange.setVariable("export", EXPORT);
            exchange.setVariable("job", new Job(NAME, false, "COMPLETED", "", "", "", "", ""));
            exchange.setVariable("staged", staged(file));
            exchange.getMessage().setBody(file.toFile());
            exchange.getMessage().setHeader(Exchange.FILE_NAME, EXPORT.name() + ".csv");
        });
    }

    /** Puts the file that the sinks get to where theirs come from: a sink may read it from there again. */
    private void stage() throws IOException {
        new Folder(delivery.staging()).makeForOwner();
        var file = file(".csv");
        Files.deleteIfExists(file);
        Files.writeString(file, "check\n1\n", StandardOpenOption.CREATE_NEW);
    }

    private void clear() throws IOException {
        Files.deleteIfExists(file(".csv"));
        Files.deleteIfExists(file(".csv.gz"));
    }

    private Path file(String ending) {
        return delivery.staging().resolve(EXPORT.stagedName() + ending);
    }

    private static Staged staged(Path file) throws IOException {
        var size = Files.size(file);
        return new Staged(file.toFile(), new Proof(1, 1, size, size, "", List.of("check"), List.of()), Duration.ZERO);
    }

    private Finding tried(String what, String endpoint, Function<Throwable, String> sentence, Processor call) {
        try (var template = context.createProducerTemplate()) {
            var thrown = template.request(endpoint, call).getException();
            LOG.debug("{}", what, thrown);
            return thrown == null
                    ? new Finding(true, what, "")
                    : new Finding(false, what, secrets.blotOut(sentence.apply(thrown)));
        } catch (IOException e) {
            return new Finding(false, what, e.getMessage());
        }
    }
}
