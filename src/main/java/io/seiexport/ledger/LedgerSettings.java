package io.seiexport.ledger;

import java.time.Duration;

import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** How long a node keeps a window without a sign of life, and how long delivered windows are remembered. */
public record LedgerSettings(Duration lease, Duration keep) {
    /** The leases are looked at every three seconds. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);

    public static LedgerSettings read(Findings settings) {
        settings.read(LedgerSettings::demandLongLease);
        return new LedgerSettings(
                settings.read(given -> given.duration("ledger.lease")),
                settings.read(given -> given.lasting("ledger.keep")));
    }

    private static Duration demandLongLease(Settings settings) {
        var lease = settings.duration("ledger.lease");
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new SettingException("ledger.lease", settings.text("ledger.lease"),
                    "use " + SHORTEST_LEASE.toSeconds() + "s at least");
        }
        return lease;
    }
}
