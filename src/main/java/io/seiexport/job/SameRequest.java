package io.seiexport.job;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Tells whether a job of the server was asked for by the very request that an export makes, going by its echo. */
final class SameRequest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Without these in common two jobs are not taken for the same. */
    private static final List<String> DECISIVE = List.of("/dateRange/start", "/dateRange/end", "/options/granularity");
    /** Nor with another one of these, or where only one of them has it. */
    private static final List<String> OF_SCOPE = List.of("teamId", "orgTreeName", "managerEmailId");
    /** What a server adds to an echo, and what that is if it changes nothing. */
    private static final Set<String> USUAL = Set.of("format=csv", "compression=gzip");
    /** Names that a server adds to what was asked for by an id. */
    private static final Set<String> MERE_NAMES = Set.of("orgId", "orgName", "teamName");

    private final JsonNode ours;

    SameRequest(String request) throws JsonProcessingException {
        ours = JSON.readTree(request);
    }

    /** Whether nothing speaks against it; what only one of them says decides nothing, but for the most important. */
    boolean isLikely(JsonNode echo) {
        return DECISIVE.stream().allMatch(field -> ours.at(field).asText()
                .equalsIgnoreCase(echo.at(field).asText("?"))) && agree(ours, echo) && haveSameScope(echo);
    }

    /** Whether the echo repeats all that the request says, and says nothing else that could make a difference. */
    boolean isCertain(JsonNode echo) {
        return namesItsProject() && haveSameScope(echo) && repeats(ours, echo) && addsNothing(ours, echo);
    }

    /** Other projects may have a tree of the same name; a list may show theirs, too. */
    private boolean namesItsProject() {
        var scope = ours.path("scope");
        return !scope.has("orgTreeName") || scope.has("orgIdentifier");
    }

    private boolean haveSameScope(JsonNode echo) {
        return OF_SCOPE.stream().allMatch(field ->
                ours.path("scope").path(field).asText().equals(echo.path("scope").path(field).asText()));
    }

    private static boolean agree(JsonNode ours, JsonNode theirs) {
        if (ours.isObject() && theirs.isObject()) {
            return ours.properties().stream().allMatch(field -> !theirs.has(field.getKey())
                    || agree(field.getValue(), theirs.get(field.getKey())));
        }
        return isSame(ours, theirs);
    }

    private static boolean repeats(JsonNode ours, JsonNode theirs) {
        return ours.isObject() ? theirs.isObject() && ours.properties().stream()
                .allMatch(field -> repeats(field.getValue(), theirs.path(field.getKey()))) : isSame(ours, theirs);
    }

    private static boolean addsNothing(JsonNode ours, JsonNode theirs) {
        return !theirs.isObject() || theirs.properties().stream().allMatch(field -> {
            var known = ours.path(field.getKey());
            return known.isMissingNode() ? saysNothing(field.getKey(), field.getValue())
                    : addsNothing(known, field.getValue());
        });
    }

    private static boolean saysNothing(String name, JsonNode value) {
        return value.isNull() || value.isContainerNode() && value.isEmpty() || value.asText().isEmpty()
                && value.isTextual() || MERE_NAMES.contains(name)
                || USUAL.contains(name + "=" + value.asText().toLowerCase(Locale.ROOT));
    }

    /** Letter case means nothing, nor does the order of a list. */
    private static boolean isSame(JsonNode ours, JsonNode theirs) {
        if (ours.isArray() || theirs.isArray()) {
            return ours.isArray() && theirs.isArray() && sorted(ours).equals(sorted(theirs));
        }
        return ours.isValueNode() && theirs.isValueNode() && ours.asText().equalsIgnoreCase(theirs.asText());
    }

    private static List<String> sorted(JsonNode texts) {
        return texts.valueStream().map(text -> text.isValueNode() ? text.asText() : text.toString())
                .map(text -> text.toLowerCase(Locale.ROOT)).sorted().toList();
    }
}
