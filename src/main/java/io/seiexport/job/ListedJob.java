package io.seiexport.job;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * A job as the server's list shows it. Any field may be absent; what was asked for stands in the metadata, or above.
 *
 * @param id        empty if it has none that can be kept
 * @param status    in capitals
 * @param createdAt as the server writes it
 * @param text      all that the server says, as JSON: parsed, many jobs would take much more room
 */
public record ListedJob(String id, String status, String createdAt, String text) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ListedJob of(Map<?, ?> said) {
        var json = JSON.<JsonNode>valueToTree(said);
        return new ListedJob(id(json.path("exportId")), json.path("status").asText().strip().toUpperCase(Locale.ROOT),
                json.path("createdAt").asText(), json.toString());
    }

    /** One of which nobody wants to know more than that it is there. */
    static ListedJob seen(Map<?, ?> said) {
        return new ListedJob(id(JSON.valueToTree(said.get("exportId"))), "", "", "{}");
    }

    /** Other numbers than whole ones have many spellings, and are no ids. */
    private static String id(JsonNode id) {
        var text = id.isTextual() || id.isIntegralNumber() ? id.asText().strip() : "";
        return Job.isId(text) ? text : "";
    }

    /** All that the server says. */
    public JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON can be read", e);
        }
    }

    /** The same as if the job had been asked for by itself. */
    Map<?, ?> answer() {
        try {
            return JSON.readValue(text, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON can be read", e);
        }
    }

    public boolean completed() {
        return status.equals("COMPLETED");
    }

    /** When it was created; empty if that cannot be read. */
    public Optional<Instant> begun() {
        return Job.moment(createdAt);
    }

    public String completedAt() {
        return json().path("completedAt").asText();
    }

    /** By name, or whatever else the server says of them. */
    public String createdBy() {
        var user = json().path("createdBy");
        return Stream.of("name", "email", "userId").map(field -> user.path(field).asText())
                .filter(text -> !text.isEmpty()).findFirst().orElse("");
    }

    /** As the settings spell it. */
    public String scope() {
        var scope = part("scope");
        return Stream.of(word("tree:", scope, "orgTreeName"), word("team:", scope, "teamId")).flatMap(Optional::stream)
                .collect(Collectors.joining("/"));
    }

    /** The days that it is about, both included. */
    public String dates() {
        var dates = part("dateRange");
        return dates.isObject() ? dates.path("start").asText() + ".." + dates.path("end").asText() : "";
    }

    public String granularity() {
        return part("options").path("granularity").asText().toLowerCase(Locale.ROOT);
    }

    /** The echo of the request: what the server says that it was asked for. */
    JsonNode echo() {
        return json().path("metadata");
    }

    private JsonNode part(String name) {
        var json = json();
        var echoed = json.path("metadata").path(name);
        return echoed.isObject() ? echoed : json.path(name);
    }

    private static Optional<String> word(String prefix, JsonNode scope, String field) {
        return Optional.of(scope.path(field).asText()).filter(name -> !name.isEmpty()).map(name -> prefix + name);
    }
}
