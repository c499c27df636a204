package io.seiexport.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A wire to a server that can be given a fault at any time, for new and for running connections, one fault at a time.
 * Only answers are harmed; their bytes are counted for each connection from the moment the fault is set.
 */
public final class TcpProxy implements AutoCloseable {

    private enum Fault { NONE, LATENCY, TRICKLE, CUT, RESET, STALL, REFUSE }

    private record Wire(Fault fault, long amount) {

        boolean endsAfter(long passed) {
            return switch (fault) {
                case CUT, RESET, STALL -> passed >= amount;
                case REFUSE -> true;
                case NONE, LATENCY, TRICKLE -> false;
            };
        }

        int piece(int count, long passed) {
            return (int) switch (fault) {
                case CUT, RESET, STALL -> Math.min(count, amount - passed);
                case TRICKLE -> Math.min(count, Math.max(1, amount / 20));
                case NONE, LATENCY, REFUSE -> count;
            };
        }

        long delay() {
            return fault == Fault.LATENCY ? amount : 0;
        }

        long pauseAfter(int piece) {
            return fault == Fault.TRICKLE ? TimeUnit.SECONDS.toNanos(piece) / amount : 0;
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final InetSocketAddress target;
    private final Set<Connection> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong requestBytes = new AtomicLong();
    private final AtomicLong responseBytes = new AtomicLong();
    private volatile Wire wire = new Wire(Fault.NONE, 0);

    private TcpProxy(InetSocketAddress target) throws IOException {
        this.target = target;
    }

    /** Listens on a free port of 127.0.0.1 and forwards to {@code host:port}. */
    public static TcpProxy to(String host, int port) throws IOException {
        var proxy = new TcpProxy(new InetSocketAddress(host, port));
        inBackground(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections were accepted, refused ones included. */
    public int connections() {
        return connections.get();
    }

    public long requestBytes() {
        return requestBytes.get();
    }

    public long responseBytes() {
        return responseBytes.get();
    }

    /** Every answer begins that much later. */
    public void latency(Duration latency) {
        become(Fault.LATENCY, latency.toNanos());
    }

    /** Answers come no faster than that. */
    public void trickle(long bytesPerSecond) {
        become(Fault.TRICKLE, bytesPerSecond);
    }

    /** Closes both sides after that many bytes of answers. */
    public void cutAfter(long bytes) {
        become(Fault.CUT, bytes);
    }

    /** Resets the connection after that many bytes of answers, the last of which may be lost. */
    public void resetAfter(long bytes) {
        become(Fault.RESET, bytes);
    }

    /** Sends nothing more after that many bytes of answers, but keeps the connection open. */
    public void stallAfter(long bytes) {
        become(Fault.STALL, bytes);
    }

    /** Closes running connections now and new ones as they come. */
    public void refuse() {
        become(Fault.REFUSE, 0);
        running.forEach(Connection::close);
    }

    /** Takes the fault away. */
    public void none() {
        become(Fault.NONE, 0);
    }

    @Override
    public void close() {
        try (listener) {
            refuse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void become(Fault fault, long amount) {
        wire = new Wire(fault, amount);
        notifyAll();
    }

    private synchronized void awaitChangeOf(Wire old, long nanos) throws InterruptedException {
        var end = System.nanoTime() + nanos;
        for (var left = nanos; wire == old && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private void accept() throws IOException {
        while (true) {
            var connection = new Connection(listener.accept());
            connections.incrementAndGet();
            running.add(connection);
            if (wire.fault == Fault.REFUSE) {
                connection.close();
            } else {
                inBackground(connection::run);
            }
        }
    }

    private static void inBackground(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException closed) {
                // One side, or the test, has closed the socket: that is how the work ends.
            }
        }, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {

        void run() throws IOException, InterruptedException;
    }

    private final class Connection {

        private final Socket client;
        private final Socket server = new Socket();
        private volatile boolean asked;
        private Wire seen = wire;
        private long passed;

        Connection(Socket client) {
            this.client = client;
        }

        void run() throws IOException, InterruptedException {
            try {
                server.connect(target);
                inBackground(this::forwardRequests);
                forwardAnswers();
            } finally {
                close();
            }
        }

        void close() {
            running.remove(this);
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void forwardRequests() throws IOException {
            var bytes = new byte[8192];
            try {
                for (int count; (count = client.getInputStream().read(bytes)) >= 0;) {
                    asked = true;
                    requestBytes.addAndGet(count);
                    server.getOutputStream().write(bytes, 0, count);
                }
                server.shutdownOutput();
            } catch (IOException lost) {
                close();
            }
        }

        private void forwardAnswers() throws IOException, InterruptedException {
            var bytes = new byte[8192];
            var count = 0;
            do {
                count = server.getInputStream().read(bytes);
            } while (count >= 0 && forward(bytes, count));
        }

        /** Hands on a part of an answer as the wire allows, and tells whether the connection goes on. */
        private boolean forward(byte[] answer, int count) throws IOException, InterruptedException {
            var sent = 0;
            while (true) {
                var now = current();
                if (now.endsAfter(passed)) {
                    if (now.fault != Fault.STALL) {
                        client.setSoLinger(now.fault == Fault.RESET, 0);
                        return false;
                    }
                    awaitChangeOf(now, Long.MAX_VALUE);
                } else if (sent == count) {
                    return true;
                } else if (asked) {
                    asked = false;
                    awaitChangeOf(now, now.delay());
                } else {
                    var piece = now.piece(count - sent, passed);
                    // Before whoever reads it can ask how many there were.
                    responseBytes.addAndGet(piece);
                    client.getOutputStream().write(answer, sent, piece);
                    passed += piece;
                    sent += piece;
                    awaitChangeOf(now, now.pauseAfter(piece));
                }
            }
        }

        private Wire current() {
            var now = wire;
            if (now != seen) {
                seen = now;
                passed = 0;
            }
            return now;
        }
    }
}
