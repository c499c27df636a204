package io.seiexport.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of this machine at which nobody listens, and that nobody else is given until it is closed. */
public final class SilentPort implements AutoCloseable {
    private final Socket holder = new Socket();

    public SilentPort() throws IOException {
        holder.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    public int number() {
        return holder.getLocalPort();
    }

    /** From now on somebody may listen at it. */
    public void release() throws IOException {
        holder.close();
    }

    @Override
    public void close() throws IOException {
        release();
    }
}
