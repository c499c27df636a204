package io.seiexport.plan;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Writes the fields of a request as parameters of an address, because a GET has no body. */
final class Parameters {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Parameters() {
    }

    /** All of them behind this sign, in the order of the request; nothing where there are none. */
    static String of(String request, String sign) {
        try {
            return JSON.readTree(request).properties().stream()
                    .map(field -> encoded(field.getKey()) + "=" + encoded(value(field.getValue())))
                    .collect(Collectors.collectingAndThen(Collectors.joining("&"),
                            all -> all.isEmpty() ? "" : sign + all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is always written as JSON", e);
        }
    }

    /** Of a list, one value behind the other. */
    private static String value(JsonNode node) {
        return node.isArray() ? node.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
                : node.isValueNode() ? node.asText() : node.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
