package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan} shows, and that it does nothing else. */
class PlanIT {
    private static final String NOW = "2026-04-05T12:00:00Z";

    @TempDir
    private Path directory;

    @Test
    void it_shows_each_owed_export_and_where_it_would_land() throws Exception {
        var ended = Installation.in(directory)
                .set("export.ba.scopes", "team:7")
                .set("export.sprint.scopes", "tree:Engineering")
                .run("plan", "--export", "ba", "--export", "sprint", "--as-of", NOW);

        assertThat(ended.code()).isZero();
        assertThat(ended.output().lines()).map(line -> line.split(" {2,}")).containsExactly(
                new String[] {"domain", "scope", "window", "granularity", "reason", "calls", "estimate",
                    "lands as", "sinks"},
                new String[] {"ba", "team:7", "2026-03-01..2026-03-31", "weekly", "new", "3", "-",
                    "ba/team-7/weekly/2026-03-01_2026-03-31.csv", "direct:sink-file"},
                new String[] {"sprint", "tree:Engineering", "2026-03-01..2026-03-31", "sprint", "new", "3", "-",
                    "sprint/tree-Engineering/sprint/2026-03-01_2026-03-31.csv", "direct:sink-file"},
                new String[] {"2 exports are owed: about 6 calls, and nobody knows yet how long they take. "
                    + "Nothing was asked for."});
    }

    @Test
    void it_makes_no_call() throws Exception {
        try (var sandbox = Sandbox.start(0)) {
            var ended = Installation.in(directory).exportingFrom(sandbox.address()).run("plan");

            assertThat(ended.output()).contains("11 exports are owed: about 33 calls, ");
            assertThat(sandbox.received()).isEmpty();
        }
    }

    @Test
    void it_leaves_the_folder_as_it_was() throws Exception {
        var installation = Installation.in(directory);
        var before = installation.files("");

        var ended = installation.run("plan");

        assertThat(ended.code()).isZero();
        assertThat(installation.files("")).isEqualTo(before);
        assertThat(installation.path("data")).doesNotExist();
        assertThat(installation.path("staging")).doesNotExist();
    }

    @Test
    void it_is_what_once_does_in_the_same_order_with_the_time_that_it_took_before() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            var installation = Installation.in(directory).exportingFrom(sandbox.address())
                    .only("ba", "team:2,team:1").set("export.max-per-tick", 2);
            installation.run("once", "--as-of", "2026-01-15T12:00:00Z");
            var files = installation.files("");

            var plan = installation.run("plan", "--json", "--as-of", NOW);
            assertThat(installation.files("")).isEqualTo(files);
            var table = installation.run("plan", "--as-of", NOW);
            var once = installation.run("once", "--as-of", NOW);

            assertThat(plan.code()).isZero();
            var json = new ObjectMapper().readTree(plan.output());
            assertThat(json.properties()).extracting(Map.Entry::getKey).containsExactly("exports");
            var first = json.get("exports").get(0);
            assertThat(first.properties()).extracting(Map.Entry::getKey).containsExactly("domain", "scope", "window",
                    "granularity", "reason", "targets", "sinks", "calls", "estimatedSeconds");
            assertThat(first.get("reason").textValue()).isEqualTo("missed");
            assertThat(first.get("targets").get(0).textValue())
                    .isEqualTo("ba/team-2/weekly/2026-01-01_2026-01-31.csv");
            assertThat(first.get("estimatedSeconds").intValue()).isPositive();
            assertThat(table.output()).containsPattern("6 exports are owed: about \\d+ calls and \\d+ s\\. Nothing");
            assertThat(json.get("exports")).hasSize(6).map(export -> export.get("domain").textValue() + " "
                    + export.get("scope").textValue() + " " + export.at("/window/start").textValue() + ".."
                    + export.at("/window/end").textValue())
                    .isEqualTo(once.output().lines().skip(1).limit(6)
                            .map(line -> line.replaceFirst("  +delivered.*", "").replaceAll(" +", " ")).toList());
        }
    }

    @Test
    void it_is_one_document_also_when_nothing_is_owed() throws Exception {
        var ended = Installation.in(directory).only("ba", "team:1")
                .set("export.ba.window", Installation.windowToCome()).run("plan", "--json");

        assertThat(new ObjectMapper().readTree(ended.output()).get("exports")).isEmpty();
        assertThat(ended.code()).isZero();
    }
}
