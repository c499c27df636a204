package io.seiexport.ledger;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import org.apache.camel.Exchange;

/** Ends the work on a window whose lease is lost: another node has claimed it since, and no row was written. */
public record Lease(LedgerSettings settings) {
    private static final String ROWS = "CamelSqlUpdateCount";

    /** How long a node keeps a window without a sign of life. */
    public long millis() {
        return settings.lease().toMillis();
    }

    /** How long delivered windows are remembered that no clock can owe again. */
    public long keepMillis() {
        return settings.keep().toMillis();
    }

    /** Called after a statement that only the holder of the lease can carry out. */
    public void demand(Exchange exchange) throws ExportFailed {
        if (exchange.getMessage().removeHeader(ROWS) instanceof Number rows && rows.intValue() == 0) {
            throw lost();
        }
    }

    public static ExportFailed lost() {
        return new ExportFailed(Reason.LEASE_LOST, "another node has taken it over, because this node did not renew its lease "
                + "within ledger.lease");
    }
}
