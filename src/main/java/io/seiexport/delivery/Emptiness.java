package io.seiexport.delivery;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a file without rows from taking the place of one with rows: a server that has lost its data says nothing. */
public final class Emptiness {
    private static final Logger LOG = LoggerFactory.getLogger(Emptiness.class);

    private final DeliverySettings settings;

    public Emptiness(DeliverySettings settings) {
        this.settings = settings;
    }

    /** Holds the staged file against the one that was delivered for its window before, also if a person asks for it. */
    public void refuseEmpty(Exchange exchange) throws ExportFailed {
        var sentence = "the file has no rows, and the one delivered before has " + rowsLost(exchange);
        if (settings.emptyFails()) {
            throw new ExportFailed(Reason.EMPTY_REPLACES, sentence + ", which is kept. Set " + DeliverySettings.EMPTY
                    + "=warn to replace it");
        }
        LOG.warn("{}: {}; it is replaced", Export.of(exchange), sentence);
    }

    /** How many rows the sinks would have no more; 0 unless the new file is empty. */
    public long rowsLost(Exchange exchange) {
        return lost(exchange, Staged.of(exchange));
    }

    static long lost(Exchange exchange, Staged staged) {
        return staged.received().rows() > 0 ? 0 : exchange.getVariable("entry", Entry.class).sourceRows();
    }
}
