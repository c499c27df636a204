package io.seiexport.job;

import io.seiexport.failure.ExportFailed;
import org.apache.camel.Exchange;

/** Gives the routes the calls that list the teams of a project, and reads their answers. */
public final class TeamCalls {

    /** The list by its trees, before its first call. */
    public TeamReading trees() {
        return TreesReading.begin();
    }

    /** Whether the list may be read another way, as the server does not know the last call. */
    public boolean haveOtherWay(Exchange exchange) {
        return exchange.getVariable("reading", TeamReading.class).hasOtherWay();
    }

    /** The list as it goes on although the server does not know the last call. */
    public TeamReading unanswered(Exchange exchange) throws ExportFailed {
        return exchange.getVariable("reading", TeamReading.class).withoutAnswer();
    }

    /** The list with the answer that is the body. */
    public TeamReading answered(Exchange exchange) throws ExportFailed {
        return exchange.getVariable("reading", TeamReading.class).with(exchange.getMessage().getBody());
    }
}
