package io.seiexport.delivery;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.csv.Expected;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.AskedColumns;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Export;
import io.seiexport.settings.Settings;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the server has changed the columns of a series of files, or sends others than were asked for, and keeps
 * such files out where that is wanted.
 */
public final class Columns {
    private static final Logger LOG = LoggerFactory.getLogger(Columns.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DeliverySettings settings;
    private final Settings ofDomains;
    private final Domains domains;

    public Columns(DeliverySettings settings, Settings ofDomains, Domains domains) {
        this.settings = settings;
        this.ofDomains = ofDomains;
        this.domains = domains;
    }

    /** What the header of a download is compared with while it is read. */
    public Expected expected(Exchange exchange) throws ExportFailed {
        var expected = expected(Export.of(exchange), before(exchange));
        // The documents say of the legacy reports alone what zero bytes mean.
        var export = Export.of(exchange);
        return export.report() == null ? expected : expected.ofReport(!export.isSnapshot());
    }

    /** The columns that must be there by the settings, and those that were there the last time. */
    Expected expected(Export export, List<String> before) {
        var setting = "export." + export.domain() + ".expect-columns";
        return new Expected(setting, ofDomains.list(setting), before);
    }

    /**
     * How the header of a file differs from that of the file of its series that was delivered last, and from its
     * question. A report without rows may lack it.
     */
    Drift drift(Exchange exchange, List<String> header) throws ExportFailed {
        if (header.isEmpty()) {
            return Drift.NONE;
        }
        var before = before(exchange);
        var drift = before.isEmpty() ? Drift.NONE : Drift.between(before, header);
        var export = Export.of(exchange);
        return drift.with(domains.named(export.domain()).map(AskedColumns::of)
                .map(asked -> asked.missing(export.request(), header)).orElse(List.of()));
    }

    /** The columns of the file of this series that was delivered last; none if there was none. */
    private static List<String> before(Exchange exchange) throws ExportFailed {
        return read(exchange.getVariable("entry", Entry.class).text("columns"));
    }

    /** As the ledger keeps them. */
    public static List<String> read(String columns) throws ExportFailed {
        try {
            return columns.isEmpty() ? List.of() : JSON.readValue(columns, new TypeReference<>() { });
        } catch (JsonProcessingException e) {
            throw new ExportFailed(Reason.INTERNAL, "the columns of this series cannot be read from the ledger: "
                    + e.getOriginalMessage());
        }
    }

    /** Lets a file with other columns pass with a warning, or not at all. */
    public void refuseChanged(Exchange exchange) throws ExportFailed {
        var drift = Staged.of(exchange).drift();
        if (settings.driftFails()) {
            throw new ExportFailed(Reason.SCHEMA_DRIFT, "the file was refused: " + drift.sentence() + " Set "
                    + DeliverySettings.DRIFT + "=warn to accept files with these columns"
                    + (drift.unanswered().isEmpty() ? "" : ", or take the line that asks for too much out of the "
                            + "columns that the domain " + Export.of(exchange).domain()
                            + " declares in routes/exports"));
        }
        LOG.warn("{}: {}", Export.of(exchange), drift.sentence());
    }

    /**
     * Of the file that every sink has now, as the server sent it; the ledger keeps them for the next download, as it
     * does those from before a file without a header.
     */
    public String delivered(Exchange exchange) throws JsonProcessingException, ExportFailed {
        var header = Staged.of(exchange).received().header();
        return JSON.writeValueAsString(header.isEmpty() ? before(exchange) : header);
    }
}
