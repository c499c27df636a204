package io.seiexport.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An HTTP server on bare sockets, over TLS or not: what it answers are any bytes at any time. */
public final class RawServer implements AutoCloseable {

    /** What is answered to a call; an exception closes the connection. */
    public interface Answers {
        void to(Call call) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final SSLContext tls;
    private final Answers answers;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();

    private RawServer(SSLContext tls, Answers answers) throws IOException {
        this.tls = tls;
        this.answers = answers;
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    public static RawServer start(Answers answers) throws IOException {
        return start(null, answers);
    }

    /** Over TLS, if there is a context for it. */
    public static RawServer start(SSLContext tls, Answers answers) throws IOException {
        var server = new RawServer(tls, answers);
        inBackground(server::accept);
        return server;
    }

    public URI address() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + listener.getLocalPort());
    }

    /** In the order of their coming. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How many connections were made to it. */
    public int connections() {
        return connections.size();
    }

    /** Bytes of all answers that left this side. */
    public long sent() {
        return sent.get();
    }

    /** The bytes of a whole answer with its length. */
    public static byte[] answer(int status, String contentType, byte[] body) {
        return joined(head("HTTP/1.1 " + status + " Any", "Content-Type: " + contentType,
                "Content-Length: " + body.length), body);
    }

    /** A status line and headers, and the empty line after them. */
    public static byte[] head(String... lines) {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    public static byte[] joined(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (var part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (var connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (true) {
            var socket = listener.accept();
            connections.add(socket);
            var number = connections.size();
            inBackground(() -> serve(socket, number));
        }
    }

    private void serve(Socket socket, int number) throws IOException, InterruptedException {
        try (socket) {
            socket.setTcpNoDelay(true);
            var secured = tls == null ? socket : secured(socket);
            var in = new BufferedInputStream(secured.getInputStream());
            var on = 1;
            for (var call = read(in, number, on, socket, secured); call != null;
                    call = read(in, number, ++on, socket, secured)) {
                calls.add(call);
                answers.to(call);
                if (call.wantsTheEnd()) {
                    call.end();
                }
            }
        }
    }

    private Socket secured(Socket socket) throws IOException {
        var secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, false);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private Call read(InputStream in, int number, int on, Socket socket, Socket secured) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        var length = head.toString().lines().filter(line -> line.toLowerCase().startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
        var first = head.substring(0, head.indexOf("\r\n")).split(" ");
        return new Call(number, on, first[0], first[1], head.toString(), in.readNBytes(length), socket, secured, sent);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void inBackground(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException closed) {
                // One side, or the test, has closed the socket: that is how the work ends.
            }
        }, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A request as it came, and the way back to who sent it; connections, and the calls on each, are counted from 1.
     */
    public record Call(int connection, int number, String method, String target, String head, byte[] bytes,
            Socket socket, Socket secured, AtomicLong sent) {

        public String path() {
            return target.replaceFirst("\\?.*", "");
        }

        public String body() {
            return new String(bytes, UTF_8);
        }

        public boolean isDownload() {
            return path().endsWith("/download");
        }

        /** Whether it says that it is the last one on its connection. */
        public boolean wantsTheEnd() {
            return head.toLowerCase().contains("\r\nconnection: close");
        }

        public void send(byte[] answer) throws IOException {
            OutputStream out = secured.getOutputStream();
            out.write(answer);
            out.flush();
            sent.addAndGet(answer.length);
        }

        /** Ends the connection as its protocol wants it. */
        public void end() throws IOException {
            secured.close();
            socket.close();
        }

        /** Ends the connection without a word of TLS. */
        public void cut() throws IOException {
            socket.close();
        }
    }
}
