package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

class ExportBaTest extends RouteTest {

    @Test
    void each_scope_lands_as_a_file_with_its_manifest() throws Exception {
        start(Map.of("export.ba.scopes", "team:101,tree:Engineering"));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(filesIn(data())).containsExactly(
                "ba/team-101/weekly/2026-04-01_2026-04-30.csv",
                "ba/team-101/weekly/2026-04-01_2026-04-30.manifest.json",
                "ba/tree-Engineering/weekly/2026-04-01_2026-04-30.csv",
                "ba/tree-Engineering/weekly/2026-04-01_2026-04-30.manifest.json");
        assertThat(filesIn(staging())).isEmpty();
    }
}
