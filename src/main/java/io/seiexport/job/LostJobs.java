package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the job of a request whose answer was lost so long ago that the server would begin another one. Only some
 * domains have a list of jobs; where there is none, a second job is all that can be had.
 */
public final class LostJobs {
    private static final Logger LOG = LoggerFactory.getLogger(LostJobs.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The clocks of two machines are never quite the same. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);
    /** Without these in common two jobs are not taken for the same. */
    private static final List<String> DECISIVE = List.of("/dateRange/start", "/dateRange/end", "/options/granularity");
    /** Nor with another one of these, or where only one of them has it. */
    private static final List<String> OF_SCOPE = List.of("teamId", "orgTreeName", "managerEmailId");

    private final JobSettings settings;
    private final InstantSource clock;

    public LostJobs(JobSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether there may be one: asked again in time, the server itself hands it out. */
    public boolean possible(Exchange exchange) {
        return exchange.getVariable("job") == null && asked(exchange) != null
                && clock.instant().isAfter(asked(exchange).plus(settings.reuseWindow()));
    }

    /** When this very request was sent, if nobody knows what became of it. */
    private static Instant asked(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        return entry.begun(Entry.ASKED, Export.of(exchange).request())
                ? entry.askedAt().orElse(null) : null;
    }

    /** The job of the request, if the list that has come holds it, else null. */
    public Job find(Exchange exchange) throws JsonProcessingException {
        var export = Export.of(exchange);
        var request = JSON.readTree(export.request());
        var since = asked(exchange).minus(CLOCKS);
        JsonNode list = exchange.getMessage().getBody() instanceof Map<?, ?> answer
                ? JSON.valueToTree(answer) : MissingNode.getInstance();
        for (var listed : list.path("exports")) {
            if (begunSince(listed, since) && same(request, listed.path("metadata"))) {
                var id = id(listed);
                LOG.info("{} is resumed: the answer was lost, and the server lists it as {}", export, id);
                return Job.takenUp(id, listed.path("createdAt").asText());
            }
        }
        return null;
    }

    /** Other numbers than whole ones have many spellings, and are no ids. */
    private static String id(JsonNode listed) {
        var id = listed.path("exportId");
        return id.isTextual() || id.isIntegralNumber() ? id.asText() : "";
    }

    private static boolean begunSince(JsonNode listed, Instant since) {
        return !Job.isFailure(listed.path("status").asText()) && Job.isId(id(listed))
                && Job.moment(listed.path("createdAt").asText()).filter(begun -> !begun.isBefore(since)).isPresent();
    }

    private static boolean same(JsonNode ours, JsonNode theirs) {
        var decided = DECISIVE.stream().allMatch(field -> ours.at(field).asText()
                .equalsIgnoreCase(theirs.at(field).asText("?")));
        var scope = theirs.path("scope");
        return decided && agree(ours, theirs) && OF_SCOPE.stream().allMatch(field ->
                ours.path("scope").path(field).asText().equals(scope.path(field).asText()));
    }

    /** What only one of them says decides nothing: an echo may leave out what is not set, or add what is usual. */
    private static boolean agree(JsonNode ours, JsonNode theirs) {
        if (ours.isObject() && theirs.isObject()) {
            return ours.properties().stream().allMatch(field -> !theirs.has(field.getKey())
                    || agree(field.getValue(), theirs.get(field.getKey())));
        }
        if (ours.isArray() && theirs.isArray()) {
            return sorted(ours).equals(sorted(theirs));
        }
        return ours.asText().equalsIgnoreCase(theirs.asText());
    }

    private static List<String> sorted(JsonNode texts) {
        return texts.valueStream().map(text -> text.asText().toLowerCase(Locale.ROOT)).sorted().toList();
    }
}
