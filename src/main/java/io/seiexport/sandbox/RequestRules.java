package io.seiexport.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the API accepts in the body of a create call; anything else is refused with a sentence. */
final class RequestRules {
    private static final List<String> SCOPE = List.of("teamId", "orgTreeName", "orgIdentifier", "projectIdentifier");
    private static final List<String> UPPER = List.of("WEEKLY", "MONTHLY", "QUARTERLY");
    private static final List<String> CATEGORIES = List.of("ALL", "BUGS", "FEATURES");

    private final Domain domain;
    private final JsonNode body;

    private RequestRules(Domain domain, JsonNode body) {
        this.domain = domain;
        this.body = body;
    }

    /** The fields of a later API are left out of the check. */
    static void check(Request request, Set<String> later) {
        var rules = new RequestRules(request.domain(), without(later, request.body()));
        known("", rules.body, rules.fields());
        rules.checkScope();
        rules.checkDateRange();
        rules.checkSelection();
        rules.checkOptions();
    }

    private static JsonNode without(Set<String> later, JsonNode body) {
        var rest = body.deepCopy();
        for (var field : later) {
            var path = "/" + field.replace('.', '/');
            var name = path.lastIndexOf('/');
            if (rest.at(path.substring(0, name)) instanceof ObjectNode object) {
                object.remove(path.substring(name + 1));
            }
        }
        return rest;
    }

    private List<String> fields() {
        var common = Stream.of("scope", "dateRange", "options");
        var own = switch (domain) {
            case BA -> Stream.of("metricGroups");
            case SPRINT -> Stream.of("metricGroups", "metrics", "metric");
            case PRODUCTIVITY, EFFICIENCY -> Stream.of("metricGroups", "metrics");
            case TICKET_DATA -> Stream.of("issueStatuses");
            case REPORT -> Stream.<String>empty();
        };
        return Stream.concat(common, own).toList();
    }

    private Map<String, List<String>> options() {
        return switch (domain) {
            case BA -> Map.of("granularity", UPPER);
            case SPRINT -> Map.of(
                    "granularity", List.of("WEEKLY", "MONTHLY", "QUARTERLY", "SPRINT"),
                    "computationMode", List.of("STORY_POINTS", "TICKETS"),
                    "metricLevel", List.of("team", "sprint"),
                    "format", List.of("csv"),
                    "compression", List.of("gzip"));
            case PRODUCTIVITY -> Map.of(
                    "granularity", List.of("weekly", "monthly", "quarterly"),
                    "aggregation", List.of("mean"),
                    "aggregationLevel", List.of("developer", "team"),
                    "metricLevel", List.of("developer", "team"),
                    "format", List.of("csv"),
                    "compression", List.of("gzip"));
            case EFFICIENCY -> Map.of(
                    "granularity", UPPER,
                    "aggregation", List.of("mean", "median", "p90", "p95"),
                    "format", List.of("csv"),
                    "compression", List.of("gzip"),
                    "workCategoryFilter", CATEGORIES);
            case TICKET_DATA -> Map.of(
                    "granularity", List.of("daily", "weekly", "monthly", "quarterly"),
                    "aggregationLevel", List.of("sprint", "team"),
                    "terminalDateColumn", List.of("issue_resolved_at", "version_release_date"));
            case REPORT -> Map.of();
        };
    }

    private void checkScope() {
        var scope = required("scope");
        known("scope.", scope, scopeFields());
        scope.properties().forEach(field -> {
            if (field.getKey().startsWith("developer")) {
                must(field.getValue().isArray(), "scope." + field.getKey() + " must be a list");
            } else {
                text("scope." + field.getKey(), field.getValue());
            }
        });
        boolean team = scope.has("teamId");
        boolean tree = scope.has("orgTreeName");
        must(team || tree, "Either scope.teamId or scope.orgTreeName is required");
        must(!scope.has("managerEmailId") || scope.get("managerEmailId").asText().contains("@"),
                "scope.managerEmailId must be an e-mail address");
        if (domain != Domain.PRODUCTIVITY) {
            must(team != tree, "Use either scope.teamId or scope.orgTreeName, not both");
            must(!tree || scope.has("orgIdentifier"), "scope.orgIdentifier is required with scope.orgTreeName");
            must(!tree || scope.has("projectIdentifier"), "scope.projectIdentifier is required with scope.orgTreeName");
        }
    }

    private List<String> scopeFields() {
        var more = switch (domain) {
            case BA, TICKET_DATA, REPORT -> Stream.<String>empty();
            case EFFICIENCY -> Stream.of("managerEmailId");
            case SPRINT, PRODUCTIVITY -> Stream.of("managerEmailId", "developerIds", "developerAttributes");
        };
        return Stream.concat(SCOPE.stream(), more).toList();
    }

    private void checkDateRange() {
        var range = required("dateRange");
        known("dateRange.", range, List.of("start", "end"));
        must(!date(range, "start").isAfter(date(range, "end")),
                "Invalid date range: start date must be before end date");
    }

    private static LocalDate date(JsonNode range, String name) {
        return date("dateRange.", range, name);
    }

    static LocalDate date(String prefix, JsonNode parent, String name) {
        must(parent.has(name), prefix + name + " is required");
        var text = text(prefix + name, parent.get(name));
        try {
            must(text.length() == "yyyy-MM-dd".length(), "");
            return LocalDate.parse(text);
        } catch (DateTimeException | Refused e) {
            throw Refused.request(prefix + name + " must be a date as yyyy-MM-dd: " + text);
        }
    }

    private void checkSelection() {
        texts("issueStatuses", body.path("issueStatuses"));
        for (var group : texts("metricGroups", body.path("metricGroups"))) {
            oneOf("metricGroups", group, Metrics.groups(domain));
        }
        var metrics = new ArrayList<>(texts("metrics", body.path("metrics")));
        metrics.addAll(texts("metric", body.path("metric")));
        metrics.forEach(metric -> must(Metrics.knows(domain, metric), "Unknown metric: " + metric));
        boolean groups = !body.path("metricGroups").isEmpty();
        if (domain == Domain.EFFICIENCY) {
            must(groups || !metrics.isEmpty(), "Either metricGroups or metrics is required");
        }
        must(!body.has("metric") || !body.has("metrics"), "Use either metric or metrics, not both");
    }

    private void checkOptions() {
        boolean needed = domain == Domain.BA || domain == Domain.SPRINT || domain == Domain.EFFICIENCY;
        if (!needed && !body.has("options")) {
            return;
        }
        var options = required("options");
        var allowed = options();
        known("options.", options, allowed.keySet().stream().sorted().toList());
        must(!needed || options.has("granularity"), "options.granularity is required");
        options.properties().forEach(option -> {
            var name = "options." + option.getKey();
            var values = option.getKey().equals("workCategoryFilter") ? texts(name, option.getValue())
                    : List.of(text(name, option.getValue()));
            values.forEach(value -> oneOf(name, value, allowed.get(option.getKey())));
            must(!values.contains("ALL") || values.size() == 1, name + " takes ALL alone");
        });
        must(!options.has("aggregationLevel") || !options.has("metricLevel")
                || options.get("aggregationLevel").equals(options.get("metricLevel")),
                "options.aggregationLevel and options.metricLevel contradict each other");
    }

    private JsonNode required(String name) {
        must(body.has(name), name + " is required");
        return body.get(name);
    }

    static void known(String prefix, JsonNode node, List<String> fields) {
        must(node.isObject(), (prefix.isEmpty() ? "The request body" : prefix.replace(".", "")) + " must be an object");
        node.fieldNames().forEachRemaining(
                name -> must(fields.contains(name), "Unrecognized field: " + prefix + name));
    }

    static String text(String name, JsonNode node) {
        must(node.isTextual(), name + " must be a string");
        must(!node.asText().isBlank(), name + " must not be empty");
        return node.asText();
    }

    static List<String> texts(String name, JsonNode node) {
        must(node.isArray() || node.isMissingNode(), name + " must be a list of strings");
        var texts = new ArrayList<String>();
        node.forEach(element -> texts.add(text("Each of " + name, element)));
        return texts;
    }

    static void oneOf(String name, String value, List<String> allowed) {
        must(allowed.contains(value),
                "Invalid value for " + name + ": " + value + " (one of " + String.join(", ", allowed) + ")");
    }

    static void must(boolean condition, String otherwise) {
        if (!condition) {
            throw Refused.request(otherwise);
        }
    }
}
