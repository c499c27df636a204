package io.seiexport.ledger;

import java.time.Duration;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.Exchange;

/**
 * How long the ledger keeps a window for its node, and the check that ends the work of a node that has lost it.
 *
 * @param lease how long a node keeps a window without a sign of life
 * @param keep  how long delivered windows are remembered that no clock can owe again
 */
public record Lease(Duration lease, Duration keep) {
    private static final String ROWS = "CamelSqlUpdateCount";
    /** The leases are looked at every three seconds. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    public static Lease read(Findings settings) {
        // Only for its sentence: where nobody refuses the start, as in a test, a lease may be shorter.
        settings.read(Lease::demandLong);
        return new Lease(
                settings.read(given -> given.duration("ledger.lease")),
                settings.read(given -> given.lasting("ledger.keep")));
    }

    private static Duration demandLong(Settings settings) {
        var lease = settings.duration("ledger.lease");
        if (lease.compareTo(SHORTEST) < 0) {
            throw new SettingException("ledger.lease", settings.text("ledger.lease"),
                    "use " + SHORTEST.toSeconds() + "s at least");
        }
        return lease;
    }

    public long millis() {
        return lease.toMillis();
    }

    public long keepMillis() {
        return keep.toMillis();
    }

    /** Called after a statement that only the holder of the lease can carry out. */
    public void demand(Exchange exchange) throws ExportFailed {
        if (exchange.getMessage().removeHeader(ROWS) instanceof Number rows && rows.intValue() == 0) {
            throw lost();
        }
    }

    public static ExportFailed lost() {
        return new ExportFailed(Reason.LEASE_LOST, "another node has taken it over, because this node did not renew "
                + "its lease within ledger.lease");
    }
}
