package io.seiexport.plan;

import static io.seiexport.plan.Field.Kind.ALONE;
import static io.seiexport.plan.Field.Kind.BOOLEAN;
import static io.seiexport.plan.Field.Kind.NAME_ALONE;
import static io.seiexport.plan.Field.Kind.NOT_WITH;
import static io.seiexport.plan.Field.Kind.NOT_WITH_UNLESS;
import static io.seiexport.plan.Field.Kind.NUMBER;
import static io.seiexport.plan.Field.Kind.REQUIRED;
import static io.seiexport.plan.Field.Kind.REQUIRED_UNLESS;
import static io.seiexport.plan.Field.Kind.WHEN;
import static io.seiexport.plan.Field.Kind.WHEN_OR_EMPTY;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.plan.Field.Rule;
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
    private static final Set<String> OF_ALL = Set.of("enabled", "projects", "cron", "variants");
    private static final Set<String> COMMON = Set.of(
            "auth", "scopes", "teams-include", "teams-exclude", "new-teams-since", "window", "range-end", "closing-lag",
            "since", "settle", "granularity", "expect-columns", "sinks", "transform", "transform-format",
            "columns.keep", "columns.drop", "columns.rename", "columns.hash");
    private static final Set<String> GIVEN = Set.of("scope", "team", "start", "end");
    private static final Set<String> NAMING = Set.of("scope", "team", "start", "end", "granularity");
    /** Any other spelling of a number would be another scope for the same team. */
    private static final String NUMBER_OF_TEAM = "0|[1-9][0-9]{0,17}";
    private static final String ANY_NUMBER = "-?(0|[1-9][0-9]*)([.][0-9]+)?";
    private static final String RANGE_END = "range-end";
    private static final String NEXT_DAY = "next-day";

    private final Domain domain;
    private final JsonNode template;
    private final Settings settings;
    private final Extra extra;
    /** What its texts are; a request is made for each window, and each time they are the same. */
    private final Map<String, Optional<Field>> known = new ConcurrentHashMap<>();
    /** What the settings make of its places, which is the same for each scope, too. */
    private final Map<JsonNode, JsonNode> settled = new ConcurrentHashMap<>();

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
        if (domain.isSnapshot()) {
            Snapshot.LACKS.forEach(name -> keys.remove(key(name)));
        }
        return keys;
    }

    /** The keys of those that it has places for. */
    Set<String> places() {
        return fields(template).flatMap(RequestTemplate::settings).map(this::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> settings(Field field) {
        var own = GIVEN.contains(field.name()) ? Stream.<String>empty() : Stream.of(field.name());
        var ofScope = field.allowed().contains(Scope.OF_A_MANAGER) ? Stream.of(Managers.SETTING)
                : Stream.<String>empty();
        return Stream.of(own, ofScope, field.rules().stream().flatMap(rule -> rule.switching().stream()))
                .flatMap(settings -> settings);
    }

    /** Refuses the value of a setting that decides on places, also where none of them is filled. */
    RequestTemplate demandSwitches() {
        fields(template).flatMap(field -> field.rules(NOT_WITH_UNLESS, NAME_ALONE))
                .flatMap(rule -> rule.switching().stream()).forEach(this::isOn);
        if (places().contains(key(Managers.SETTING))) {
            Managers.read(settings, domain);
        }
        return this;
    }

    private static Stream<Field> fields(JsonNode node) {
        return Stream.concat(node.isTextual() ? Field.in(node.textValue()).stream() : Stream.<Field>empty(),
                node.valueStream().flatMap(RequestTemplate::fields));
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
            return JSON.writeValueAsString(extra.addedTo(filled(scope, window)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** A question without any field is an empty object. */
    private JsonNode filled(Scope scope, Window window) {
        var filled = fill(template, scope, window);
        return filled.isMissingNode() ? NODES.objectNode() : filled;
    }

    private JsonNode fill(JsonNode node, Scope scope, Window window) {
        if (node instanceof ObjectNode object) {
            return fillObject(object, scope, window);
        }
        if (node instanceof ArrayNode array) {
            return onlyField(array).map(field -> settled.computeIfAbsent(array, place -> values(field)))
                    .orElseGet(() -> fillArray(array, scope, window));
        }
        if (node.isTextual()) {
            return place(node).map(field -> GIVEN.contains(field.name()) ? value(field, scope, window)
                    : settled.computeIfAbsent(node, place -> setting(field))).orElse(node);
        }
        return node;
    }

    private Optional<Field> place(JsonNode text) {
        return known.computeIfAbsent(text.textValue(), Field::in);
    }

    private Optional<Field> onlyField(ArrayNode array) {
        return array.size() == 1 && array.get(0).isTextual()
                ? place(array.get(0)).filter(field -> !GIVEN.contains(field.name()))
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
            case "end" -> NODES.textNode(end(window).toString());
            case "scope" -> scope(field, scope);
            default -> team(field, scope);
        };
    }

    private JsonNode scope(Field field, Scope scope) {
        if (!field.allowed().contains(scope.kind())) {
            throw new SettingException(key("scopes"), scope.toString(),
                    domain + " takes " + String.join(" or ", field.allowed()) + ", one of them per scope");
        }
        var json = NODES.objectNode();
        if (!scope.tree().isEmpty()) {
            json.put("orgTreeName", scope.tree());
            if (field.rules(NAME_ALONE).noneMatch(rule -> isOn(rule.first()))) {
                json.put("orgIdentifier", settings.org()).put("projectIdentifier", settings.project());
            }
        }
        if (!scope.team().isEmpty()) {
            json.put("teamId", scope.team());
        }
        if (!scope.manager().isEmpty()) {
            json.put("managerEmailId", Managers.read(settings, domain).address(scope));
        }
        return json;
    }

    /** Nobody has documented whether the end of a range is a day of it. */
    private LocalDate end(Window window) {
        var value = settings.text(key(RANGE_END)).toLowerCase(Locale.ROOT);
        return switch (value) {
            case "", "last-day" -> window.end();
            case NEXT_DAY -> window.end().plusDays(1);
            default -> throw new SettingException(key(RANGE_END), value, "use last-day or " + NEXT_DAY);
        };
    }

    private JsonNode team(Field field, Scope scope) {
        var isNumber = field.is(NUMBER);
        if (!scope.kind().equals("team") || isNumber && !scope.team().matches(NUMBER_OF_TEAM)) {
            throw new SettingException(key("scopes"), scope.toString(), domain + " takes " + (isNumber
                    ? "team:NUMBER, such as team:123: the number of the team that Harness shows as collectionId in "
                    + "the address of its page" : "team:ID"));
        }
        return isNumber ? NODES.numberNode(Long.parseLong(scope.team())) : NODES.textNode(scope.team());
    }

    private JsonNode setting(Field field) {
        var value = settings.text(key(field.name()));
        if (isLeftOut(field)) {
            return NODES.missingNode();
        }
        if (value.isEmpty()) {
            requireIfNeeded(field);
            return NODES.missingNode();
        }
        refuseIfExcluded(field);
        return sent(field, value);
    }

    private JsonNode values(Field field) {
        var values = settings.list(key(field.name()));
        if (isLeftOut(field)) {
            return NODES.missingNode();
        }
        if (values.isEmpty()) {
            requireIfNeeded(field);
            return NODES.missingNode();
        }
        refuseIfExcluded(field);
        var array = NODES.arrayNode();
        values.stream().map(value -> sent(field, value)).distinct().forEach(array::add);
        field.rules(ALONE).map(Rule::first).filter(alone -> array.size() > 1 && array.valueStream()
                .anyMatch(value -> value.asText().equals(alone))).findFirst().ifPresent(alone -> {
                    throw new SettingException(key(field.name()), settings.text(key(field.name())),
                            alone + " goes with no other value");
                });
        return array;
    }

    private JsonNode sent(Field field, String value) {
        var spelled = spelled(field, value);
        if (field.is(BOOLEAN)) {
            if (!spelled.equalsIgnoreCase("true") && !spelled.equalsIgnoreCase("false")) {
                throw new SettingException(key(field.name()), value, "use true or false");
            }
            return NODES.booleanNode(Boolean.parseBoolean(spelled));
        }
        if (field.is(NUMBER)) {
            if (!spelled.matches(ANY_NUMBER)) {
                throw new SettingException(key(field.name()), value, "use a number such as 10 or 0.5");
            }
            return NODES.numberNode(new BigDecimal(spelled));
        }
        return NODES.textNode(spelled);
    }

    private String spelled(Field field, String value) {
        return field.spelled(value).orElseThrow(() -> new SettingException(key(field.name()), value,
                field.allowedText()));
    }

    private void requireIfNeeded(Field field) {
        if (field.is(REQUIRED)) {
            throw SettingException.missing(key(field.name()), field.allowedText());
        }
        field.rules(REQUIRED_UNLESS).filter(rule -> isEmpty(rule.first())).findFirst().ifPresent(rule -> {
            throw SettingException.missing(key(field.name()),
                    field.allowedText() + ", or set " + key(rule.first()));
        });
    }

    private void refuseIfExcluded(Field field) {
        field.rules(NOT_WITH, NOT_WITH_UNLESS).filter(rule -> !isEmpty(rule.first()))
                .filter(rule -> rule.switching().filter(this::isOn).isEmpty()).findFirst().ifPresent(rule -> {
                    throw new SettingException(key(field.name()), settings.text(key(field.name())),
                            "set either this or " + key(rule.first()) + ", not both"
                                    + rule.switching().map(flag -> ", or " + key(flag) + "=true").orElse(""));
                });
    }

    /** Whether another setting has a value with which this field is not sent. */
    private boolean isLeftOut(Field field) {
        return field.rules(WHEN, WHEN_OR_EMPTY).anyMatch(rule -> {
            var value = settings.text(key(rule.first()));
            demandChoice(rule.first(), value);
            return !rule.second().equalsIgnoreCase(value) && !(value.isEmpty() && rule.kind() == WHEN_OR_EMPTY);
        });
    }

    /** A setting that decides which field is sent has no other values than those which the fields name. */
    private void demandChoice(String name, String value) {
        var rules = fields(template).flatMap(field -> field.rules(WHEN, WHEN_OR_EMPTY))
                .filter(rule -> rule.first().equals(name)).toList();
        var allowed = "use " + rules.stream().map(Rule::second).distinct().sorted().collect(Collectors.joining(", "));
        if (value.isEmpty() && rules.stream().noneMatch(rule -> rule.kind() == WHEN_OR_EMPTY)) {
            throw SettingException.missing(key(name), allowed);
        }
        if (!value.isEmpty() && rules.stream().map(Rule::second).noneMatch(value::equalsIgnoreCase)) {
            throw new SettingException(key(name), value, allowed);
        }
    }

    private boolean isEmpty(String name) {
        return settings.text(key(name)).isEmpty();
    }

    private boolean isOn(String name) {
        return !isEmpty(name) && settings.flag(key(name));
    }

    private String key(String name) {
        return domain.key(name);
    }
}
