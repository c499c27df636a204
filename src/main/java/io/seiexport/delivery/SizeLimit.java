package io.seiexport.delivery;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import org.apache.camel.Exchange;

/** Refuses a file that is too large for one sink, and does not hold back the sink for others because of it. */
public final class SizeLimit {

    /** The setting says how large a file may be. */
    public void refuse(String setting, Exchange exchange) throws ExportFailed {
        throw new ExportFailed(Reason.TOO_LARGE, "it has " + Staged.of(exchange).proof().bytes()
                + " bytes, more than " + setting + " allows");
    }
}
