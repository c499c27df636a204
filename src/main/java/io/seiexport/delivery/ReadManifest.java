package io.seiexport.delivery;

import java.io.IOException;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.csv.Proof;
import io.seiexport.http.Account;

/** Reads from a manifest that stands in a sink which file it vouches for, and whose; nothing, if it is none. */
record ReadManifest(JsonNode json) {
    static final int LARGEST = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_NAME = 300;

    static ReadManifest in(byte[] manifest) throws IOException {
        try {
            return new ReadManifest(JSON.readTree(manifest));
        } catch (JsonProcessingException e) {
            return new ReadManifest(JSON.missingNode());
        }
    }

    /** Whether the file beside it is this one. */
    boolean vouchesFor(Proof proof) {
        return json.path("sha256").asText().equals(proof.sha256());
    }

    /** Whether the file beside it is that of another; what it does not say, as an older one, is held against nobody. */
    boolean isForeignTo(Account ours) {
        return names("server", server -> !server.equals(ours.server()))
                || names("org", org -> !org.equals(ours.org()))
                || names("project", project -> !project.equals(ours.project()));
    }

    private boolean names(String field, Predicate<String> another) {
        return json.path(field).isTextual() && another.test(json.path(field).textValue());
    }

    /** Whose file it is, in its own words. */
    Account account() {
        return new Account(named("server"), named("org"), named("project"));
    }

    private String named(String field) {
        var text = json.path(field).asText("?");
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) + "…" : text;
    }
}
