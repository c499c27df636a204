package io.seiexport.http;

import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/** Lets calls without a body say their content type, too, which Camel takes for a word about the body. */
public final class CallHeaders extends HttpHeaderFilterStrategy {

    public CallHeaders() {
        getOutFilter().removeIf(Exchange.CONTENT_TYPE::equalsIgnoreCase);
    }
}
