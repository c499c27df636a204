package io.seiexport.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** One HTTP answer: status, headers, and a body that is written when it is sent; its length is -1 when unknown. */
record Answer(int status, Map<String, String> headers, long length, Body body) {

    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static Answer of(int status, String contentType, long length, Body body) {
        return new Answer(status, Map.of("Content-Type", contentType), length, body);
    }

    static Answer bytes(int status, String contentType, byte[] bytes) {
        return of(status, contentType, bytes.length, out -> out.write(bytes));
    }

    static Answer json(int status, JsonNode json) {
        return bytes(status, "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Answer error(int status, String message) {
        return json(status, JsonNodeFactory.instance.objectNode()
                .put("status", status)
                .put("error", reason(status))
                .put("message", message)
                .put("errorId", UUID.randomUUID().toString()));
    }

    Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, length, body);
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 413 -> "Payload Too Large";
            case 415 -> "Unsupported Media Type";
            default -> "Error";
        };
    }
}
