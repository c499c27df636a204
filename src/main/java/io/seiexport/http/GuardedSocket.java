package io.seiexport.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;

/** A socket that can say whether its other side has ended it: below TLS that is the only sign of an end cut short. */
final class GuardedSocket extends Socket {
    private volatile boolean ended;

    GuardedSocket(Proxy proxy) {
        super(proxy == null ? Proxy.NO_PROXY : proxy);
    }

    /** Whether a reader was told that nothing more comes. */
    boolean ended() {
        return ended;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new HeededEnd(super.getInputStream(), () -> ended = true);
    }
}
