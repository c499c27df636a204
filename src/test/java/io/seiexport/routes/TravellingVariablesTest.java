package io.seiexport.routes;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Holds the list of the variables that travel between routes against the routes themselves. */
class TravellingVariablesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([\\w-]+)`");
    private static final Pattern READ = Pattern.compile("variable\\.(\\w+)");

    private final Map<String, JsonNode> routes = new LinkedHashMap<>();
    /** Each with the routes, or Java parts, that write it. */
    private final Map<String, Set<String>> listed = new LinkedHashMap<>();

    TravellingVariablesTest() throws IOException {
        try (var files = Files.walk(Path.of("routes"))) {
            for (var file : files.filter(path -> path.toString().endsWith(RouteFile.SUFFIX)).toList()) {
                RouteFile.read(file).routes().forEach(route -> routes.put(route.path("id").asText(), route));
            }
        }
        var text = Files.readString(Path.of("src/docs/architecture.md"));
        ROW.matcher(text.substring(text.indexOf("## The variables that travel"))).results()
                .forEach(row -> listed.put(row.group(1), names(NAME, row.group(2))));
    }

    @Test
    void at_most_ten_travel() {
        assertThat(listed).hasSizeBetween(1, 10);
    }

    @Test
    void a_route_reads_only_what_is_listed_or_what_it_has_written_itself() {
        var findings = new ArrayList<String>();
        routes.forEach((id, route) -> names(READ, route.toString()).stream()
                .filter(name -> !listed.containsKey(name) && !written(route).contains(name))
                .forEach(name -> findings.add(id + " reads " + name)));

        assertThat(findings).isEmpty();
    }

    @Test
    void what_is_listed_is_written_by_the_routes_that_the_list_names_and_by_no_other() {
        listed.forEach((name, writers) -> {
            var writing = routes.entrySet().stream().filter(route -> written(route.getValue()).contains(name))
                    .map(Map.Entry::getKey).collect(toSet());
            assertThat(writers).as("writers of " + name).containsAll(writing);
            assertThat(writing).as("routes that write " + name)
                    .containsAll(writers.stream().filter(routes::containsKey).toList());
        });
    }

    private static Set<String> written(JsonNode route) {
        return nodes(route).flatMap(node ->
                Stream.of(node.path("setVariable").path("name"), node.path("variableReceive")))
                .filter(JsonNode::isTextual).map(JsonNode::textValue).collect(toSet());
    }

    private static Stream<JsonNode> nodes(JsonNode node) {
        return Stream.concat(Stream.of(node), Stream.of(node).flatMap(parent -> {
            var children = new ArrayList<JsonNode>();
            parent.forEach(children::add);
            return children.stream();
        }).flatMap(TravellingVariablesTest::nodes));
    }

    private static Set<String> names(Pattern pattern, String text) {
        List<String> names = pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
        return new TreeSet<>(names);
    }
}
