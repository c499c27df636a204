package io.seiexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Hold;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.plan.Chosen;
import io.seiexport.plan.Explainer;
import io.seiexport.plan.Format;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Series;
import io.seiexport.settings.Project;
import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;

/** Which windows a retry can do something for, and what it says of each. */
class RetrialTest {
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private static final String ID = "ba/team-1/weekly/2026-04-01_2026-04-30";
    private static final Hold SERVER = hold("server");
    private static final Hold DISK = hold("disk of here");

    private static Hold hold(String what) {
        return new Hold(what, NOW.minusSeconds(60), NOW.plusSeconds(60), "unauthorized", "the key is refused");
    }

    private static Retrial retrial(Hold... holds) {
        var asked = new Series("ba", List.of("ba"), new Scope("", "1"), "weekly", null, null, null,
                Optional.empty(), Optional.empty(), 0, false, List.of(), Format.CSV, Project.ONLY);
        return Retrial.of(List.of(asked), new Explainer(null, SettingsOf.values(Map.of()), Chosen.ALL, List.of(holds)),
                List.of(holds));
    }

    private static WindowHistory window(String state, Object... columns) {
        var row = new HashMap<String, Object>(Map.of("id", ID, "series", "ba/team-1/weekly", "domain", "ba",
                "window_start",
                "2026-04-01", "window_end", "2026-04-30", "state", state, "read_at", NOW.toEpochMilli()));
        for (var i = 0; i < columns.length; i += 2) {
            row.put(columns[i].toString(), columns[i + 1]);
        }
        return WindowHistory.of(List.of(row), List.of(), List.of()).get(0);
    }

    private static long at(int seconds) {
        return NOW.plusSeconds(seconds).toEpochMilli();
    }

    @Test
    void what_has_failed_is_put_back() {
        var failed = window(Entry.OWED, "due_at", at(60), "failures", 1, "reason", "html");

        assertThat(retrial().putsBack(failed)).isTrue();
        assertThat(retrial().wakes(failed)).isFalse();
        assertThat(retrial().objection(failed)).isEmpty();
        assertThat(retrial().newState(failed)).isEqualTo(ID + " is owed again; it had failed (html)");
    }

    @Test
    void what_only_waits_for_its_time_does_not_wait_any_longer() {
        var waiting = window(Entry.CREATED, "due_at", at(60), "reason", "stopped");

        assertThat(retrial().putsBack(waiting)).isFalse();
        assertThat(retrial().wakes(waiting)).isTrue();
        assertThat(retrial().objection(waiting)).isEmpty();
        assertThat(retrial().newState(waiting))
                .isEqualTo(ID + " is due now; it would have waited until 2026-05-15T12:01:00Z");
    }

    @Test
    void what_waits_for_the_server_or_a_disk_does_not_wait_any_longer() {
        var due = window(Entry.OWED, "due_at", at(-60));

        assertThat(retrial(SERVER).wakes(due)).isTrue();
        assertThat(retrial(SERVER).objection(due)).isEmpty();
        assertThat(retrial(SERVER).newState(due)).isEqualTo(ID + " is due now; it was held back by the server");
        assertThat(retrial(DISK, SERVER).newState(due)).endsWith(" held back by the disk of here and the server");
    }

    @Test
    void what_nothing_holds_up_is_left_to_who_takes_it_next() {
        var due = window(Entry.OWED, "due_at", at(-60));
        var staged = window(Entry.STAGED, "due_at", at(-60));

        assertThat(retrial().wakes(due)).isFalse();
        assertThat(retrial(hold("direct:sink-file#1234")).wakes(due)).isFalse();
        assertThat(retrial(SERVER).wakes(staged)).isFalse();
        assertThat(retrial().leftOut(due)).isEmpty();
        assertThat(retrial().objection(due))
                .contains(ID + ": this window has not failed, and nothing holds it back; the next tick "
                + "or `once` continues it");
    }

    @Test
    void what_is_worked_on_is_left_alone() {
        var busy = window(Entry.OWED, "due_at", at(-60), "failures", 1, "reason", "html", "lease_node", "here-1",
                "lease_until", at(60));

        assertThat(retrial(SERVER).putsBack(busy)).isFalse();
        assertThat(retrial(SERVER).wakes(busy)).isFalse();
        assertThat(retrial(SERVER).objection(busy)).isEqualTo(retrial().leftOut(busy))
                .contains(ID + ": the node here-1 works on "
                + "this window until 2026-05-15T12:01:00Z at least; `history` shows the result");
    }

    @Test
    void what_no_setting_asks_for_is_left_out_by_name() {
        for (var orphan : List.of(window(Entry.GIVEN_UP, "series", "ba/team-1/monthly", "failures", 10, "reason",
                "bad-request"), window(Entry.OWED, "series", "ba/team-1/monthly", "due_at", at(60)))) {
            assertThat(retrial(SERVER).putsBack(orphan)).isFalse();
            assertThat(retrial(SERVER).wakes(orphan)).isFalse();
            assertThat(retrial(SERVER).objection(orphan)).isEqualTo(retrial().leftOut(orphan))
                    .contains(ID + ": no setting asks for "
                    + "it any more; the command forget removes it");
        }
        assertThat(retrial().objection(window(Entry.DELIVERED, "series", "ba/team-1/monthly")))
                .contains(ID + ": this window is delivered, and no setting asks for it any more");
    }
}
