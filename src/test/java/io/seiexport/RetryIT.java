package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

import io.seiexport.cli.Parts;
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

/** What {@code retry} puts back as owed, of a window that was given up and one that was delivered. */
class RetryIT {
    private static final String DELIVERED = "ba/team-1/weekly/2026-03-01_2026-03-31";
    private static final String GIVEN_UP = "ba/team-2/weekly/2026-03-01_2026-03-31";
    private static final String[] ONCE = {"once", "--as-of", "2026-04-05T12:00:00Z"};

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void give_one_of_two_windows_up() throws Exception {
        sandbox = Sandbox.start(0, Options.immediate());
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(400, "{}").forTeam("2"));
        installation = installation().set("export.give-up-after", 1);
        assertThat(installation.run(ONCE).code()).isEqualTo(2);
    }

    private Installation installation() throws IOException {
        return Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1,team:2");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void what_was_given_up_is_owed_again_and_brought_home_by_the_next_run() throws Exception {
        assertThat(installation.run(ONCE).output())
                .isEqualTo("Nothing is owed.\n1 window is given up after too many failures; "
                + "the command retry puts it back (`history --state failed` shows it)\n");

        var ended = installation.run("retry", GIVEN_UP);

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).isEqualTo(GIVEN_UP + " is owed again; it had failed (bad-request)\n");
        assertThat(installation.run(ONCE).output()).contains("ba team:2 ").endsWith("1 delivered, 0 failed.\n");
    }

    @Test
    void all_that_has_failed_is_put_back_and_then_nothing_is_left() throws Exception {
        var first = installation.run("retry", "--failed");
        var second = installation.run("retry", "--failed");

        assertThat(first.output()).isEqualTo(GIVEN_UP + " is owed again; it had failed (bad-request)\n");
        assertThat(second.output()).isEqualTo("Nothing has failed.\n");
        assertThat(second.code()).isZero();
    }

    @Test
    void of_several_windows_either_all_are_put_back_or_none() throws Exception {
        var ended = installation.run("retry", GIVEN_UP, "ba/team-3/weekly/2026-03-01_2026-03-31", DELIVERED);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors().lines()).containsExactly(
                DELIVERED + ": this window is delivered; `backfill --force --export ba --scope team:1 --from "
                        + "2026-03-01 --to 2026-03-31` exports it again",
                "ba/team-3/weekly/2026-03-01_2026-03-31: the ledger has no such window; `history` lists its windows");
        assertThat(installation.run(ONCE).output()).startsWith("Nothing is owed.\n");
    }

    @Test
    void of_what_is_selected_all_that_has_failed_is_put_back() throws Exception {
        var other = installation.run("retry", "--window", "2026-02");
        var selected = installation.run("retry", "--export", "ba", "--window", "2026-03-15", "--state", "failed");

        assertThat(other.output()).isEqualTo("Nothing has failed or is waiting in the selection; "
                + "`plan --explain WINDOW` says why.\n");
        assertThat(selected.output()).isEqualTo(GIVEN_UP + " is owed again; it had failed (bad-request)\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beside_a_run_it_is_taken_up_at_once_and_left_while_it_is_worked_on(boolean postgresql) throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(400, "{}").forTeam("2"));
        var busy = installation().set("export.give-up-after", 1).set("camel.management.port", 0)
                .set("export.ba.cron", "0 0 0 1 1 ?");
        if (postgresql) {
            busy.set("ledger.url", Postgres.emptyDatabase()).set("ledger.username", Postgres.user());
        }
        assertThat(busy.run(ONCE).code()).isEqualTo(2);
        try (var run = busy.start("run")) {
            run.awaitOutput("started in", Installation.LIMIT);
            sandbox.faults().next(Call.CREATE, "ba", Fault.neverReady().forTeam("2"));

            assertThat(busy.run("retry", GIVEN_UP).output())
                    .isEqualTo(GIVEN_UP + " is owed again; it had failed (bad-request)\n");
            run.awaitOutput("ba team:2 2026-03-01..2026-03-31 was requested as job ", Installation.LIMIT);
            var again = busy.run("retry", GIVEN_UP);
            var selected = busy.run("retry", "--failed");

            assertThat(again.code()).isEqualTo(1);
            assertThat(again.errors()).startsWith(GIVEN_UP + ": the node ").contains(" works on this window until ");
            assertThat(selected.output()).isEqualTo("Nothing has failed.\n");
            assertThat(busy.run("retry", "--scope", "team:2").output()).startsWith(GIVEN_UP + ": the node ")
                    .contains(" works on this window until ");
        }
    }

    @Test
    void what_only_waits_for_the_server_is_tried_at_once_and_what_no_setting_asks_for_is_left_out() throws Exception {
        var hour = installation.set(Parts.SHORTEST_HOLD, 3_600_000).set("camel.management.port", 0)
                .set("export.ba.cron", "* * * * * ?").set("export.ba.window", "week")
                .set("export.ba.since", "2026-03-30")
                .set("export.max-in-flight", 1).set("export.ba.scopes", "team:1,team:3");
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(401, "{}")).forEver();
        try (var run = hour.start("run")) {
            run.awaitOutput("The server is held back \\(unauthorized\\)", Installation.LIMIT);
            sandbox.faults().clear();
            var waiting = "ba/team-3/weekly/2026-04-06_2026-04-12";

            var ended = hour.run("retry", "--scope", "team:3", "--scope", "team:2", "--window", "2026-04-06",
                    "--window", "2026-03");

            assertThat(ended.output().lines()).contains(waiting + " is due now; it was held back by the server",
                    GIVEN_UP
                    + ": no setting asks for it any more; the command forget removes it")
                    .last().asString().startsWith("The server was held back since ").endsWith(
                            "; it is retried at once");
            run.awaitOutput("ba team:3 2026-04-06\\.\\.2026-04-12 is delivered to", Installation.LIMIT);
            assertThat(hour.run("retry", GIVEN_UP).code()).isEqualTo(1);
        }
    }

    @Test
    void what_is_held_back_is_tried_at_once_too() throws Exception {
        var hour = installation.set(Parts.SHORTEST_HOLD, 3_600_000).set("camel.management.port", 0)
                .set("export.ba.cron", "* * * * * ?").set("export.ba.window", "week")
                .set("export.max-in-flight", 1);
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(401, "{}")).forEver();
        try (var run = hour.start("run")) {
            run.awaitOutput("The server is held back \\(unauthorized\\)", Installation.LIMIT);
            sandbox.faults().clear();

            var ended = hour.run("retry", "--failed");

            assertThat(ended.output()).contains("The server was held back since ",
                    " (unauthorized); it is retried at once\n");
            run.awaitOutput("The server works again", Installation.LIMIT);
            run.awaitOutput("is delivered to", Installation.LIMIT);
        }
    }
}
