package io.seiexport.delivery;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.plan.Export;
import io.seiexport.plan.Format;
import org.apache.camel.Exchange;

/** Keeps what is no CSV from a sink that reads the rows of the file; CSVs of others still go to it. */
public final class CsvOnly {

    /** Refuses the staged file if a transform has made anything else of it. */
    public void demand(Exchange exchange) throws ExportFailed {
        var export = Export.of(exchange);
        var staged = Staged.of(exchange);
        if (staged != null && staged.source() != null && export.format() != Format.CSV) {
            throw new ExportFailed(Reason.HELD, "it reads the rows of a CSV, and export." + export.domain()
                    + ".transform-format is " + export.format());
        }
    }
}
