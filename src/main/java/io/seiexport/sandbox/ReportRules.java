package io.seiexport.sandbox;

import static io.seiexport.sandbox.RequestRules.date;
import static io.seiexport.sandbox.RequestRules.known;
import static io.seiexport.sandbox.RequestRules.must;
import static io.seiexport.sandbox.RequestRules.oneOf;
import static io.seiexport.sandbox.RequestRules.text;
import static io.seiexport.sandbox.RequestRules.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** What the legacy API accepts in a call for a report; anything else is refused with a sentence. */
final class ReportRules {
    private static final List<String> FIELDS = List.of("collectionId", "dateStart", "dateEnd", "granularity",
            "teamRefId", "includeRatings", "efficiency", "productivity", "productivityContributors");

    private ReportRules() {
    }

    static void check(Request request) {
        oneOf("format", request.query().getOrDefault("format", "csv"), List.of("csv"));
        var body = request.body();
        known("", body, FIELDS);
        must(!date("", body, "dateStart").isAfter(date("", body, "dateEnd")),
                "Invalid date range: start date must be before end date");
        must(body.has("granularity"), "granularity is required");
        oneOf("granularity", text("granularity", body.get("granularity")).toLowerCase(Locale.ROOT),
                List.of("daily", "weekly", "monthly"));
        checkTeam(body);
        must(!body.has("includeRatings") || body.get("includeRatings").isBoolean(), "includeRatings must be a boolean");
        checkCategories(body);
    }

    private static void checkTeam(JsonNode body) {
        must(body.has("collectionId"), "collectionId is required");
        var id = text("collectionId", body.get("collectionId"));
        if (body.has("teamRefId")) {
            must(body.get("teamRefId").isIntegralNumber(), "teamRefId must be a number");
            must(body.get("teamRefId").asText().equals(id), "teamRefId and collectionId must be the same");
        }
    }

    private static void checkCategories(JsonNode body) {
        var asked = Report.CATEGORIES.stream().filter(body::has).toList();
        must(!asked.isEmpty(), "One of " + String.join(", ", Report.CATEGORIES) + " is required");
        must(!asked.contains("productivityContributors") || asked.size() == 1,
                "productivityContributors stands alone");
        for (var category : asked) {
            var one = body.get(category);
            known(category + ".", one, category.equals("efficiency") ? List.of("metrics", "calculationType")
                    : List.of("metrics"));
            for (var metric : texts(category + ".metrics", one.path("metrics"))) {
                oneOf(category + ".metrics", metric.toUpperCase(Locale.ROOT), Report.metrics(category));
            }
            if (one.has("calculationType")) {
                oneOf(category + ".calculationType", text(category + ".calculationType", one.get("calculationType")),
                        List.of("MEAN", "MEDIAN", "P90", "P95"));
            }
        }
    }
}
