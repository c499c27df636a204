package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The legacy reports as a user of an installed program has them, also one whose settings are from before them. */
class LegacyReportIT {
    private static final String NOW = "2026-05-15T12:00:00Z";
    private static final String EFFICIENCY = "data/legacy-efficiency/team-123/monthly/2026-04-01_2026-04-30";

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory);
        var file = installation.path("application.properties");
        Files.write(file, Files.readAllLines(file).stream().filter(line -> !line.matches("(export\\.legacy|report).*"))
                .toList());
        installation.exportingFrom(sandbox.address());
        for (var domain : Installation.DOMAINS) {
            installation.set("export." + domain + ".enabled", "false");
        }
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private int asked() {
        return sandbox.count(Call.REPORT, "report");
    }

    private void switchOnEfficiency() throws IOException {
        installation.set("export.legacy-efficiency.enabled", "true")
                .set("export.legacy-efficiency.scopes", "team:123");
    }

    @Test
    void settings_from_before_the_reports_leave_them_switched_off() throws Exception {
        installation.set("export.ba.enabled", "true").set("export.ba.scopes", "team:1");

        assertThat(installation.run("once", "--as-of", NOW).output()).contains("1 delivered, 0 failed.");
        assertThat(asked()).isZero();
    }

    @Test
    void they_are_planned_exported_and_remembered_as_all_others_are() throws Exception {
        switchOnEfficiency();
        installation.set("export.legacy-productivity.enabled", "true")
                .set("export.legacy-productivity.scopes", "team:0");

        var plan = installation.run("plan", "--as-of", NOW);
        var once = installation.run("once", "--as-of", NOW);
        var history = installation.run("history", "--json");

        assertThat(plan.output()).contains("2 exports are owed: about 2 calls");
        assertThat(once.output()).contains("2 delivered, 0 failed.");
        assertThat(asked()).isEqualTo(2);
        assertThat(installation.path(EFFICIENCY + ".csv")).isNotEmptyFile();
        assertThat(Files.readString(installation.path(EFFICIENCY + ".manifest.json"))).contains("\"exportId\" : null");
        assertThat(installation.path("data/legacy-productivity/team-0/monthly/2026-04-01_2026-04-30.csv"))
                .isEmptyFile();
        assertThat(history.output()).contains("\"rows\" : 0,", "\"exportId\" : null");
        assertThat(installation.run("once", "--as-of", NOW).output()).contains("Nothing is owed");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void a_program_that_is_killed_while_the_server_makes_a_report_asks_for_it_again() throws Exception {
        switchOnEfficiency();
        sandbox.faults().next(Call.REPORT, Fault.delay(Duration.ofMinutes(5)));
        try (var process = installation.start("once", "--as-of", NOW)) {
            await().atMost(Installation.LIMIT).until(() -> asked() == 1);
            process.signal("KILL");
            process.waitFor(Installation.LIMIT);
        }

        await().atMost(Installation.LIMIT).until(() -> {
            installation.run("once", "--as-of", NOW);
            return Files.exists(installation.path(EFFICIENCY + ".manifest.json"));
        });

        assertThat(asked()).isEqualTo(2);
        assertThat(sandbox.received()).map(call -> call.body()).hasSize(2).allMatch(
                sandbox.received().get(0).body()::equals);
    }
}
