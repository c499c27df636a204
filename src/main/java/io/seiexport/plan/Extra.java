package io.seiexport.plan;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/**
 * The fields that settings add to each request of a domain, so that a new one of the API needs no release:
 * {@code export.<domain>.extra.<path>} puts a value at that path, in place of what is there.
 *
 * @param fields the value by its path, whose names have dots between them
 */
record Extra(Domain domain, Map<String, JsonNode> fields) {
    static final Extra NONE = new Extra(new Domain(), Map.of());
    private static final String FORMAT = "options.format";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    Extra {
        fields = new TreeMap<>(fields);
    }

    /** Those of the domain and of its variant; refuses each that would contradict what the ledger says. */
    static Extra read(Domain domain, Settings settings, Set<String> naming) {
        var findings = Findings.orNull(settings);
        var fields = new TreeMap<String, JsonNode>();
        for (var path : paths(domain, settings)) {
            var key = domain.key("extra." + path);
            var value = findings.read(given -> value(key, given.text(key)));
            if (value != null && !value.isMissingNode()) {
                findings.read(given -> demandFree(domain, path, naming));
                fields.put(path, value);
            }
        }
        findings.demandNone();
        return new Extra(domain, fields);
    }

    private static Set<String> paths(Domain domain, Settings settings) {
        var paths = new TreeSet<String>();
        Stream.of(domain.key("extra."), domain.keyOfAll("extra.")).map(settings::endsOf).forEach(paths::addAll);
        return paths;
    }

    /** Numbers, true, false, null, lists and objects as JSON has them, all else a text; nothing adds no field. */
    private static JsonNode value(String key, String text) {
        if (text.isEmpty()) {
            return JsonNodeFactory.instance.missingNode();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            if (text.matches("(?s)[\\[{\"].*")) {
                throw new SettingException(key, text, "this begins like JSON and is not valid: "
                        + e.getOriginalMessage());
            }
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    private static Object demandFree(Domain domain, String path, Set<String> naming) {
        var key = domain.key("extra." + path);
        if (Stream.of(path.split("\\.", -1)).anyMatch(String::isBlank)) {
            throw new SettingException(key + " names no field: between the dots of a path there are names");
        }
        for (var place : naming) {
            if (isWithin(path, place) || isWithin(place, path)) {
                throw refused(domain, path, place);
            }
        }
        for (var place : Set.of("scope", "dateRange")) {
            if (isWithin(path, place)) {
                throw refused(domain, path, place);
            }
        }
        return path;
    }

    private static boolean isWithin(String path, String other) {
        return path.equals(other) || path.startsWith(other + ".");
    }

    private static SettingException refused(Domain domain, String path, String place) {
        return new SettingException(domain.key("extra." + path) + " would change " + place + " of the request, so that "
                + "a file holds something else than its name and the ledger say; " + (place.endsWith("granularity")
                        ? domain.keyOfAll("granularity") + " sets it"
                        : domain.keyOfAll("scopes") + " and " + domain.keyOfAll("window") + " set what is exported"));
    }

    /** The request with these fields, always in the same order. */
    JsonNode addedTo(JsonNode request) {
        if (fields.isEmpty()) {
            return request;
        }
        var root = request instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        fields.forEach((path, value) -> add(root, path, value));
        return root;
    }

    private void add(ObjectNode root, String path, JsonNode value) {
        var names = path.split("\\.");
        var parent = root;
        for (var depth = 0; depth < names.length - 1; depth++) {
            parent = below(parent, names, depth, path);
        }
        parent.set(names[names.length - 1], value.deepCopy());
        demandCsv(root, path);
    }

    private ObjectNode below(ObjectNode parent, String[] names, int depth, String path) {
        var child = parent.path(names[depth]);
        if (child.isMissingNode()) {
            return parent.putObject(names[depth]);
        }
        if (child instanceof ObjectNode object) {
            return object;
        }
        throw new SettingException(key(path) + " names a field below " + String.join(".",
                Arrays.copyOf(names, depth + 1)) + ", which is " + (child.isArray() ? "a list" : "a value")
                + " in the request; give all of it as JSON instead");
    }

    private void demandCsv(ObjectNode root, String path) {
        var format = root.at("/options/format");
        if (isWithin(FORMAT, path) && !format.isMissingNode() && !format.asText().equalsIgnoreCase("csv")) {
            throw new SettingException(key(path), format.isTextual() ? format.asText() : format.toString(),
                    Format.ONLY_CSV + domain.key("transform-format"));
        }
    }

    private String key(String path) {
        return domain.key("extra." + path);
    }
}
