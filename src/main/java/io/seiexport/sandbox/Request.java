package io.seiexport.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What an export was asked for; two requests are identical when domain, query and JSON are. */
record Request(Domain domain, Map<String, String> query, JsonNode body) {
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static Request of(Domain domain, ReceivedCall received) {
        try {
            return new Request(domain, received.query(), STRICT.readTree(received.body()));
        } catch (JsonProcessingException e) {
            throw Refused.request("Malformed JSON request: " + e.getOriginalMessage());
        }
    }

    /** The team id, or an empty text. */
    String team() {
        return domain == Domain.REPORT ? body.path("teamRefId").asText() : body.path("scope").path("teamId").asText();
    }

    /** The name of the org tree, or an empty text. */
    String tree() {
        return body.path("scope").path("orgTreeName").asText();
    }

    /** The e-mail address of the manager whose teams are meant, or an empty text. */
    String manager() {
        return body.path("scope").path("managerEmailId").asText();
    }

    String org() {
        return query.get("orgIdentifier");
    }

    String project() {
        return query.get("projectIdentifier");
    }

    /** Whether it was made in the same organization and project as another call with this query. */
    boolean isFrom(Map<String, String> query) {
        return org().equals(query.get("orgIdentifier")) && project().equals(query.get("projectIdentifier"));
    }

    LocalDate start() {
        return LocalDate.parse(body.path("dateRange").path("start").asText());
    }

    LocalDate end() {
        return LocalDate.parse(body.path("dateRange").path("end").asText());
    }

    String option(String name, String otherwise) {
        return body.path("options").path(name).asText(otherwise);
    }

    /** The texts of a list anywhere in the body, none when it is absent. */
    List<String> texts(String pointer) {
        return StreamSupport.stream(body.at(pointer).spliterator(), false).map(JsonNode::asText).toList();
    }
}
