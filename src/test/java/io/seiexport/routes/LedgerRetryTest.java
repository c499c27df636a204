package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import io.seiexport.http.Account;
import io.seiexport.ledger.LedgerRows;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;

/** What becomes of windows that a person retries. */
class LedgerRetryTest extends RouteTest {
    private static final String FIRST = "ba/team-1/weekly/2026-04-01_2026-04-30";
    private static final String SECOND = "ba/team-2/weekly/2026-04-01_2026-04-30";

    @Test
    void what_has_failed_begins_anew_and_what_only_waits_keeps_its_job() throws Exception {
        start(Map.of("export.ba.scopes", "team:1,team:2"));
        sandbox().faults().next(Call.CREATE, "ba", Fault.answer(403, "{}")).forEver();
        tick("ba", NOW);
        ends.await();
        changeLedger("update sei_window set state = 'created', export_id = 'exp_1', due_at = (select now from "
                + "sei_clock) + 3600000");
        changeLedger("update sei_hold set until = (select now from sei_clock) + 3600000");

        assertThat(rows().oweAgain(List.of(FIRST))).containsExactly(FIRST);
        assertThat(rows().wake(List.of(SECOND))).containsExactly(SECOND);

        assertThat(job(FIRST)).isEqualTo("owed ");
        assertThat(job(SECOND)).isEqualTo("created exp_1");
        assertThat(inLedger("select count(*) from sei_window where due_at <= (select now from sei_clock)"))
                .isEqualTo("2");
        assertThat(inLedger("select count(*) from sei_hold where until > (select now from sei_clock)")).isEqualTo("0");
        assertThat(inLedger("select count(*) from sei_hold")).isNotEqualTo("0");
    }

    @Test
    void the_staged_file_of_a_snapshot_stays_because_nobody_can_take_it_again() throws Exception {
        var blocked = Files.writeString(data().resolveSibling("blocked"), "no folder");
        start(Map.of("export.ba.enabled", "false", "export.developers.enabled", "true", "export.developers.sinks",
                "file:" + blocked.resolve("below")));
        tick("developers", Instant.now());
        ends.await();
        var id = inLedger("select id from sei_window where domain = 'developers'");

        rows().oweAgain(List.of(id));

        assertThat(inLedger("select state from sei_window")).isEqualTo("staged");
        assertThat(inLedger("select staged from sei_window")).isNotBlank();
    }

    private LedgerRows rows() {
        var registry = context().getRegistry();
        return new LedgerRows(registry.lookupByNameAndType("ledger", DataSource.class),
                registry.findSingleByType(LedgerWatch.class), registry.findSingleByType(Account.class).ledgerName());
    }

    private String job(String id) throws SQLException {
        return inLedger("select state || ' ' || coalesce(export_id, '') from sei_window where id = '" + id + "'");
    }
}
