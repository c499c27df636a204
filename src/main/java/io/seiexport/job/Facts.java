package io.seiexport.job;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.seiexport.failure.Visible;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Node;
import io.seiexport.plan.Export;
import io.seiexport.settings.Project;
import org.apache.camel.Exchange;

/** Writes down a failed try as JSON, for those who read neither log nor ledger. */
public record Facts(Project project, Node node, InstantSource clock) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Of the try whose failure the exchange carries. */
    public String of(Exchange exchange) {
        var failure = exchange.getVariable("failure", Verdict.class);
        var entry = exchange.getVariable("entry", Entry.class);
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var facts = JsonNodeFactory.instance.objectNode().put("export", project.label() + export(exchange, entry))
                .put("domain", entry.domain()).put("scope", entry.scope());
        if (!project.isOnly()) {
            facts.put("project", project.name());
        }
        facts.putObject("window").put("start", entry.start().toString()).put("end", entry.end().toString());
        facts.put("granularity", entry.granularity())
                .put("windowId", entry.id())
                .put("reason", failure.reason().word())
                .put("sentence", failure.sentence())
                .put("attempts", entry.leaseNo())
                .put("failures", entry.failures() + failure.counts())
                .put("givenUp", failure.givesUp())
                .put("retryAt", failure.givesUp() ? null : at.plusMillis(failure.pause()).toString())
                .put("exportId", exportId(exchange, entry))
                .put("node", node.name())
                .put("host", node.host())
                .put("at", at.toString());
        try {
            return Visible.inJson(MAPPER.writeValueAsString(facts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** What the log calls it, also before anybody knows which settings it belongs to. */
    static String export(Exchange exchange, Entry entry) {
        var export = Export.of(exchange);
        return export == null ? entry.id() : export.toString();
    }

    private static String exportId(Exchange exchange, Entry entry) {
        var known = exchange.getVariable("job") instanceof Job job ? job.exportId() : entry.exportId();
        return known.isEmpty() ? null : known;
    }
}
