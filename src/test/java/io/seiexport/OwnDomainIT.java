package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A domain of the user's own: a copy of a route under a new name, and its settings, in the folder of the program. */
class OwnDomainIT {
    private static final String NOW = "2026-04-05T12:00:00Z";
    private static final String LANDED = "board/team-7/weekly/2026-03-01_2026-03-31";

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address());
        for (var other : Installation.DOMAINS) {
            installation.set("export." + other + ".enabled", "false");
        }
        installation.routes().write("exports", "export-board", Files.readString(installation.routes().file("export-ba"))
                .replace("domain-ba", "domain-board").replace(" name: ba\n", " name: board\n")
                .replace("export-ba", "export-board").replace("export.ba.", "export.board.").replace(" ba-", " board-")
                .replace("triggerName: ba", "triggerName: board"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void with_its_seven_keys_it_is_planned_and_exported() throws Exception {
        installation.set("export.board.enabled", "true").set("export.board.cron", "0 0 6 * * ?")
                .set("export.board.scopes", "team:7").set("export.board.window", "month")
                .set("export.board.closing-lag", "P1D").set("export.board.granularity", "weekly")
                .set("export.board.sinks", "direct:sink-file");

        assertThatItIsExported();
    }

    @Test
    void what_it_leaves_out_is_as_in_the_domains_that_come_along() throws Exception {
        installation.set("export.board.scopes", "team:7").set("export.board.granularity", "weekly");

        assertThatItIsExported();
    }

    @Test
    void what_it_sets_counts() throws Exception {
        installation.set("export.board.scopes", "team:7").set("export.board.granularity", "weekly")
                .set("export.board.settle", "2").set("export.board.since", "2026-01-01")
                .set("export.board.expect-columns", "Nobody has this");

        var plan = installation.run("plan", "--as-of", NOW);
        var once = installation.run("once", "--as-of", NOW);

        assertThat(plan.output()).contains("3 exports are owed");
        assertThat(once.output()).contains("export.board.expect-columns").endsWith("0 delivered, 3 failed.\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "scopes      | export.board.scopes is missing: whose metrics to export, for example team:456, "
                + "tree:Engineering or teams:*",
        "granularity | export.board.granularity is missing: the reporting interval of the rows"})
    void whose_metrics_and_how_finely_it_has_to_say(String lacking, String sentence) throws Exception {
        installation.set("export.board.scopes", lacking.equals("scopes") ? "" : "team:7")
                .set("export.board.granularity", lacking.equals("granularity") ? "" : "weekly");

        var ended = installation.run("plan");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).isEqualTo(sentence + "\n");
    }

    private void assertThatItIsExported() throws Exception {
        var plan = installation.run("plan", "--as-of", NOW);
        var once = installation.run("once", "--as-of", NOW);

        assertThat(plan.errors()).isEmpty();
        assertThat(plan.output()).contains(LANDED + ".csv", "1 export is owed");
        assertThat(once.code()).as(once.errors()).isZero();
        assertThat(once.output()).endsWith("1 delivered, 0 failed.\n");
        assertThat(installation.files("data")).containsExactly(LANDED + ".csv", LANDED + ".manifest.json");
        assertThat(sandbox.count(Call.CREATE, "ba")).isEqualTo(1);
        assertThat(installation.run("once", "--as-of", NOW).output()).isEqualTo("Nothing is owed.\n");
    }
}
