package io.seiexport.delivery;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a file without rows from taking the place of one with rows: a server that has lost its data says nothing. */
public final class Emptiness implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Emptiness.class);
    private static final String SETTING = "empty-replaces";

    private CamelContext context;

    /** Holds the staged file against the one that was delivered for its window before, also if a person asks for it. */
    public void refuseEmpty(Exchange exchange) throws ExportFailed {
        var sentence = "the file has no rows, and the one delivered before has " + rowsLost(exchange);
        if (refused(new Settings(context))) {
            throw new ExportFailed(Reason.EMPTY_REPLACES, sentence + ", which is kept. Set " + SETTING
                    + "=warn to replace it");
        }
        LOG.warn("{}: {}; it is replaced", exchange.getVariable("export", Export.class), sentence);
    }

    /** How many rows the sinks would have no more; 0 unless the new file is empty. */
    public long rowsLost(Exchange exchange) {
        return lost(exchange, exchange.getVariable("staged", Staged.class));
    }

    static long lost(Exchange exchange, Staged staged) {
        return staged.proof().rows() > 0 ? 0 : exchange.getVariable("entry", Entry.class).rows();
    }

    /** Whether the setting keeps the old file. */
    public static boolean refused(Settings settings) {
        return settings.fails(SETTING);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
