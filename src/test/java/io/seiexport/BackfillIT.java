package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code backfill} asks for, and what it shows meanwhile. */
class BackfillIT {
    private static final String[] SPRING = {"backfill", "--from", "2026-02-10", "--to", "2026-04-20"};

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void it_asks_for_the_whole_windows_that_are_missing_and_with_force_for_all() throws Exception {
        installation.run("once", "--as-of", "2026-04-05T12:00:00Z");

        var first = installation.run(SPRING);
        var second = installation.run(SPRING);
        var created = sandbox.count(Call.CREATE, "ba");
        var forced = installation.run("backfill", "--from", "2026-02-10", "--to", "2026-04-20", "--force");

        assertThat(first.output().lines()).hasSize(4)
                .anyMatch(line -> line.matches("ba team:1 +2026-02-01\\.\\.2026-02-28 +delivered .*"))
                .anyMatch(line -> line.matches("ba team:1 +2026-04-01\\.\\.2026-04-30 +delivered .*"))
                .endsWith("2 delivered, 0 failed.");
        assertThat(second.output()).isEqualTo("Nothing is missing from 2026-02-10 to 2026-04-20.\n");
        assertThat(created).isEqualTo(3);
        assertThat(forced.output()).contains(" 2026-03-01..2026-03-31 ").contains("3 ");
        assertThat(sandbox.count(Call.CREATE, "ba")).isEqualTo(6);
        assertThat(first.code() + second.code() + forced.code()).isZero();
    }

    @Test
    void a_snapshot_of_today_is_taken_again_with_force_and_none_of_another_day() throws Exception {
        var today = LocalDate.now(ZoneOffset.UTC);
        installation.set("export.ba.enabled", false).set("export.developers.enabled", true);

        var first = installation.run("once");
        var again = installation.run("backfill", "--from", "" + today, "--to", "" + today.plusDays(1), "--force");
        var earlier = installation.run("backfill", "--from", "2026-01-01", "--to", "2026-01-31", "--export",
                "developers");

        assertThat(first.output()).endsWith("1 delivered, 0 failed.\n");
        assertThat(again.output()).contains("developers all").endsWith(" 0 failed.\n");
        assertThat(sandbox.count(Call.DEVELOPERS)).isEqualTo(2);
        assertThat(earlier.code()).isEqualTo(1);
        assertThat(earlier.errors()).contains("developers: a snapshot is of the day on which it is taken");
    }

    @Test
    void called_again_it_goes_on_with_what_has_failed() throws Exception {
        installation.only("ba", "team:1,team:2");
        sandbox.faults().next(Call.CREATE, "ba", Fault.failing("Invalid teamId").forTeam("2"));

        var first = installation.run("backfill", "--from", "2026-02-01", "--to", "2026-02-28");
        var second = installation.run("backfill", "--from", "2026-02-01", "--to", "2026-02-28");

        assertThat(first.code()).isEqualTo(2);
        assertThat(first.output()).endsWith("1 delivered, 1 failed.\n");
        assertThat(second.output()).contains("ba team:2 ").doesNotContain("ba team:1 ");
    }

    @Test
    void it_asks_only_for_what_is_selected_of_these_days() throws Exception {
        installation.only("ba", "team:1,team:2");

        var ended = installation.run("backfill", "--from", "2026-02-10", "--to", "2026-04-20", "--scope", "team:2",
                "--window", "2026-03", "--window", "ba/team-2/weekly/2026-04-01_2026-04-30");

        assertThat(ended.output().lines()).hasSize(4).noneMatch(line -> line.startsWith("ba team:1"))
                .last().isEqualTo("2 delivered, 0 failed.");
        assertThat(installation.run("backfill", "--from", "2026-02-10", "--to", "2026-04-20", "--window", "2026-03",
                "--scope", "team:2").output())
                .isEqualTo("Nothing is missing from 2026-02-10 to 2026-04-20 in the selection; "
                + "`plan --explain WINDOW` says why.\n");
    }

    @Test
    void windows_that_slide_are_no_series() throws Exception {
        installation.set("export.ba.window", "trailing:14d").set("export.sprint.enabled", "true")
                .set("export.sprint.scopes", "team:1");

        var named = installation.run("backfill", "--from", "2026-02-10", "--to", "2026-02-20", "--export", "ba");
        var unnamed = installation.run("backfill", "--from", "2026-02-10", "--to", "2026-02-20");

        assertThat(named.code()).isEqualTo(1);
        assertThat(named.errors()).isEqualTo("export.ba.window = trailing:14d: a sliding window has no fixed series of "
                + "windows, so there is nothing to backfill; to get those that ended before, set "
                + "export.ba.since to an earlier day\n");
        assertThat(unnamed.code()).isZero();
        assertThat(unnamed.errors()).contains("ba is skipped: export.ba.window = trailing:14d is a sliding window");
        assertThat(unnamed.output()).contains("sprint team:1  2026-02-01..2026-02-28  delivered");
        assertThat(sandbox.count(Call.CREATE, "ba")).isZero();
    }

    @Test
    void on_a_terminal_a_bar_shows_how_much_is_done_and_how_long_the_rest_takes() throws Exception {
        installation.set("export.max-in-flight", 1);

        try (var process = installation.onATerminal("backfill --from 2025-08-01 --to 2026-03-31")) {
            assertThat(process.waitFor(Installation.LIMIT)).isZero();

            assertThat(process.output())
                    .containsPattern("\\[\\.{30}] 0/8\\R")
                    .containsPattern("\\[#+\\.+] [1-7]/8, about \\d+ s left\\R(ba team:1 2\\d{3}-\\d\\d-01 +.*\\R)+")
                    .containsPattern("8 delivered, 0 failed\\.\\R");
        }
    }
}
