package io.seiexport.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Stands before an HTTP server and hands all on as it is, but for the line with the Date: the one of Java shows no
 * other time than that of this machine.
 */
public final class DatedFront implements AutoCloseable {
    private static final DateTimeFormatter IN_HTTP =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);
    private static final String DATE = "Date: ";

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final URI target;
    private final Supplier<String> line;

    private DatedFront(URI target, Supplier<String> line) throws IOException {
        this.target = target;
        this.line = line;
    }

    /** The server then shows this time. */
    public static DatedFront before(URI server, InstantSource clock) throws IOException {
        return before(server, () -> DATE + IN_HTTP.format(clock.instant()));
    }

    /** Any other header, or none if it is empty, in place of the Date of each answer. */
    public static DatedFront before(URI server, Supplier<String> line) throws IOException {
        var front = new DatedFront(server, line);
        inBackground(front::accept);
        return front;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            var caller = listener.accept();
            var server = new Socket(target.getHost(), target.getPort());
            caller.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(caller);
            sockets.add(server);
            inBackground(() -> pass(caller, server, false));
            inBackground(() -> pass(server, caller, true));
        }
    }

    private void pass(Socket from, Socket to, boolean dated) throws IOException {
        try (from; to) {
            var in = new BufferedInputStream(from.getInputStream());
            var out = new BufferedOutputStream(to.getOutputStream());
            if (dated) {
                passLines(in, out);
            } else {
                for (var next = in.read(); next >= 0; next = in.read()) {
                    out.write(next);
                    flushIfAll(in, out);
                }
            }
            out.flush();
            to.shutdownOutput();
        }
    }

    /** A line is held back only as long as it may become the one with the Date. */
    private void passLines(InputStream in, OutputStream out) throws IOException {
        var held = new ByteArrayOutputStream();
        var begins = true;
        for (var next = in.read(); next >= 0; next = in.read()) {
            held.write(next);
            var text = held.toString(ISO_8859_1);
            if (begins && next != '\n' && (DATE.startsWith(text) || text.startsWith(DATE) && text.length() < 60)) {
                continue;
            }
            if (begins && text.startsWith(DATE) && next == '\n') {
                var other = line.get();
                out.write((other.isEmpty() ? "" : other + "\r\n").getBytes(ISO_8859_1));
            } else {
                held.writeTo(out);
            }
            held.reset();
            begins = next == '\n';
            flushIfAll(in, out);
        }
        held.writeTo(out);
    }

    private static void flushIfAll(InputStream in, OutputStream out) throws IOException {
        if (in.available() == 0) {
            out.flush();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // either side has hung up, which is its right
            }
        }, "dated-front");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try (listener) {
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
