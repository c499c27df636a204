package io.seiexport.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Stands before an HTTP server, hands everything on as it is, signatures included, and refuses what it is told to. */
public final class FaultyFront implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection", "content-length", "expect", "transfer-encoding", "date");

    private static final int DROP = 0;

    /** A call that has come: method and address, and headers. */
    public record Call(String line, Headers headers) {
    }

    private final URI target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CloseableHttpClient client = HttpClients.custom().disableAutomaticRetries().build();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger left = new AtomicInteger();
    private volatile Predicate<String> refuse = call -> false;
    private volatile int status;
    private volatile String body;

    private FaultyFront(URI target, HttpServer server) {
        this.target = target;
        this.server = server;
    }

    public static FaultyFront before(URI target) throws IOException {
        var front = new FaultyFront(target, HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        front.server.createContext("/", front::handle);
        front.server.setExecutor(front.threads);
        front.server.start();
        return front;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers the next so many calls, of which method and address match, without handing them on. */
    public void refuse(int calls, Predicate<String> which, int withStatus, String withBody) {
        status = withStatus;
        body = withBody;
        refuse = which;
        left.set(calls);
    }

    /** Closes the connection of the next so many calls, of which method and address match, amid what they send. */
    public void drop(int calls, Predicate<String> which) {
        refuse(calls, which, DROP, "");
    }

    /** Method and address of each refused call. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    /** All calls, in the order of their coming. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            calls.add(new Call(call, exchange.getRequestHeaders()));
            var isRefused = refuse.test(call) && left.getAndDecrement() > 0;
            if (isRefused) {
                refused.add(call);
            }
            if (isRefused && status == DROP) {
                exchange.getRequestBody().readNBytes(1024);
                throw new IOException("Dropped, as the test says");
            }
            var sent = exchange.getRequestBody().readAllBytes();
            if (isRefused) {
                answer(exchange, status, body.getBytes());
            } else {
                handOn(exchange, sent);
            }
        }
    }

    private void handOn(HttpExchange exchange, byte[] sent) throws IOException {
        var request = ClassicRequestBuilder.create(exchange.getRequestMethod())
                .setUri(target + exchange.getRequestURI().toString());
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase())) {
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        if (sent.length > 0) {
            request.setEntity(sent, null);
        }
        client.execute(request.build(), response -> {
            for (var header : response.getHeaders()) {
                var name = header.getName().toLowerCase();
                if (!OF_THE_CONNECTION.contains(name) || name.equals("content-length") && isHead(exchange)) {
                    exchange.getResponseHeaders().add(header.getName(), header.getValue());
                }
            }
            var entity = response.getEntity();
            answer(exchange, response.getCode(), entity == null ? new byte[0] : EntityUtils.toByteArray(entity));
            return null;
        });
    }

    /** What it answers has a length and no body. */
    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    private static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
