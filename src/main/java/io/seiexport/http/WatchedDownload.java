package io.seiexport.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** A download whose body is read under watch. */
final class WatchedDownload extends HttpEntityWrapper {
    private final WatchedCall call;
    private final Duration stallTimeout;
    private InputStream content;

    WatchedDownload(HttpEntity answer, WatchedCall call, Duration stallTimeout) {
        super(answer);
        this.call = call;
        this.stallTimeout = stallTimeout;
    }

    @Override
    public InputStream getContent() throws IOException {
        if (content == null) {
            content = new WatchedContent(super.getContent(), getContentLength(), call, stallTimeout);
        }
        return content;
    }
}
