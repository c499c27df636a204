package io.seiexport.job;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;

/** Explains a refused request for a single day: the server may want an end that is after the start. */
final class OneDay {
    private OneDay() {
    }

    /** The same failure, with the settings that help if it is of such a request. */
    static Failure explained(Failure failure, Exchange exchange) {
        var export = Export.of(exchange);
        if (failure.reason() != Reason.BAD_REQUEST || export == null || !ApiCall.of(exchange).isPost()
                || !export.window().start().equals(export.window().end()) || endsWithTheNextDay(export)) {
            return failure;
        }
        var key = "export." + export.domain();
        return new Failure(failure.reason(), failure.sentence() + "; the request starts and ends on the same day: if "
                + "the server wants an end after the start, set " + key + ".range-end=next-day, or a longer "
                + key + ".window");
    }

    private static boolean endsWithTheNextDay(Export export) {
        return export.request().contains("\"" + export.window().end().plusDays(1) + "\"");
    }
}
