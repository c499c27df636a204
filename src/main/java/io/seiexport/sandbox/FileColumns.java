package io.seiexport.sandbox;

import io.seiexport.sandbox.Team.Developer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of a file: they follow from what was asked for. */
final class FileColumns {

    /** What one row is about; the developer is null in rows about teams. */
    record Row(Request request, int edition, Period period, Team team, Developer developer) {
    }

    record Column(String header, Function<Row, String> value) {
    }

    private static final Set<String> ACRONYMS = Set.of("PR", "LOC", "LTTC", "DF", "MTTR", "CFR");
    private static final List<String> CATEGORIES = List.of("KTLO", "New_Capability", "Quality_Improvements",
            "Security_and_Compliance");
    private static final List<String> OTHER_CATEGORIES = List.of("Technical_Debt", "Customer_Requests", "Research");
    private static final List<String> STATUSES = List.of("To Do", "In Progress", "In Review", "Done");

    private final Request request;
    private final List<Column> columns = new ArrayList<>();

    private FileColumns(Request request) {
        this.request = request;
    }

    static List<Column> of(Request request) {
        var columns = new FileColumns(request);
        if (request.domain() == Domain.TICKET_DATA) {
            columns.addTimesInStatus();
        } else {
            columns.addSubject();
            columns.metrics().forEach(columns::addMetric);
        }
        return columns.columns;
    }

    /** One row per developer, not per team. */
    static boolean perDeveloper(Request request) {
        return request.domain() == Domain.PRODUCTIVITY && "developer".equals(
                request.option("aggregationLevel", request.option("metricLevel", "team")));
    }

    /** One row per sprint, not per team. */
    static boolean perSprint(Request request) {
        return request.domain() == Domain.SPRINT && request.option("metricLevel", "team").equals("sprint");
    }

    private void addSubject() {
        add("Granularity", row -> row.period().label());
        add("Team", row -> row.team().name());
        add("Team_Hierarchy", row -> row.team().hierarchy());
        if (perDeveloper(request)) {
            add("Developer", row -> row.developer().name());
            add("Developer_Email", row -> row.developer().email());
        }
        if (perSprint(request)) {
            add("Sprint_Name", row -> row.period().sprintName());
        }
        add("Start_Date", row -> row.period().start().toString());
        add("End_Date", row -> row.period().end().toString());
    }

    private void addTimesInStatus() {
        add("granularity", row -> row.period().label());
        add("team", row -> row.team().name());
        add("team_hierarchy", row -> row.team().hierarchy());
        if (request.option("aggregationLevel", "team").equals("sprint")) {
            add("sprint", row -> row.period().sprintName());
        }
        addMetric("total_issues");
        var asked = request.texts("/issueStatuses");
        var hours = (asked.isEmpty() ? STATUSES : asked).stream().map(FileColumns::slug).distinct()
                .map(slug -> slug + "_hours").toList();
        hours.forEach(this::addMetric);
        add("total_lead_time_hours", row -> Figures.sum(row, hours));
    }

    private void add(String header, Function<Row, String> value) {
        columns.add(new Column(header, value));
    }

    private void addMetric(String header) {
        add(header, row -> Figures.of(row, header));
    }

    private List<String> metrics() {
        return switch (request.domain()) {
            case BA -> investments();
            case EFFICIENCY -> efficiency();
            default -> grouped();
        };
    }

    private List<String> investments() {
        var groups = request.texts("/metricGroups");
        var names = new ArrayList<String>();
        if (groups.isEmpty() || groups.contains("CATEGORIZED")) {
            names.addAll(CATEGORIES);
            int own = Math.floorMod(request.project().hashCode(), OTHER_CATEGORIES.size());
            names.add(OTHER_CATEGORIES.get(own));
        }
        if (groups.isEmpty() || groups.contains("UNCATEGORIZED")) {
            names.add("Uncategorized");
        }
        return names.stream().flatMap(name -> Stream.of(name + "_story_points", name + "_tickets")).toList();
    }

    private List<String> efficiency() {
        var aggregation = headerCase(request.option("aggregation", "mean"));
        var filter = request.texts("/options/workCategoryFilter");
        var categories = filter.isEmpty() || filter.contains("ALL") ? List.of("")
                : filter.stream().map(category -> "_" + headerCase(category)).toList();
        var names = categories.stream().flatMap(category -> request.texts("/metricGroups").stream()
                .flatMap(group -> Metrics.efficiency(group, aggregation, category)));
        return distinct(Stream.concat(names, request.texts("/metrics").stream()));
    }

    private List<String> grouped() {
        boolean teams = !perDeveloper(request) && !perSprint(request);
        var metrics = Stream.concat(request.texts("/metrics").stream(), request.texts("/metric").stream()).toList();
        var groups = request.texts("/metricGroups");
        if (groups.isEmpty() && metrics.isEmpty()) {
            groups = Metrics.groups(request.domain());
        }
        var names = groups.stream().flatMap(group -> Metrics.of(request.domain(), group, teams));
        return distinct(Stream.concat(names, metrics.stream()).map(FileColumns::headerCase));
    }

    private static List<String> distinct(Stream<String> names) {
        return List.copyOf(names.collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), name -> name,
                (first, second) -> first, LinkedHashMap::new)).values());
    }

    /** {@code PR_MERGED} becomes {@code PR_Merged}. */
    private static String headerCase(String metric) {
        return Stream.of(metric.toUpperCase(Locale.ROOT).split("_"))
                .map(word -> ACRONYMS.contains(word) || word.isEmpty() ? word
                        : word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("_"));
    }

    private static String slug(String status) {
        return status.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
    }
}
