package io.seiexport.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A call as it arrived; header names are found in any letter case. */
public record ReceivedCall(String method, String path, Map<String, String> query, Map<String, String> headers,
                       String body, Instant at) {

    static ReceivedCall from(HttpExchange exchange, int maxBytes, Instant at) throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        var body = new String(exchange.getRequestBody().readNBytes(maxBytes), StandardCharsets.UTF_8);
        var uri = exchange.getRequestURI();
        return new ReceivedCall(exchange.getRequestMethod(), uri.getPath(), parse(uri.getRawQuery()),
                Collections.unmodifiableMap(headers), body, at);
    }

    private static Map<String, String> parse(String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : query == null ? new String[0] : query.split("&")) {
            var parts = pair.split("=", 2);
            parameters.putIfAbsent(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
