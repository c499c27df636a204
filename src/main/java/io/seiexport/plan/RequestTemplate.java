package io.seiexport.plan;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/**
 * Makes the requests of one domain from the body that it declares, with places for settings, scope and dates.
 * A place whose setting is empty is left out of the request.
 */
final class RequestTemplate {
    /** ASCII only: Camel's HTTP client writes a text in the character set of the answer that came before it. */
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Set<String> COMMON = Set.of(
            "enabled", "cron", "scopes", "window", "closing-lag", "since", "settle", "granularity", "expect-columns",
            "sinks", "transform", "transform-format", "columns.keep", "columns.drop", "columns.rename", "columns.hash");
    private static final Set<String> GIVEN = Set.of("scope", "start", "end");

    private final Domain domain;
    private final JsonNode template;
    private final Settings settings;

    RequestTemplate(Domain domain, Settings settings) {
        this.domain = domain;
        this.settings = settings;
        try {
            template = JSON.readTree(domain.request());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the request of " + domain.route() + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The keys of the settings that every domain has, and of those that this template has places for. */
    Set<String> keys() {
        var keys = places();
        COMMON.forEach(name -> keys.add(key(name)));
        return keys;
    }

    /** The keys of those that it has places for. */
    Set<String> places() {
        var keys = new TreeSet<String>();
        collectKeys(template, keys);
        return keys;
    }

    private void collectKeys(JsonNode node, Set<String> keys) {
        if (node.isTextual()) {
            Field.in(node.textValue()).filter(field -> !GIVEN.contains(field.name()))
                    .ifPresent(field -> keys.add(key(field.name())));
        }
        node.forEach(child -> collectKeys(child, keys));
    }

    /** The request for one scope and window: the same text for the same settings, byte for byte. */
    String request(Scope scope, Window window) {
        try {
            return JSON.writeValueAsString(fill(template, scope, window));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    private JsonNode fill(JsonNode node, Scope scope, Window window) {
        if (node instanceof ObjectNode object) {
            return fillObject(object, scope, window);
        }
        if (node instanceof ArrayNode array) {
            return onlyField(array).map(this::values).orElseGet(() -> fillArray(array, scope, window));
        }
        if (node.isTextual()) {
            return Field.in(node.textValue()).map(field -> value(field, scope, window)).orElse(node);
        }
        return node;
    }

    private static Optional<Field> onlyField(ArrayNode array) {
        return array.size() == 1 && array.get(0).isTextual()
                ? Field.in(array.get(0).textValue()).filter(field -> !GIVEN.contains(field.name()))
                : Optional.empty();
    }

    private JsonNode fillArray(ArrayNode array, Scope scope, Window window) {
        var filled = NODES.arrayNode();
        array.forEach(element -> {
            var value = fill(element, scope, window);
            if (!value.isMissingNode()) {
                filled.add(value);
            }
        });
        return filled.isEmpty() ? NODES.missingNode() : filled;
    }

    private JsonNode fillObject(ObjectNode object, Scope scope, Window window) {
        var filled = NODES.objectNode();
        object.properties().forEach(entry -> {
            var value = fill(entry.getValue(), scope, window);
            if (!value.isMissingNode()) {
                filled.set(entry.getKey(), value);
            }
        });
        return filled.isEmpty() ? NODES.missingNode() : filled;
    }

    private JsonNode value(Field field, Scope scope, Window window) {
        return switch (field.name()) {
            case "start" -> NODES.textNode(window.start().toString());
            case "end" -> NODES.textNode(window.end().toString());
            case "scope" -> scope(field, scope);
            default -> setting(field);
        };
    }

    private JsonNode scope(Field field, Scope scope) {
        if (!field.allowed().contains(scope.kind())) {
            throw new SettingException(key("scopes"), scope.toString(),
                    domain + " takes " + String.join(" or ", field.allowed()) + ", one of them per scope");
        }
        return scope.json(settings.org(), settings.project());
    }

    private JsonNode setting(Field field) {
        var value = settings.text(key(field.name()));
        if (value.isEmpty()) {
            requireIfNeeded(field);
            return NODES.missingNode();
        }
        refuseIfExcluded(field);
        return NODES.textNode(spelled(field, value));
    }

    private JsonNode values(Field field) {
        var values = settings.list(key(field.name()));
        if (values.isEmpty()) {
            requireIfNeeded(field);
            return NODES.missingNode();
        }
        refuseIfExcluded(field);
        var array = NODES.arrayNode();
        values.stream().map(value -> spelled(field, value)).distinct().forEach(array::add);
        return array;
    }

    private String spelled(Field field, String value) {
        return field.spelled(value).orElseThrow(() -> new SettingException(key(field.name()), value,
                field.allowedText()));
    }

    private void requireIfNeeded(Field field) {
        if (field.required()) {
            throw SettingException.missing(key(field.name()), field.allowedText());
        }
        if (field.requiredUnless() != null && settings.text(key(field.requiredUnless())).isEmpty()) {
            throw SettingException.missing(key(field.name()),
                    field.allowedText() + ", or set " + key(field.requiredUnless()));
        }
    }

    private void refuseIfExcluded(Field field) {
        if (field.notWith() != null && !settings.text(key(field.notWith())).isEmpty()) {
            throw new SettingException(key(field.name()), settings.text(key(field.name())),
                    "set either this or " + key(field.notWith()) + ", not both");
        }
    }

    private String key(String name) {
        return domain.key(name);
    }
}
