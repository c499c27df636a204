package io.seiexport.job;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.apache.camel.model.Model;

/** Explains a request for an export that the server does not know: most likely its domain has another path there. */
final class UnknownPath {
    private UnknownPath() {
    }

    /** The same failure, with the word to check first if it is of such a request. */
    static Failure explained(Failure failure, Exchange exchange) {
        var export = Export.of(exchange);
        if (failure.reason() != Reason.NOT_FOUND || export == null || !Paths.asks(exchange)
                || !failure.sentence().endsWith(Failure.CHECK_ADDRESS)) {
            return failure;
        }
        var said = failure.sentence().substring(0, failure.sentence().length() - Failure.CHECK_ADDRESS.length());
        return new Failure(failure.reason(), said + "; check whether the API has " + shown(export) + ", which is the "
                + "property " + (export.report() == null ? "paths" : "report") + " of the domain " + export.domain()
                + " in " + file(exchange, export) + ", and then sei.base-url");
    }

    private static String shown(Export export) {
        return export.report() != null ? export.report().toString()
                : "/v2/insights/" + String.join("/exports or /v2/insights/", export.paths()) + "/exports";
    }

    private static String file(Exchange exchange, Export export) {
        var route = exchange.getContext().getCamelContextExtension().getContextPlugin(Model.class)
                .getRouteDefinition("export-" + export.domain().replaceFirst("\\..*", ""));
        return route == null || route.getResource() == null ? "routes/exports/"
                : route.getResource().getLocation().replaceFirst("^file:", "");
    }
}
