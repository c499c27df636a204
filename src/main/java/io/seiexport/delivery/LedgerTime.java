package io.seiexport.delivery;

import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Leaves the time that a sink or a transform spends in a route of the ledger, which may be away for long, out of its
 * deadline.
 */
public final class LedgerTime extends RoutePolicySupport {
    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        Turn.of(exchange).ifPresent(Turn::beginLedger);
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        Turn.of(exchange).ifPresent(Turn::endLedger);
    }
}
