package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.settings.RunMode;
import io.seiexport.support.Postgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The list of the teams in a PostgreSQL. */
@Order(1)
class TeamsOnPostgresTest extends RouteTest {
    private String url;

    @BeforeEach
    void emptyDatabase() throws SQLException {
        url = Postgres.emptyDatabase();
    }

    @Override
    protected String ledgerUrl() {
        return url;
    }

    @Test
    void it_is_kept_followed_and_left_as_it_is_when_it_cannot_be_read() throws Exception {
        start(Map.of("export.ba.scopes", "teams:*", "sei.teams-cache", "0s", "retry.max-attempts", "1",
                "ledger.username", Postgres.user(), RunMode.BY_HAND, "false"));
        context().getRouteController().stopRoute("work");

        tick("ba", NOW);
        assertThat(windows()).isEqualTo("6");

        changeLedger("update sei_team_list set read_at = (select now from sei_clock) + 2592000000, "
                + "reading_until = (select now from sei_clock) + 2592000000");
        sandbox().faults().next(Call.TEAMS, Fault.answer(500, "{}"));
        sandbox().orgTrees().add("Product", 202, "Z\u00fcrich \ud83d\ude80");
        tick("ba", NOW);
        assertThat(windows()).isEqualTo("6");
        assertThat(inLedger("select reading_until from sei_team_list")).isEqualTo("0");

        tick("ba", NOW);
        assertThat(windows()).as("also after a clock that was ahead").isEqualTo("7");
        assertThat(inLedger("select count(*) from sei_team_list where teams "
                + "like '%rich \\\\uD83D\\\\uDE80%'")).isEqualTo("1");
    }

    private String windows() throws SQLException {
        return inLedger("select count(*) from sei_window");
    }
}
