package io.seiexport.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The example requests of the API's documents. */
final class Requests {
    static final List<String> DOMAINS = List.of("ba", "sprint", "productivity", "efficiency", "ticket-data");

    private Requests() {
    }

    static String example(String domain) {
        return switch (domain) {
            case "ba" -> """
                    {"scope": {"teamId": "team_abc123"},
                     "dateRange": {"start": "2026-01-01", "end": "2026-03-31"},
                     "metricGroups": ["CATEGORIZED", "UNCATEGORIZED"],
                     "options": {"granularity": "MONTHLY"}}""";
            case "sprint" -> """
                    {"scope": {"teamId": "1"},
                     "dateRange": {"start": "2026-01-01", "end": "2026-03-31"},
                     "metricGroups": ["work", "delivery", "deliveryAnalysis", "analysis"],
                     "options": {"computationMode": "STORY_POINTS", "metricLevel": "team", "granularity": "SPRINT"}}""";
            case "productivity" -> """
                    {"scope": {"orgTreeName": "Engineering", "teamId": "456"},
                     "dateRange": {"start": "2024-01-01", "end": "2024-12-31"},
                     "metricGroups": ["activity", "velocity", "volume", "quality", "collaboration"],
                     "metrics": ["PR_Merged", "Work_Completed"],
                     "options": {"aggregation": "mean", "aggregationLevel": "developer",
                                 "granularity": "monthly", "format": "csv"}}""";
            case "efficiency" -> """
                    {"scope": {"teamId": "team_abc123"},
                     "dateRange": {"start": "2026-01-01", "end": "2026-03-31"},
                     "metricGroups": ["lttc", "df", "mttr", "cfr"],
                     "options": {"granularity": "MONTHLY", "format": "csv", "compression": "gzip"}}""";
            case "ticket-data" -> """
                    {"scope": {"teamId": "team_abc123"},
                     "dateRange": {"start": "2024-01-01", "end": "2024-03-31"},
                     "issueStatuses": ["In Progress", "In Review", "QA", "Done"],
                     "options": {"aggregationLevel": "sprint", "granularity": "weekly",
                                 "terminalDateColumn": "issue_resolved_at"}}""";
            default -> throw new IllegalArgumentException(domain);
        };
    }

    static String forTeam(String domain, String teamId) {
        return with(domain, "scope", "{\"teamId\": \"" + teamId + "\"}");
    }

    static String forTree(String domain, String tree) {
        return with(domain, "scope", "{\"orgTreeName\": \"" + tree
                + "\", \"orgIdentifier\": \"acme\", \"projectIdentifier\": \"shop\"}");
    }

    /** The example with one field, such as {@code options.granularity}, set to some JSON or removed by null. */
    static String with(String domain, String field, String json) {
        return edited(example(domain), field, json);
    }

    static String edited(String request, String field, String json) {
        try {
            var mapper = new ObjectMapper();
            var root = (ObjectNode) mapper.readTree(request);
            var parent = root;
            var names = field.split("\\.");
            if (names.length == 2) {
                parent = root.withObject("/" + names[0]);
            }
            var name = names[names.length - 1];
            if (json == null) {
                parent.remove(name);
            } else {
                parent.set(name, mapper.readTree(json));
            }
            return root.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
