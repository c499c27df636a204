package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

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
                new String[] {"domain", "scope", "window", "granularity", "lands as", "sinks"},
                new String[] {"ba", "team:7", "2026-03-01..2026-03-31", "weekly",
                    "ba/team-7/weekly/2026-03-01_2026-03-31.csv", "direct:sink-file"},
                new String[] {"sprint", "tree:Engineering", "2026-03-01..2026-03-31", "sprint",
                    "sprint/tree-Engineering/sprint/2026-03-01_2026-03-31.csv", "direct:sink-file"},
                new String[] {"2 exports are owed. Nothing was asked for."});
    }

    @Test
    void it_makes_no_call() throws Exception {
        try (var sandbox = Sandbox.start(0)) {
            var ended = Installation.in(directory).exportingFrom(sandbox.address()).run("plan");

            assertThat(ended.output()).contains("11 exports are owed.");
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
}
