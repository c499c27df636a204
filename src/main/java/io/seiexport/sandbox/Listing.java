package io.seiexport.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The list of a domain's exports in pages, by status and team; other filters make no difference. */
final class Listing {
    private final Shapes shapes;

    Listing(Shapes shapes) {
        this.shapes = shapes;
    }

    JsonNode of(List<SimulatedJob> jobs, Map<String, String> query, Instant now) {
        int limit = number(query, "limit", 50, 1, 100);
        int page = number(query, "page", 0, 0, Integer.MAX_VALUE);
        var found = new ArrayList<>(jobs.stream().filter(job -> matches(job, query, now)).toList());
        if (query.getOrDefault("sortOrder", "desc").equals("desc")) {
            Collections.reverse(found);
        }
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

    private static boolean matches(SimulatedJob job, Map<String, String> query, Instant now) {
        var state = job.state(now).name();
        return job.request().isFrom(query)
                && query.getOrDefault("status", state).equals(state)
                && query.getOrDefault("teamId", job.request().team()).equals(job.request().team());
    }

    static int number(Map<String, String> query, String name, int otherwise, int least, int most) {
        var value = query.getOrDefault(name, Integer.toString(otherwise));
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw Refused.request("Invalid value for request parameter '" + name + "': " + value);
    }
}
