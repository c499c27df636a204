package io.seiexport.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A simulator of the Harness SEI export API, on this machine only. */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 1024;

    private final Options options;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Faults faults = new Faults();
    private final CallLog journal = new CallLog();
    private final Jobs jobs;
    private final Api api;

    private Sandbox(Options options, HttpServer server) {
        this.options = options;
        this.server = server;
        this.jobs = new Jobs(options);
        this.api = new Api(options, jobs);
        this.threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "sandbox");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a sandbox on a port of 127.0.0.1, on a free one if the port is 0. */
    public static Sandbox start(int port) {
        return start(port, Options.defaults());
    }

    public static Sandbox start(int port, Options options) {
        try {
            // Measured: without it each answer on a kept connection takes 40 ms, headers and body being two packets.
            System.setProperty("sun.net.httpserver.nodelay", "true");
            var address = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
            var sandbox = new Sandbox(options, HttpServer.create(address, BACKLOG));
            sandbox.server.createContext("/", sandbox::handle);
            sandbox.server.setExecutor(sandbox.threads);
            sandbox.server.start();
            return sandbox;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sandbox cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    /** The base URL, without a slash at its end. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Faults faults() {
        return faults;
    }

    /** The latest calls, the oldest first, whatever became of them. */
    public List<ReceivedCall> received() {
        return journal.received();
    }

    /** How many calls of a kind arrived in a domain, whatever became of them. */
    public int count(Call call, String domain) {
        return journal.countOf(call, Domain.named(domain));
    }

    /** How many jobs each request of a domain led to; the keys are the request bodies. */
    public Map<String, Long> jobsPerRequest(String domain) {
        return jobs.of(Domain.named(domain)).stream().map(SimulatedJob::request)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().body().toString(), Map.Entry::getValue, Long::max));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var received = ReceivedCall.from(exchange, Api.MAX_BODY + 1, options.clock().instant());
        journal.add(received);
        try {
            var route = Route.of(received.method(), received.path(), options.sprintPaths());
            journal.count(route.call(), route.domain());
            var fault = faults.take(route, api.team(route, received));
            send(exchange, fault.run(twist -> api.answer(route, received, twist), received));
        } catch (Refused refused) {
            send(exchange, refused.answer());
        } catch (RuntimeException e) {
            LOG.error("The sandbox failed at {} {}", received.method(), received.path(), e);
            throw new IOException("The sandbox failed", e);
        }
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
