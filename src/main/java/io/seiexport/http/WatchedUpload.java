package io.seiexport.http;

import java.io.IOException;
import java.io.OutputStream;

import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** A body on its way to a server that tells when all of it was sent. */
final class WatchedUpload extends HttpEntityWrapper {
    private final Runnable sent;

    WatchedUpload(HttpEntity body, Runnable sent) {
        super(body);
        this.sent = sent;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        super.writeTo(out);
        sent.run();
    }
}
