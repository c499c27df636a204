package io.seiexport.check;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.seiexport.delivery.Columns;
import io.seiexport.delivery.DeliverySettings;
import io.seiexport.delivery.Manifest;
import io.seiexport.delivery.SinkFailure;
import io.seiexport.delivery.SinkSettings;
import io.seiexport.delivery.Staged;
import io.seiexport.delivery.TrialFile;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Visible;
import io.seiexport.http.ApiCall;
import io.seiexport.http.BaseUrl;
import io.seiexport.http.ServerClock;
import io.seiexport.job.Job;
import io.seiexport.plan.Discovery;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Export;
import io.seiexport.plan.Format;
import io.seiexport.plan.Planner;
import io.seiexport.plan.Scope;
import io.seiexport.plan.SinkMarks;
import io.seiexport.plan.Window;
import io.seiexport.settings.Project;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries what an export needs: the API with its key, the staging folder, and each transform and sink with a file. */
public record Check(CamelContext context, Settings settings, Planner planner, DeliverySettings delivery, BaseUrl api,
        ServerClock serverClock, Discovery discovery, Secrets secrets) {
    private static final Logger LOG = LoggerFactory.getLogger(Check.class);
    private static final String NAME = Manifest.OF_A_CHECK;
    /** The domain whose list of exports every key may see. */
    private static final String LISTED = "productivity";
    private static final List<String> ANY_COLUMN = List.of("check");
    private static final Job JOB = new Job(NAME, false, "COMPLETED", "", "", "", "", "");

    /** What was tried, and what came of it; what is fine may still be worth a warning. */
    public record Finding(boolean fine, boolean warns, String tried, String outcome) {
        Finding(boolean fine, String tried, String outcome) {
            this(fine, false, tried, outcome);
        }

        /** The same of one of several projects. */
        public Finding of(String label, UnaryOperator<String> words) {
            return new Finding(fine, warns, label + tried, words.apply(outcome));
        }

        @Override
        public String toString() {
            return (warns ? "warn  " : fine ? "ok    " : "FAIL  ")
                    + Visible.of(tried + (outcome.isEmpty() ? "" : ": " + outcome));
        }
    }

    /** The transforms and sinks are those of these domains. */
    public List<Finding> findings(List<Domain> domains) {
        var findings = new ArrayList<Finding>();
        domains.stream().flatMap(domain -> planner.doubts(domain).stream())
                .forEach(doubt -> findings.add(new Finding(true, true, doubt.setting(), doubt.sentence())));
        var ofApi = ofApi();
        findings.add(ofApi);
        if (ofApi.fine()) {
            findings.addAll(new TeamCheck(context, discovery, secrets).findings(domains));
        }
        serverClock.difference().ifPresent(difference -> findings.add(new Finding(true, true, "clock", difference)));
        var staging = ofStaging();
        findings.add(staging);
        if (staging.fine()) {
            domains.stream().filter(domain -> !settings.text(domain.key("transform")).isEmpty())
                    .forEach(domain -> findings.add(transform(domain)));
            sinks(domains).forEach((sink, domain) -> findings.add(sink(sink, domain)));
        }
        return findings;
    }

    /** Asks for the list of exports: the one call that is documented, costs nothing and needs all to be right. */
    private Finding ofApi() {
        return tried("API at " + api.address(), "direct:api-call", thrown -> Failure.of(thrown).sentence(),
                exchange -> ApiCall.get("/v2/insights/" + LISTED + "/exports").ofDomain(LISTED).keep(exchange),
                exchange -> new Finding(true, "API at " + api.address(), ""));
    }

    private Finding ofStaging() {
        var what = "staging folder " + delivery.staging();
        try {
            file(export()).stage(ANY_COLUMN);
            file(export()).clear();
            return new Finding(true, what, "");
        } catch (IOException e) {
            return new Finding(false, what, Failure.of(e).sentence());
        }
    }

    /** Of columns that are not sure to be those of the files it may only be warned. */
    private Finding transform(Domain domain) {
        var transform = settings.text(domain.key("transform"));
        var what = "transform " + transform + " of " + domain.name();
        var delivered = delivered(domain);
        var columns = columns(domain, delivered);
        if (columns.isEmpty()) {
            return new Finding(true, what, "not tried: the columns of its files are not known before the first "
                    + "delivery (" + domain.key("expect-columns") + " names them)");
        }
        var export = export(domain.name(), transform, Format.read(settings, domain.key("transform-format")));
        try {
            var staged = file(export).stage(columns);
            var found = tried(what, "direct:transform", thrown -> Failure.of(thrown).sentence(),
                    exchange -> carry(exchange, export, staged), exchange -> new Finding(true, what, ""));
            return found.fine() || !delivered.isEmpty() ? found : new Finding(true, true, what, found.outcome()
                    + "; it was tried with the columns of " + domain.key("expect-columns") + " alone");
        } catch (IOException e) {
            return new Finding(false, what, Failure.of(e).sentence());
        } finally {
            file(export).clear();
        }
    }

    private static void carry(Exchange exchange, Export export, Staged staged) {
        exchange.setVariable("trial", true);
        exchange.setVariable("export", export);
        exchange.setVariable("job", JOB);
        exchange.setVariable("staged", staged);
    }

    /** Each once, with the first domain that lists it. */
    private Map<String, Domain> sinks(List<Domain> domains) {
        var sinks = new TreeMap<String, Domain>();
        domains.forEach(domain -> settings.list(domain.key("sinks")).forEach(sink -> sinks.putIfAbsent(sink, domain)));
        return sinks;
    }

    private Finding sink(String sink, Domain domain) {
        var what = "sink " + Export.sinkName(sink);
        var name = SinkSettings.name(sink);
        if (!new SinkSettings(settings).isTried(sink)) {
            return new Finding(true, what, "not tried (" + SinkSettings.checkOf(name.orElseThrow()) + "=false)");
        }
        try {
            var marks = new SinkMarks(settings);
            var staged = file(export()).stage(columns(domain));
            return tried(what, "direct:try-sink", thrown -> SinkFailure.sentence(thrown, sink, marks), exchange -> {
                carry(exchange, export(), staged);
                exchange.setVariable("sink", sink);
            }, exchange -> taken(what, exchange));
        } catch (IOException e) {
            return new Finding(false, what, Failure.of(e).sentence());
        } finally {
            file(export()).clear();
        }
    }

    /** Those of a file that was delivered, else those that must be there, else any. */
    private List<String> columns(Domain domain) {
        var known = columns(domain, delivered(domain));
        return known.isEmpty() ? ANY_COLUMN : known;
    }

    private List<String> columns(Domain domain, List<String> delivered) {
        return delivered.isEmpty() ? settings.list(domain.key("expect-columns")) : delivered;
    }

    /** The columns that the server sent last, or none. */
    private List<String> delivered(Domain domain) {
        try (var template = context.createProducerTemplate()) {
            var asked = template.request("direct:ledger-read-columns",
                    exchange -> exchange.setVariable("selection", Map.of("domain", domain.name())));
            return Columns.read(asked.getMessage().getBody() instanceof String known ? known : "");
        } catch (IOException | ExportFailed e) {
            LOG.debug("the columns of {} are not known", domain, e);
            return List.of();
        }
    }

    private Export export() {
        return export(NAME, "", Format.CSV);
    }

    private Export export(String domain, String transform, Format format) {
        return new Export(domain, List.of(NAME), new Scope("", "0"), new Window(LocalDate.EPOCH, LocalDate.EPOCH),
                "once", "{}", List.of(), transform, format, null, Project.of(settings));
    }

    private TrialFile file(Export export) {
        return new TrialFile(delivery.staging(), export.stagedName());
    }

    private Finding tried(String what, String endpoint, Function<Throwable, String> sentence, Processor call,
            Function<Exchange, Finding> well) {
        try (var template = context.createProducerTemplate()) {
            var exchange = template.request(endpoint, call);
            var thrown = exchange.getException();
            LOG.debug("{}", what, thrown);
            return thrown == null ? well.apply(exchange)
                    : new Finding(false, what, secrets.blotOut(sentence.apply(thrown)));
        } catch (IOException e) {
            return new Finding(false, what, e.getMessage());
        }
    }

    /** A sink leaves a sentence when it could not take the file away again. */
    private Finding taken(String what, Exchange exchange) {
        var left = exchange.getMessage().getBody(String.class);
        return left == null || left.isEmpty() ? new Finding(true, what, "") : new Finding(true, true, what,
                "it took the file, and still has it: " + secrets.blotOut(left));
    }
}
