package io.seiexport.delivery;

import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/** Leaves the time that a sink spends in a route of the ledger, which may be away for long, out of its deadline. */
public final class LedgerTime extends RoutePolicySupport {
    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        SinkTurn.of(exchange).ifPresent(SinkTurn::beginLedger);
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        SinkTurn.of(exchange).ifPresent(SinkTurn::endLedger);
    }
}
