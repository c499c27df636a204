package io.seiexport.job;

import io.seiexport.failure.ExportFailed;
import org.apache.camel.Exchange;

/** Gives the routes the calls that list the teams of a project, and reads their answers. */
public final class TeamCalls {

    /** The list by its trees, before its first call. */
    public TeamReading trees() {
        return TreesReading.begin();
    }

    /** The list without trees, before its first call. */
    public TeamReading flat() {
        return FlatReading.begin();
    }

    /** The list with the answer that is the body. */
    public TeamReading answered(Exchange exchange) throws ExportFailed {
        return exchange.getVariable("reading", TeamReading.class).with(exchange.getMessage().getBody());
    }
}
