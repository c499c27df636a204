package io.seiexport.delivery;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.failure.Visible;
import io.seiexport.http.Account;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.plan.Format;
import org.apache.camel.Exchange;

/** Writes the manifest that lands beside a file, last: whose numbers it holds, how it was asked for, its proof. */
public final class Manifest {
    /** The domain of the file by which a sink is tried: it belongs to nobody, and any program may replace it. */
    public static final String OF_A_CHECK = "sei-export-check";
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Account account;
    private final InstantSource clock;

    public Manifest(Account account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    /** The manifest of the export that the exchange carries, as of now. */
    public String write(Exchange exchange) throws JsonProcessingException {
        var export = Export.of(exchange);
        var job = Job.of(exchange);
        var staged = Staged.of(exchange);
        var proof = staged.proof();
        var json = JSON.createObjectNode();
        json.put("exportId", job.exportId().isEmpty() ? null : job.exportId());
        if (!export.domain().equals(OF_A_CHECK)) {
            json.put("server", account.server());
            json.put("org", account.org());
            json.put("project", account.project());
        }
        json.put("domain", export.domain());
        json.put("scope", export.scope().toString());
        json.putObject("window")
                .put("start", export.window().start().toString())
                .put("end", export.window().end().toString());
        json.put("granularity", export.granularity());
        json.set("request", JSON.readTree(export.request()));
        json.put("reused", job.reused());
        json.put("createdAt", job.createdAt());
        json.put("completedAt", job.completedAt());
        json.put("deliveredAt", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        if (staged.source() != null) {
            json.put("transform", staged.source().transform().replaceFirst("^direct:", ""));
            json.put("format", export.format().toString());
            if (!staged.source().changed().isEmpty()) {
                staged.source().changed().forEach(json.putObject("changedColumns")::put);
            }
            json.putObject("source")
                    .put("bytes", staged.received().bytes())
                    .put("rows", staged.received().rows())
                    .put("sha256", staged.received().sha256());
        }
        json.put("rows", proof.rows());
        if (export.format() == Format.CSV) {
            json.put("columns", proof.columns());
        }
        json.put("bytes", proof.bytes());
        json.put("compressedBytes", staged.received().compressedBytes());
        json.put("sha256", proof.sha256());
        json.put("transferMillis", staged.transfer().toMillis());
        if (staged.stale()) {
            json.put("stale", true);
        }
        var delivery = Delivery.of(exchange);
        if (delivery != null && delivery.restated() != null) {
            var restated = delivery.restated();
            json.putObject("restated")
                    .put("rowsAdded", restated.rowsAdded())
                    .put("rowsRemoved", restated.rowsRemoved())
                    .put("rowsChanged", restated.rowsChanged())
                    .put("sameColumns", restated.comparable());
        }
        return Visible.inJson(JSON.writeValueAsString(json)) + "\n";
    }
}
