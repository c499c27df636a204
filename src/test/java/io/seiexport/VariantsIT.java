package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.Test;

/** Several exports of one domain, from the settings of a person to the commands that name them. */
class VariantsIT {
    private static final String NOW = "2026-04-05T12:00:00Z";

    @Test
    void the_variants_of_a_domain_are_exports_of_their_own_for_every_command(@WarmFolder Path directory) throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate().alsoKnowing(Set.of("options.timeZone")))) {
            var installation = Installation.in(directory).exportingFrom(sandbox.address())
                    .only("ba", "{{teams.backend}}").set("teams.backend", "team:1,team:2");
            assertThat(installation.run("once", "--as-of", NOW).output()).endsWith("2 delivered, 0 failed.\n");

            installation.set("export.ba.variants", "ba,monthly,by-week").set("export.ba.extra.options.timeZone", "UTC")
                    .set("export.ba.monthly.granularity", "monthly").set("export.ba.by-week.scopes", "team:1")
                    .set("export.ba.by-week.window", "week");

            var plan = installation.run("plan", "--as-of", NOW, "--json");
            var exports = new JsonMapper().readTree(plan.output()).get("exports");
            assertThat(exports).as(plan.errors()).extracting(export -> export.get("targets").get(0).textValue())
                    .containsExactly("ba.by-week/team-1/weekly/2026-03-23_2026-03-29.csv",
                            "ba.monthly/team-1/monthly/2026-03-01_2026-03-31.csv",
                            "ba.monthly/team-2/monthly/2026-03-01_2026-03-31.csv");
            assertThat(exports).allSatisfy(export -> assertThat(export.at("/request/options/timeZone").textValue())
                    .isEqualTo("UTC"));

            assertThat(installation.run("once", "--as-of", NOW, "--export", "ba.monthly").output())
                    .endsWith("2 delivered, 0 failed.\n");
            assertThat(installation.run("once", "--as-of", NOW, "--export", "ba").output())
                    .endsWith("1 delivered, 0 failed.\n");
            assertThat(installation.files("data")).filteredOn(file -> file.endsWith(".csv")).containsExactly(
                    "ba.by-week/team-1/weekly/2026-03-23_2026-03-29.csv",
                    "ba.monthly/team-1/monthly/2026-03-01_2026-03-31.csv",
                    "ba.monthly/team-2/monthly/2026-03-01_2026-03-31.csv",
                    "ba/team-1/weekly/2026-03-01_2026-03-31.csv", "ba/team-2/weekly/2026-03-01_2026-03-31.csv");
            assertThat(installation.run("history", "--export", "ba").output())
                    .contains("ba/team-1/", "ba.by-week/team-1/", "ba.monthly/team-2/");
            assertThat(installation.run("history", "--export", "ba.monthly").output()).contains("ba.monthly/team-2/")
                    .doesNotContain("ba/team-1/", "ba.by-week/");
            assertThat(installation.run("plan", "--export", "ba.montly").errors()).isEqualTo("--export ba.montly: no "
                    + "enabled export has this name, only ba, ba.by-week, ba.monthly\n");

            installation.set("export.ba.variants", "by-week").set("export.ba.monthly.granularity", "")
                    .set("export.ba.monthly.window", "");
            assertThat(installation.run("plan").errors()).isEqualTo("""
                    export.ba.monthly.granularity is not a setting: export.ba.variants lists no monthly
                    export.ba.monthly.window is not a setting: export.ba.variants lists no monthly
                    """);
        }
    }
}
