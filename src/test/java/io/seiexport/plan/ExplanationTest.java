package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Hold;
import org.junit.jupiter.api.Test;

/** What is said of a window to whoever asks why it is, or is not, owed. */
class ExplanationTest {
    private static final Hold AWAY = new Hold("server", Instant.parse("2026-05-15T11:00:00Z"),
            Instant.parse("2026-05-15T12:10:00Z"), "unauthorized", "the key is refused");
    private static final String HELD = "The server has been held back since 2026-05-15T11:00:00Z and is retried at "
            + "2026-05-15T12:10:00Z (unauthorized): the key is refused.";
    private static final String OWED = "It became owed at 2026-05-02T05:00:00Z, after its scheduled time (missed).";

    private final Line line = new Line();

    @Test
    void what_is_delivered_was_delivered_then_and_to_these_sinks() {
        line.entered("2026-03-01", "2026-04-30")
                .row(4, Entry.DELIVERED, "delivered_at", Line.at("2026-05-02T05:01:00Z"),
                        "checked_at", Line.at("2026-05-02T05:01:00Z"), "sha256", "new", "row_count", 3L, "byte_count",
                        760L)
                .delivery(4, Line.SINK, "2026-05-02T05:00:59Z", "new");

        assertThat(line.explained(4)).containsExactly("not owed",
                "It was delivered at 2026-05-02T05:01:00Z, 3 rows, 760 bytes.",
                "direct:sink-file received it at 2026-05-02T05:00:59Z.",
                "`backfill --force --export ba --scope team:1 --from 2026-04-01 --to 2026-04-30` exports it again.");
    }

    @Test
    void what_one_of_several_projects_has_delivered_is_exported_again_of_it_alone() {
        line.of("web").entered("2026-03-01", "2026-04-30")
                .row(4, Entry.DELIVERED, "delivered_at", Line.at("2026-05-02T05:01:00Z"), "sha256", "new", "row_count",
                        3L, "byte_count", 760L)
                .delivery(4, Line.SINK, "2026-05-02T05:00:59Z", "new");

        assertThat(line.explained(4)).contains("`backfill --force --project web --export ba --scope team:1 "
                + "--from 2026-04-01 --to 2026-04-30` exports it again.");
    }

    @Test
    void a_file_that_no_backfill_brings_again_names_none() {
        line.row(4, Entry.DELIVERED, "delivered_at", Line.at("2026-05-02T05:01:00Z"), "sha256", "new");

        assertThat(line.rule("trailing:30d").explained(4)).noneMatch(sentence -> sentence.contains("backfill"));
        assertThat(line.rule("week").explained(4)).noneMatch(sentence -> sentence.contains("backfill"));
    }

    @Test
    void a_scope_is_named_as_a_shell_reads_it() {
        assertThat(line.scope("tree", "Bob's team").since("2026-03-01").explained(2)).last().asString()
                .contains(" --scope 'tree:Bob'\\''s team' --from 2026-02-01 ");
    }

    @Test
    void what_was_compared_since_and_has_not_changed_is_owed_again_as_long_as_it_settles() {
        line.entered("2026-03-01", "2026-04-30").settle(2)
                .row(4, Entry.DELIVERED, "delivered_at", Line.at("2026-05-02T05:01:00Z"),
                        "checked_at", Line.at("2026-05-14T05:01:00Z"), "sha256", "new")
                .delivery(4, Line.SINK, "2026-05-02T05:00:59Z", "new");

        assertThat(line.explained(4)).startsWith("owed").contains("The server still had the same content at "
                + "2026-05-14T05:01:00Z.",
                "Each tick exports it again, because it is one of the last 2 closed windows (export.ba.settle).");
    }

    @Test
    void a_sink_that_has_not_got_it_is_named() {
        line.entered("2026-03-01", "2026-04-30")
                .row(4, Entry.DELIVERED, "delivered_at", Line.at("2026-05-02T05:01:00Z"),
                "sha256", "new").delivery(4, "direct:sink-s3", "2026-05-02T05:00:59Z", "new");

        assertThat(line.explained(4)).contains("direct:sink-file does not have it: a new sink gets what was delivered "
                + "before only with export.new-sinks-owe=true.");
    }

    @Test
    void what_is_under_way_is_worked_on_by_a_node() {
        line.entered("2026-03-01", "2026-04-30").row(4, Entry.CREATED, "export_id", "exp_1", "lease_node", "here-1",
                "lease_until", Line.at("2026-05-15T12:01:00Z"));

        assertThat(line.explained(4, AWAY)).containsExactly("owed", OWED, "The node here-1 works on it until "
                + "2026-05-15T12:01:00Z at least; it waits for the job exp_1 of the server.");
    }

    @Test
    void a_lease_that_is_over_is_nobodys() {
        line.entered("2026-03-01", "2026-04-30").row(4, Entry.CREATED, "export_id", "exp_1", "lease_node", "here-1",
                "lease_until", Line.at("2026-05-15T11:59:59Z"), "due_at", Line.at("2026-05-15T05:00:00Z"));

        assertThat(line.explained(4)).containsExactly("owed", OWED, "It has been due since 2026-05-15T05:00:00Z: a "
                + "running `run` claims it as soon as fewer than 20 exports are under way; otherwise `once` does.");
        assertThat(line.mostInFlight(1).explained(4)).last().asString().contains(" as soon as fewer than 1 export is "
                + "under way; ");
    }

    @Test
    void what_waits_says_until_when_and_why() {
        line.entered("2026-03-01", "2026-04-30").row(4, Entry.OWED, "due_at", Line.at("2026-05-15T13:00:00Z"), "reason",
                        "job-failed", "sentence", "the server ended the job")
                .attempt(4, "2026-05-14T05:00:00Z", "job-failed").attempt(4, "2026-05-15T05:00:00Z", "job-failed");

        assertThat(line.explained(4)).containsExactly("owed", OWED, "The last try failed (job-failed): the server "
                + "ended the job.",
                "It waits until 2026-05-15T13:00:00Z; `retry` and `once` do not wait.",
                "It has failed 2 times in total; the last time at 2026-05-15T05:00:00Z (job-failed).");
    }

    @Test
    void what_a_server_holds_up_that_is_held_back_says_so_unless_its_file_is_here_already() {
        line.entered("2026-03-01", "2026-04-30").row(3, Entry.STAGED, "due_at", Line.at("2026-05-15T05:00:00Z"))
                .row(4, Entry.OWED, "due_at", Line.at("2026-05-15T05:00:00Z"));

        assertThat(line.explained(4, AWAY)).containsExactly("owed", OWED, "It has been due since 2026-05-15T05:00:00Z, "
                + "and waits until the server is retried at 2026-05-15T12:10:00Z; `retry` and `once` do not "
                + "wait.", HELD);
        assertThat(line.explained(3, AWAY)).doesNotContain(HELD).last().asString().contains(": a running `run` claims "
                + "it ");
    }

    @Test
    void a_sink_that_is_held_back_lets_no_window_wait() {
        line.entered("2026-03-01", "2026-04-30").row(4, Entry.OWED, "due_at", Line.at("2026-05-15T05:00:00Z"));

        assertThat(line.explained(4, new Hold(Line.SINK + "#1234", AWAY.since(), AWAY.until(), "sink", "no access")))
                .anyMatch(sentence -> sentence.contains(": a running `run` claims it "));
    }

    @Test
    void what_is_given_up_names_the_command_that_puts_it_back() {
        line.entered("2026-03-01", "2026-04-30")
                .row(4, Entry.GIVEN_UP, "failures", 10, "reason", "bad-request", "sentence",
                "the server refuses the request");

        assertThat(line.explained(4))
                .containsExactly("not owed", "It is given up after 10 failures of its own in a row; the last "
                + "one (bad-request): the server refuses the request.", "`retry " + Line.id(4) + "` puts it back.");
    }

    @Test
    void what_ends_before_the_first_day_that_is_set_names_it() {
        assertThat(line.since("2026-03-01").explained(2))
                .containsExactly("not owed", "It ends before export.ba.since = "
                + "2026-03-01; `backfill --export ba --scope team:1 --from 2026-02-01 --to 2026-02-28` "
                + "exports it anyway.");
    }

    @Test
    void what_is_from_before_the_first_day_that_was_ever_owed_says_which() {
        assertThat(line.entered("2026-03-01", "2026-04-30").explained(2)).last().asString().startsWith("It is before "
                + "the first day that was ever owed, 2026-03-01, and export.ba.since names no earlier day; `backfill ");
        assertThat(new Line().explained(2)).last().asString().startsWith("It is before the first day that was ever "
                + "owed, 2026-04-01, ");
    }

    @Test
    void what_is_not_closed_says_until_when() {
        assertThat(line.explained(5)).containsExactly("not owed", "Its window closes at 2026-06-02T00:00:00Z (after "
                + "its last day and export.ba.closing-lag = P1D).");
        assertThat(new Line().row(5, Entry.OWED, "due_at", Line.at("2026-05-15T05:00:00Z")).explained(5))
                .startsWith("not owed")
                .last().asString().startsWith("Its window closes at 2026-06-02");
    }

    @Test
    void what_is_owed_and_not_entered_yet_says_when_it_is() {
        assertThat(line.entered("2026-03-01", "2026-03-31").explained(4)).containsExactly("owed",
                "It is not in the ledger yet (new): the next tick of its schedule, or `once`, adds it.");
    }

    @Test
    void what_was_entered_and_has_no_row_is_forgotten() {
        assertThat(line.entered("2025-01-01", "2026-04-30").explained(2)).containsExactly("not owed", "Its days were "
                + "already planned (2025-01-01..2026-04-30), and the ledger has no row for it: it was delivered and "
                + "then removed (ledger.keep = 400d), or export.ba.window was different then.");
    }

    @Test
    void days_that_are_no_window_of_the_settings_name_those_that_touch_them() {
        var january = new Window(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-02-04"));

        assertThat(line.explained(january)).containsExactly("not owed", "export.ba.window = month has no window of "
                + "exactly these days; these windows touch them: 2026-01-01..2026-01-31, 2026-02-01..2026-02-28.");
    }

    @Test
    void an_orphan_names_the_setting_and_the_command_that_forgets_it() {
        line.row(4, Entry.OWED, "due_at", Line.at("2026-05-15T05:00:00Z"));

        assertThat(line.explainedAsOrphan(4, "export.ba.scopes does not list team:1")).containsExactly("No setting "
                + "asks for it any more: export.ba.scopes does not list team:1.", OWED, "The command forget removes "
                + "what is owed of it; it continues when a setting asks for it again.");
    }

    @Test
    void an_orphan_that_is_given_up_names_that_command_alone() {
        line.row(4, Entry.GIVEN_UP, "failures", 10, "reason", "bad-request", "sentence",
                "the server refuses the request");

        assertThat(line.explainedAsOrphan(4, "export.ba.scopes does not list team:1")).last()
                .isEqualTo("The command forget removes it.");
        assertThat(line.explainedAsOrphan(4, "export.ba.scopes does not list team:1"))
                .noneMatch(sentence -> sentence.contains("retry"));
    }

    @Test
    void what_nobody_knows_names_what_is_asked_for() {
        assertThat(line.explainedAsUnknown("ba/team-9/weekly/2026-01-01_2026-01-31")).containsExactly("It is not in "
                + "the ledger, and no setting asks for ba/team-9/weekly, only for ba/team-1/weekly.");
    }
}
