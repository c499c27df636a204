package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code forget} removes of two scopes of which one is named by no setting any more. */
class ForgetIT {
    private static final String NOW = "2026-04-05T12:00:00Z";
    private static final String MARCH = "ba/team-2/weekly/2026-03-01_2026-03-31";
    private static final String FEBRUARY = "ba/team-2/weekly/2026-02-01_2026-02-28";
    private static final String ORPHANS =
            "ba team:2 (weekly): 2 windows are owed, but no setting asks for them any more; the "
            + "command forget removes them\n";
    private static final String NONE = "There is nothing to forget: a setting asks for every owed window.\n";

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void leave_two_windows_of_each_scope_owed() throws Exception {
        sandbox = Sandbox.start(0, Options.immediate());
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(400, "{}")).forEver();
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1,team:2")
                .set("export.ba.since", "2026-02-01");
        owe();
    }

    private void owe() throws Exception {
        assertThat(installation.run("once", "--as-of", NOW).code()).isEqualTo(2);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_no_setting_asks_for_is_named_by_plan_and_removed_and_nothing_else(boolean postgresql) throws Exception {
        if (postgresql) {
            installation.set("ledger.url", Postgres.emptyDatabase()).set("ledger.username", Postgres.user());
            owe();
        }
        assertThat(installation.run("forget").output()).isEqualTo(NONE);
        installation.set("export.ba.scopes", "team:1");

        var plan = installation.run("plan", "--as-of", NOW);
        var json = new ObjectMapper().readTree(installation.run("plan", "--json", "--as-of", NOW).output());
        var forgotten = installation.run("forget");

        assertThat(plan.output()).contains("2 exports are owed").endsWith(ORPHANS);
        assertThat(json.get("orphans")).hasSize(1);
        assertThat(json.at("/orphans/0").toString()).isEqualTo(
                "{\"domain\":\"ba\",\"scope\":\"team:2\",\"granularity\":\"weekly\",\"windows\":2}");
        assertThat(forgotten.code()).isZero();
        assertThat(forgotten.output()).isEqualTo(MARCH + " is forgotten; it was owed (bad-request)\n" + FEBRUARY
                + " is forgotten; it was owed (bad-request)\n");
        assertThat(installation.run("plan", "--as-of", NOW).output()).contains("2 exports are owed")
                .doesNotContain("team:2");
        assertThat(installation.run("forget").output()).isEqualTo(NONE);
        assertThat(history()).hasSize(2).allMatch(window -> window.get("scope").textValue().equals("team:1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"export.ba.granularity=monthly", "export.ba.enabled=false"})
    void a_changed_granularity_and_an_export_that_is_switched_off_leave_orphans_too(String setting) throws Exception {
        installation.set("export.sprint.enabled", "true").set(setting.split("=")[0], setting.split("=")[1]);

        assertThat(installation.run("plan").output()).contains("ba team:1 (weekly): 2 windows are owed, but no setting",
                ORPHANS);
        assertThat(installation.run("forget").output().lines()).hasSize(4)
                .allMatch(line -> line.contains(" is forgotten; "));
    }

    @Test
    void a_scope_that_comes_back_begins_anew() throws Exception {
        installation.set("export.ba.scopes", "team:1").run("forget");
        sandbox.faults().clear();
        installation.set("export.ba.scopes", "team:1,team:2");

        assertThat(installation.run("once", "--as-of", NOW, "--scope", "team:2").output())
                .endsWith("2 delivered, 0 failed.\n");
    }

    @Test
    void only_what_is_selected_is_forgotten() throws Exception {
        installation.set("export.ba.scopes", "team:1");

        assertThat(installation.run("forget", "--scope", "team:1").output())
                .isEqualTo("There is nothing to forget in the selection: a setting asks for every owed window.\n");
        assertThat(installation.run("forget", "--scope", "team:2", "--window", "2026-02").output())
                .isEqualTo(FEBRUARY + " is forgotten; it was owed (bad-request)\n");
        assertThat(history()).hasSize(3).anyMatch(window -> window.get("id").textValue().equals(MARCH));
    }

    @Test
    void what_was_delivered_and_is_owed_anew_stays_known_as_delivered() throws Exception {
        sandbox.faults().clear();
        installation.run("once", "--as-of", NOW);
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(400, "{}")).forEver();
        installation.set("export.ba.settle", 1);
        owe();
        installation.set("export.ba.scopes", "team:1");

        assertThat(installation.run("forget").output()).isEqualTo(MARCH + " is no longer owed; its delivery stays in "
                + "the ledger\n");
        assertThat(history()).filteredOn(window -> window.get("id").textValue().equals(MARCH)).singleElement()
                .matches(window -> window.get("state").textValue().equals("delivered")
                && !window.get("deliveries").isEmpty());
    }

    @Test
    void what_is_worked_on_right_now_is_left_and_named() throws Exception {
        sandbox.faults().clear();
        sandbox.faults().next(Call.CREATE, "ba", Fault.neverReady()).forEver();
        try (var once = installation.start("once", "--as-of", NOW, "--scope", "team:2", "--window", "2026-03")) {
            once.awaitOutput("ba team:2 2026-03-01..2026-03-31 was requested as job ", Installation.LIMIT);
            installation.set("export.ba.scopes", "team:1");

            var ended = installation.run("forget");

            assertThat(ended.output().lines()).hasSize(2).anyMatch(line -> line.startsWith(MARCH + ": the node ")
                    && line.contains(" works on this window until ")).contains(FEBRUARY
                    + " is forgotten; it was owed (bad-request)");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_command_that_still_waits_for_what_is_forgotten_names_it_and_ends(boolean postgresql) throws Exception {
        if (postgresql) {
            installation.set("ledger.url", Postgres.emptyDatabase()).set("ledger.username", Postgres.user());
        }
        sandbox.faults().clear();
        sandbox.faults().next(Call.STATUS, "ba", Fault.status("processing")).forEver();
        installation.set("export.max-in-flight", 1);
        try (var once = installation.start("once", "--as-of", NOW)) {
            once.awaitOutput("ba team:1 2026-02-01..2026-02-28 was requested as job ", Installation.LIMIT);
            installation.set("export.ba.scopes", "team:1");
            assertThat(installation.run("forget").output().lines()).hasSize(2)
                    .allMatch(line -> line.contains("/team-2/") && line.contains(" is forgotten; "));

            sandbox.faults().clear();

            assertThat(once.waitFor(Installation.LIMIT)).isEqualTo(2);
            assertThat(once.output()).contains("\n2 delivered, 2 failed.\n");
            assertThat(once.output().lines()).filteredOn(line -> line.matches("ba team:2 .* not finished .* it was "
                    + "removed from the ledger meanwhile \\(forget\\)")).hasSize(2);
        }
    }

    private JsonNode history() throws Exception {
        return new ObjectMapper().readTree(installation.run("history", "--json").output()).get("windows");
    }
}
