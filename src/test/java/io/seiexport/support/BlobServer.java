package io.seiexport.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A server that speaks so much of Azure Blob Storage as a sink needs: block blobs in one piece or in blocks, ranges,
 * and calls that are signed with the key of the account, or bring a signature that it gives out. It keeps all in memory.
 */
public final class BlobServer implements AutoCloseable {
    private static final String ACCOUNT = "exporter";
    private static final String KEY = "ZXhwb3J0ZXJzLWtleS1mb3ItdGhlLWJsb2ItdGVzdHM=";
    private static final String CONTAINER = "exports";
    private static final String SIGNATURE = "c2lnbmF0dXJlLW9mLXRoZS1hY2NvdW50";
    private static final Pattern LATEST = Pattern.compile("<Latest>([^<]+)</Latest>");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private record Blob(byte[] bytes, String type, int version) {
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final StorageSharedKeyCredential owner = new StorageSharedKeyCredential(ACCOUNT, KEY);
    private final Map<String, Blob> blobs = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
    private final AtomicInteger versions = new AtomicInteger();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private BlobServer(HttpServer server) {
        this.server = server;
    }

    public static BlobServer start() throws IOException {
        var blobs = new BlobServer(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        blobs.server.createContext("/", blobs::handle);
        blobs.server.setExecutor(blobs.threads);
        blobs.server.start();
        return blobs;
    }

    /** That of the account. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + ACCOUNT);
    }

    public String account() {
        return ACCOUNT;
    }

    public String key() {
        return KEY;
    }

    /** One that lets in whoever has it. */
    public String sasToken() {
        return "sv=2026-01-01&sp=rcwd&sig=" + SIGNATURE;
    }

    public String container() {
        return CONTAINER;
    }

    /** The names of all blobs, sorted. */
    public List<String> names() {
        return List.copyOf(blobs.keySet());
    }

    public byte[] blob(String name) {
        return blobs.get(name).bytes();
    }

    public String type(String name) {
        return blobs.get(name).type();
    }

    public void put(String name, byte[] bytes) {
        blobs.put(name, new Blob(bytes, "", versions.incrementAndGet()));
    }

    public void delete(String name) {
        blobs.remove(name);
    }

    /** Method, name and what is asked for, in the order of their coming. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var sent = exchange.getRequestBody().readAllBytes();
            var root = "/" + ACCOUNT + "/" + CONTAINER + "/";
            var path = exchange.getRequestURI().getPath();
            var query = query(exchange.getRequestURI());
            calls.add(exchange.getRequestMethod() + " " + path.replace(root, "")
                    + (query.containsKey("comp") ? " " + query.get("comp") : ""));
            if (!SIGNATURE.equals(query.get("sig")) && !isSigned(exchange)) {
                refuse(exchange, 403, "AuthenticationFailed");
            } else if (!path.startsWith(root)) {
                refuse(exchange, 404, "ContainerNotFound");
            } else {
                answer(exchange, path.substring(root.length()), query, sent);
            }
        }
    }

    private void answer(HttpExchange exchange, String name, Map<String, String> query, byte[] sent)
            throws IOException {
        var comp = query.getOrDefault("comp", "");
        if (exchange.getRequestMethod().equals("PUT") && comp.equals("block")) {
            blocks.put(name + "\n" + query.get("blockid"), sent);
            exchange.sendResponseHeaders(201, -1);
        } else if (exchange.getRequestMethod().equals("PUT")) {
            keep(exchange, name, comp.equals("blocklist") ? joined(name, new String(sent, UTF_8)) : sent);
        } else if (!blobs.containsKey(name)) {
            refuse(exchange, 404, "BlobNotFound");
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            blobs.remove(name);
            exchange.sendResponseHeaders(202, -1);
        } else {
            give(exchange, blobs.get(name));
        }
    }

    private byte[] joined(String name, String list) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var block : LATEST.matcher(list).results().map(found -> found.group(1)).toList()) {
            bytes.write(blocks.remove(name + "\n" + block));
        }
        return bytes.toByteArray();
    }

    private void keep(HttpExchange exchange, String name, byte[] bytes) throws IOException {
        var blob = new Blob(bytes, exchange.getRequestHeaders().getFirst("x-ms-blob-content-type"),
                versions.incrementAndGet());
        blobs.put(name, blob);
        describe(exchange, blob);
        exchange.sendResponseHeaders(201, -1);
    }

    private static void give(HttpExchange exchange, Blob blob) throws IOException {
        var asked = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("x-ms-range")));
        var length = blob.bytes().length;
        var from = asked.matches() ? Integer.parseInt(asked.group(1)) : 0;
        var to = asked.matches() && !asked.group(2).isEmpty()
                ? (int) Math.min(length, Long.parseLong(asked.group(2)) + 1) : length;
        describe(exchange, blob);
        exchange.getResponseHeaders().set("x-ms-blob-type", "BlockBlob");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + length);
        exchange.sendResponseHeaders(asked.matches() ? 206 : 200, to - from);
        exchange.getResponseBody().write(blob.bytes(), from, to - from);
    }

    private static void describe(HttpExchange exchange, Blob blob) {
        exchange.getResponseHeaders().set("ETag", "\"0x" + blob.version() + "\"");
        exchange.getResponseHeaders().set("Last-Modified", "Fri, 15 May 2026 12:00:00 GMT");
        exchange.getResponseHeaders().set("x-ms-request-server-encrypted", "true");
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        var body = ("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code><Message>no</Message>"
                + "</Error>").getBytes(UTF_8);
        exchange.getResponseHeaders().set("x-ms-error-code", code);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        var hasBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(body);
        }
    }

    /** By the rules of the account's key. */
    private boolean isSigned(HttpExchange exchange) throws IOException {
        var headers = new HttpHeaders();
        exchange.getRequestHeaders().forEach((name, values) ->
                headers.set(HttpHeaderName.fromString(name), values));
        var url = URI.create("http://127.0.0.1" + exchange.getRequestURI()).toURL();
        return owner.generateAuthorizationHeader(url, exchange.getRequestMethod(), headers, false)
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static Map<String, String> query(URI address) {
        var query = new HashMap<String, String>();
        if (address.getRawQuery() != null) {
            for (var part : address.getRawQuery().split("&")) {
                var pair = part.split("=", 2);
                query.put(pair[0], URLDecoder.decode(pair.length > 1 ? pair[1] : "", UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
