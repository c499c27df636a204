package io.seiexport.plan;

import java.time.Duration;
import java.util.Optional;

import io.seiexport.ledger.Entry;

/** An export that is owed, why, what the ledger knows of it, and how long the last job of its series took. */
public record OwedExport(Export export, String reason, Optional<Entry> entry, Optional<Duration> usually) {
}
