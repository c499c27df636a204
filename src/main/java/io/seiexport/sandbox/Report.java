package io.seiexport.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.seiexport.sandbox.FileColumns.Row;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answer to a call for a legacy report: a row for the team, or each of its people, over all of the days. */
final class Report {
    static final List<String> CATEGORIES = List.of("efficiency", "productivity", "productivityContributors");
    /** A team without data, so that its report has no rows. */
    private static final String EMPTY_TEAM = "0";

    private final Request request;

    Report(Request request) {
        this.request = request;
    }

    /** The metrics of a category, as the API's documents list them. */
    static List<String> metrics(String category) {
        return switch (category) {
            case "efficiency" -> List.of("LEAD_TIME_FOR_CHANGES", "DEPLOYMENT_FREQUENCY", "CHANGE_FAILURE_RATE",
                    "MEAN_TIME_TO_RESTORE", "OVERALL_DORA");
            case "productivity" -> List.of("TIME_TO_FIRST_COMMENT", "PR_VELOCITY_PER_DEV",
                    "WORKTYPE_COMPLETED_PER_DEV", "CODING_DAYS_PER_DEV", "NUMBER_OF_COMMENTS_PER_PR",
                    "AVG_TIME_TO_COMPLETE");
            default -> List.of("PR_VELOCITY", "WORK_TYPE_COMPLETED", "CODING_DAYS", "TIME_TO_FIRST_COMMENT",
                    "NUMBER_OF_COMMENTS_PER_PR", "AVG_TIME_TO_COMPLETE", "NO_OF_PRS_WITH_MISSING_TICKETS");
        };
    }

    /** Not compressed, and of no bytes at all where there are no rows, as the documents say. */
    Answer answer() {
        var csv = request.team().equals(EMPTY_TEAM) ? "" : text();
        return Answer.bytes(200, "text/csv", csv.getBytes(StandardCharsets.UTF_8))
                .with("Content-Disposition", "attachment; filename=\"report.csv\"");
    }

    private String text() {
        var columns = columns();
        return Stream.concat(Stream.of(line(columns)), rows().map(row -> line(columns.stream()
                .map(column -> cell(row, column)).toList()))).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private List<String> columns() {
        var columns = new ArrayList<String>();
        columns.add(isOfContributors() ? "Contributor Name" : "Collection Name");
        for (var category : CATEGORIES) {
            var asked = request.body().path(category);
            if (!asked.isMissingNode()) {
                metrics(category, asked).forEach(metric -> columns.addAll(columns(metric, asked)));
            }
        }
        return columns;
    }

    /** An empty list stands for all of them. */
    private List<String> metrics(String category, JsonNode asked) {
        var named = request.texts("/" + category + "/metrics").stream().map(name -> name.toUpperCase(Locale.ROOT))
                .distinct().toList();
        return asked.path("metrics").isEmpty() ? metrics(category) : named;
    }

    private List<String> columns(String metric, JsonNode asked) {
        var name = Stream.of(metric.split("_")).map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" ")).replace(" For ", " for ").replace(" To ", " to ");
        var column = metric.contains("TIME") && asked.has("calculationType") || metric.matches("LEAD_.*|MEAN_.*")
                ? name + " (" + asked.path("calculationType").asText("MEAN").toLowerCase(Locale.ROOT) + ")" : name;
        return request.body().path("includeRatings").asBoolean() ? List.of(column, name + " Rating") : List.of(column);
    }

    private boolean isOfContributors() {
        return request.body().has("productivityContributors");
    }

    private Stream<Row> rows() {
        var period = new Period("", LocalDate.parse(request.body().path("dateStart").asText()),
                LocalDate.parse(request.body().path("dateEnd").asText()));
        return Team.of(request).stream().flatMap(team -> isOfContributors()
                ? team.developers().stream().map(developer -> new Row(request, 0, period, team, developer))
                : Stream.of(new Row(request, 0, period, team, null)));
    }

    private static String cell(Row row, String column) {
        return switch (column) {
            case "Collection Name" -> row.team().name();
            case "Contributor Name" -> row.developer().name();
            default -> Figures.of(row, column);
        };
    }
}
