package io.seiexport.support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A real HTTP server that keeps in a folder what is put there by whoever has its token, and gives it back. */
public final class FileServer implements AutoCloseable {
    private static final String PREFIX = "/files";
    private static final String TOKEN = "Bearer token-of-the-file-server";

    /** A call that has come: its method and path, and its headers. */
    public record Call(String line, Headers headers) {
    }

    private final HttpServer server;
    private final Path root;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile boolean takesOnly;

    private FileServer(HttpServer server, Path root) {
        this.server = server;
        this.root = root;
    }

    public static FileServer start(Path root) throws IOException {
        var files = new FileServer(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0),
                Files.createDirectories(root));
        files.server.createContext("/", files::handle);
        files.server.setExecutor(files.threads);
        files.server.start();
        return files;
    }

    /** Where files are put below; without a slash at its end. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PREFIX);
    }

    public String token() {
        return TOKEN;
    }

    public Path root() {
        return root;
    }

    /** From now on it answers 405 to whatever is no PUT. */
    public void takeOnly() {
        takesOnly = true;
    }

    /** In the order of their coming. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            calls.add(new Call(exchange.getRequestMethod() + " " + path, exchange.getRequestHeaders()));
            if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401);
            } else if (!path.startsWith(PREFIX + "/") || path.contains("..")) {
                answer(exchange, 404);
            } else {
                answer(exchange, root.resolve(path.substring(PREFIX.length() + 1)));
            }
        }
    }

    private void answer(HttpExchange exchange, Path file) throws IOException {
        var method = exchange.getRequestMethod();
        if (takesOnly && !method.equals("PUT")) {
            answer(exchange, 405);
        } else if (method.equals("PUT")) {
            put(exchange, file);
        } else if (!Files.isRegularFile(file)) {
            answer(exchange, 404);
        } else if (method.equals("DELETE")) {
            Files.delete(file);
            answer(exchange, 204);
        } else {
            give(exchange, file);
        }
    }

    private static void put(HttpExchange exchange, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (var body = exchange.getRequestBody()) {
            Files.copy(body, unfinished, StandardCopyOption.REPLACE_EXISTING);
        }
        var isNew = !Files.exists(file);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        answer(exchange, isNew ? 201 : 204);
    }

    private static void give(HttpExchange exchange, Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            answer(exchange, 200);
        } else {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
