package io.seiexport.delivery;

import org.apache.camel.Exchange;

/** Tells whether the steps of others came to their end: an error that they handle themselves looks like success. */
final class Ending {

    private Ending() {
    }

    static boolean isEarly(Exchange copy) {
        var more = copy.getExchangeExtension();
        return copy.isRouteStop() || copy.isRollbackOnly() || copy.isRollbackOnlyLast()
                || more.isErrorHandlerHandledSet() && more.isErrorHandlerHandled();
    }
}
