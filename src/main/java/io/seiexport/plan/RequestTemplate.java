package io.seiexport.plan;

import java.math.BigDecimal;
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

    /** What the clock of a domain and its list of variants need, so that a variant has none of it. */
    private static final Set<String> OF_ALL = Set.of("enabled", "cron", "variants");
    private static final Set<String> COMMON = Set.of(
            "scopes", "teams-include", "teams-exclude", "new-teams-since", "window", "closing-lag", "since", "settle",
            "granularity", "expect-columns", "sinks", "transform", "transform-format", "columns.keep", "columns.drop",
            "columns.rename", "columns.hash");
    private static final Set<String> GIVEN = Set.of("scope", "team", "start", "end");
    private static final Set<String> NAMING = Set.of("scope", "team", "start", "end", "granularity");
    /** Any other spelling of a number would be another scope for the same team. */
    private static final String NUMBER_OF_TEAM = "0|[1-9][0-9]{0,17}";
    private static final String NUMBER = "-?(0|[1-9][0-9]*)([.][0-9]+)?";

    private final Domain domain;
    private final JsonNode template;
    private final Settings settings;
    private final Extra extra;

    RequestTemplate(Domain domain, Settings settings) {
        this(domain, settings, parsed(domain), Extra.NONE);
    }

    private RequestTemplate(Domain domain, Settings settings, JsonNode template, Extra extra) {
        this.domain = domain;
        this.settings = settings;
        this.template = template;
        this.extra = extra;
    }

    /** The same that adds these fields to each request. */
    RequestTemplate with(Extra fields) {
        return new RequestTemplate(domain, settings, template, fields);
    }

    private static JsonNode parsed(Domain domain) {
        try {
            return JSON.readTree(domain.request());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the request of " + domain.route() + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The keys of the settings that every domain has, and of those that this template has places for. */
    Set<String> keys() {
        var keys = places();
        COMMON.forEach(name -> keys.add(key(name)));
        if (!domain.isVariant()) {
            OF_ALL.forEach(name -> keys.add(key(name)));
        }
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
            Field.in(node.textValue()).filter(field -> !GIVEN.contains(field.name())).ifPresent(field -> {
                keys.add(key(field.name()));
                if (field.when() != null) {
                    keys.add(key(field.when().other()));
                }
            });
        }
        node.forEach(child -> collectKeys(child, keys));
    }

    /** The call that is answered by the file; null where the file is made in a job. */
    Report report() {
        return domain.asReport().orElse(null);
    }

    /** Where the fields are that also name the file and the window; what the ledger says of them has to be true. */
    Set<String> namingPlaces() {
        var paths = new TreeSet<String>();
        collectNaming(template, "", paths);
        return paths;
    }

    private static void collectNaming(JsonNode node, String path, Set<String> paths) {
        if (node.isTextual()) {
            Field.in(node.textValue()).filter(field -> NAMING.contains(field.name()))
                    .ifPresent(field -> paths.add(path));
        }
        node.properties().forEach(entry -> collectNaming(entry.getValue(),
                path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), paths));
    }

    /** The request for one scope and window: the same text for the same settings, byte for byte. */
    String request(Scope scope, Window window) {
        try {
            return JSON.writeValueAsString(extra.addedTo(fill(template, scope, window)));
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
            case "team" -> team(field, scope);
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

    private JsonNode team(Field field, Scope scope) {
        var isNumber = field.kind() == Field.Kind.NUMBER;
        if (!scope.kind().equals("team") || isNumber && !scope.team().matches(NUMBER_OF_TEAM)) {
            throw new SettingException(key("scopes"), scope.toString(), domain + " takes " + (isNumber
                    ? "team:NUMBER, such as team:123: the number of the team that Harness shows as collectionId in "
                    + "the address of its page" : "team:ID"));
        }
        return isNumber ? NODES.numberNode(Long.parseLong(scope.team())) : NODES.textNode(scope.team());
    }

    private JsonNode setting(Field field) {
        if (!isAskedFor(field)) {
            return NODES.missingNode();
        }
        var value = settings.text(key(field.name()));
        if (value.isEmpty()) {
            requireIfNeeded(field);
            return NODES.missingNode();
        }
        refuseIfExcluded(field);
        return sent(field, value);
    }

    private JsonNode values(Field field) {
        if (!isAskedFor(field)) {
            return NODES.missingNode();
        }
        var values = settings.list(key(field.name()));
        if (values.isEmpty()) {
            requireIfNeeded(field);
            return NODES.missingNode();
        }
        refuseIfExcluded(field);
        var array = NODES.arrayNode();
        values.stream().map(value -> sent(field, value)).distinct().forEach(array::add);
        return array;
    }

    /** Whether the other setting, if the field hangs on one, has the value with which it is sent. */
    private boolean isAskedFor(Field field) {
        if (field.when() == null) {
            return true;
        }
        var other = field.when().other();
        var chosen = settings.text(key(other));
        var possible = new TreeSet<String>();
        collectValues(template, other, possible);
        if (chosen.isEmpty()) {
            throw SettingException.missing(key(other), Field.allowedText(possible));
        }
        if (possible.stream().noneMatch(chosen::equalsIgnoreCase)) {
            throw new SettingException(key(other), chosen, Field.allowedText(possible));
        }
        return chosen.equalsIgnoreCase(field.when().value());
    }

    /** The values of a setting on which fields hang: it has no others. */
    private static void collectValues(JsonNode node, String other, Set<String> values) {
        if (node.isTextual()) {
            Field.in(node.textValue()).map(Field::when).filter(when -> when.other().equals(other))
                    .ifPresent(when -> values.add(when.value()));
        }
        node.forEach(child -> collectValues(child, other, values));
    }

    private JsonNode sent(Field field, String value) {
        var spelled = spelled(field, value);
        return switch (field.kind()) {
            case TEXT -> NODES.textNode(spelled);
            case BOOLEAN -> {
                if (!spelled.equalsIgnoreCase("true") && !spelled.equalsIgnoreCase("false")) {
                    throw new SettingException(key(field.name()), value, "use true or false");
                }
                yield NODES.booleanNode(Boolean.parseBoolean(spelled));
            }
            case NUMBER -> {
                if (!spelled.matches(NUMBER)) {
                    throw new SettingException(key(field.name()), value, "use a number such as 10 or 0.5");
                }
                yield NODES.numberNode(new BigDecimal(spelled));
            }
        };
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
