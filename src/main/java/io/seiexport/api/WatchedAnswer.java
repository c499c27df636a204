package io.seiexport.api;

import java.io.IOException;
import java.io.InputStream;

import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** An answer whose body is read under watch. */
final class WatchedAnswer extends HttpEntityWrapper {
    private final WatchedCall call;
    private final Allowance allowance;
    private InputStream content;

    WatchedAnswer(HttpEntity answer, WatchedCall call, Allowance allowance) {
        super(answer);
        this.call = call;
        this.allowance = allowance;
    }

    @Override
    public InputStream getContent() throws IOException {
        if (content == null) {
            content = new WatchedContent(super.getContent(), getContentLength(), call, allowance);
        }
        return content;
    }
}
