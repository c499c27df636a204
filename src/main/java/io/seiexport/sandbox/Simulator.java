package io.seiexport.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A simulator of the Harness SEI export API, on this machine only. */
public class Simulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 1024;

    final Options options;
    final Jobs jobs;
    final OrgTrees trees = new OrgTrees();
    final Api api;
    private final HttpServer server;
    private final ExecutorService threads;

    /** One that listens on a port of 127.0.0.1, on a free one if the port is 0, and answers once it has begun. */
    Simulator(int port, Options options) {
        this.options = options;
        this.jobs = new Jobs(options);
        this.api = new Api(options, jobs, trees);
        this.threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "sandbox");
            thread.setDaemon(true);
            return thread;
        });
        try {
            // Measured: without it each answer on a kept connection takes 40 ms, headers and body being two packets.
            System.setProperty("sun.net.httpserver.nodelay", "true");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sandbox cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    public static Simulator start(int port) {
        return start(port, Options.defaults(), List.of());
    }

    public static Simulator start(int port, Options options) {
        return start(port, options, List.of());
    }

    /** One whose organization lacks these teams. */
    public static Simulator start(int port, Options options, List<String> withoutTeams) {
        var simulator = new Simulator(port, options);
        withoutTeams.forEach(simulator.trees::remove);
        simulator.begin();
        return simulator;
    }

    final void begin() {
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** The base URL, without a slash at its end. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var received = ReceivedCall.from(exchange, Api.MAX_BODY + 1, options.clock().instant());
        try {
            send(exchange, answer(received));
        } catch (Refused refused) {
            send(exchange, refused.answer());
        } catch (RuntimeException e) {
            LOG.error("The sandbox failed at {} {}", received.method(), received.path(), e);
            throw new IOException("The sandbox failed", e);
        }
    }

    /** What a call is answered; an exception closes its connection. */
    Answer answer(ReceivedCall received) throws IOException {
        return api.answer(route(received), received, Deviation.NONE);
    }

    final Route route(ReceivedCall received) {
        return Route.of(received.method(), received.path(), options.sprintPaths());
    }

    /** An exception on the way leaves the exchange open on purpose: the server then closes the connection. */
    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        LOG.debug("{} {} -> {}", exchange.getRequestMethod(), exchange.getRequestURI().getPath(), answer.status());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        boolean empty = answer.length() == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : Math.max(answer.length(), 0));
        var out = exchange.getResponseBody();
        if (!empty) {
            answer.body().writeTo(out);
        }
        out.flush();
        out.close();
    }
}
