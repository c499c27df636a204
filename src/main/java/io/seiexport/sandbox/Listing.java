package io.seiexport.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The list of a domain's exports in pages; its filters take their words in any letter case. */
final class Listing {
    private static final Set<String> PARAMETERS = Set.of("projectIdentifier", "orgIdentifier", "status", "scope",
            "teamId", "createdBy", "dateFrom", "dateTo", "limit", "page", "sortBy", "sortOrder");
    private static final List<String> STATES = Stream.of(SimulatedJob.State.values()).map(Enum::name).toList();

    private final Shapes shapes;

    Listing(Shapes shapes) {
        this.shapes = shapes;
    }

    JsonNode of(List<SimulatedJob> jobs, Map<String, String> query, Instant now) {
        refuseUnknown(query);
        int limit = number(query, "limit", 50, 1, 100);
        int page = number(query, "page", 0, 0, Integer.MAX_VALUE);
        var found = found(jobs, query, now);
        var json = JsonNodeFactory.instance.objectNode();
        var exports = json.putArray("exports");
        found.stream().skip((long) page * limit).limit(limit).forEach(job -> exports.add(shapes.listed(job, now)));
        json.putObject("pagination")
                .put("total", found.size())
                .put("limit", limit)
                .put("page", page)
                .put("totalPages", (found.size() + limit - 1) / limit)
                .put("hasMore", (page + 1L) * limit < found.size());
        return json;
    }

    private static void refuseUnknown(Map<String, String> query) {
        query.keySet().stream().filter(name -> !PARAMETERS.contains(name)).findFirst().ifPresent(name -> {
            throw Refused.request("Unknown request parameter '" + name + "'");
        });
    }

    private static List<SimulatedJob> found(List<SimulatedJob> jobs, Map<String, String> query, Instant now) {
        var status = word(query, "status", null, STATES);
        // Whoever asks is the one user that this company has.
        word(query, "scope", "all", List.of("all", "mine"));
        var from = moment(query, "dateFrom", Instant.MIN);
        var to = moment(query, "dateTo", Instant.MAX);
        var found = new ArrayList<>(jobs.stream()
                .filter(job -> job.request().isFrom(query))
                .filter(job -> status == null || job.state(now).name().equals(status))
                .filter(job -> query.getOrDefault("teamId", job.request().team()).equals(job.request().team()))
                .filter(job -> query.getOrDefault("createdBy", Shapes.CREATOR).equals(Shapes.CREATOR))
                .filter(job -> !job.createdAt().isBefore(from) && !job.createdAt().isAfter(to))
                .toList());
        switch (word(query, "sortBy", "createdAt", List.of("createdAt", "completedAt", "status"))) {
            case "completedAt" -> found.sort(Comparator.comparing(SimulatedJob::endsAt));
            case "status" -> found.sort(Comparator.comparing(job -> job.state(now)));
            default -> {
                // They are in the order of their creation.
            }
        }
        if (word(query, "sortOrder", "desc", List.of("asc", "desc")).equals("desc")) {
            Collections.reverse(found);
        }
        return found;
    }

    /** One of a few words, as the documents spell it. */
    private static String word(Map<String, String> query, String name, String otherwise, List<String> words) {
        var value = query.get(name);
        return value == null ? otherwise : words.stream().filter(value::equalsIgnoreCase).findFirst()
                .orElseThrow(() -> invalid(name, value));
    }

    private static Instant moment(Map<String, String> query, String name, Instant otherwise) {
        var value = query.get(name);
        try {
            return value == null ? otherwise : Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw invalid(name, value);
        }
    }

    static int number(Map<String, String> query, String name, int otherwise, int least, int most) {
        var value = query.getOrDefault(name, Integer.toString(otherwise));
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw invalid(name, value);
    }

    private static Refused invalid(String name, String value) {
        return Refused.request("Invalid value for request parameter '" + name + "': " + value);
    }
}
