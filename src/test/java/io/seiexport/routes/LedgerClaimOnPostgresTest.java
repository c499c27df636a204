package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import io.seiexport.support.LogLines;
import io.seiexport.support.Postgres;

/** The same on a PostgreSQL, where the nodes may be anywhere. */
@Order(1)
class LedgerClaimOnPostgresTest extends LedgerClaimTest {
    private String url;

    @BeforeEach
    void emptyDatabase() throws SQLException {
        url = Postgres.emptyDatabase();
    }

    @Test
    void a_window_that_was_done_while_a_claim_waited_for_its_row_is_not_claimed_once_more() throws Exception {
        var node = nodes(1, Map.of()).get(0);
        owe(node, 1);
        var thread = Executors.newSingleThreadExecutor();
        try (var another = DriverManager.getConnection(url, Postgres.user(), ""); var statement =
                another.createStatement()) {
            another.setAutoCommit(false);
            statement.execute("update sei_window set lease_no = lease_no + 1");

            var claimed = thread.submit(() -> claim(node));
            Awaitility.await().until(() ->
                    number(node, "select count(*) from pg_stat_activity where datname = current_database() "
                    + "and wait_event_type = 'Lock'") == 1);
            statement.execute("update sei_window set state = 'delivered', due_at = null");
            another.commit();

            assertThat(claimed.get()).isEmpty();
        } finally {
            thread.shutdownNow();
        }
        assertThat(number(node, "select lease_no from sei_window")).isOne();
    }

    @Test
    void a_claim_that_met_a_deadlock_is_made_once_more_and_the_ledger_is_not_called_away() throws Exception {
        var node = nodes(1, Map.of("export.max-in-flight", "2")).get(0);
        owe(node, 2);
        var ids = claim(node).stream().map(row -> row.get("id").toString()).toList();
        var thread = Executors.newSingleThreadExecutor();
        try (var log = LogLines.of("io.seiexport.ledger"); var another =
                DriverManager.getConnection(url, Postgres.user(), "");
                var statement = another.createStatement()) {
            another.setAutoCommit(false);
            // Nobody knows which row a claim locks first.
            for (var order : List.of(ids, List.of(ids.get(1), ids.get(0)))) {
                boolean claimEndedIt;
                do {
                    execute(node, "update sei_window set lease_until = 0");
                    statement.execute("update sei_window set why = why where id = '" + order.get(0) + "'");
                    var claimed = thread.submit(() -> claim(node));
                    Awaitility.await().until(() -> number(node, "select count(*) from pg_stat_activity where "
                            + "datname = current_database() and wait_event_type = 'Lock'") == 1);
                    claimEndedIt = lockAlso(order.get(1), statement);
                    another.commit();

                    assertThat(claimed.get()).hasSize(2);
                } while (!claimEndedIt);
            }

            Awaitility.await().until(() -> number(node, "select deadlocks from pg_stat_database where datname = "
                    + "current_database()") > 0);
            assertThat(log.lines()).noneMatch(line -> line.contains("unavailable") && line.contains("deadlock"));
        } finally {
            thread.shutdownNow();
        }
    }

    /**
     * Whether it was not this one that the server ended. It looks for a deadlock once, when one has waited a second,
     * so on a slow machine it has looked at the claim too early, and finds the other one.
     */
    private static boolean lockAlso(String id, Statement statement) throws SQLException {
        try {
            statement.execute("update sei_window set why = why where id = '" + id + "'");
            return true;
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("deadlock");
            statement.getConnection().rollback();
            return false;
        }
    }

    @Override
    protected String ledgerUrl() {
        return url;
    }

    @Override
    String ledgerUser() {
        return Postgres.user();
    }
}
