package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.support.Postgres;
import io.seiexport.support.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same in a PostgreSQL, which may be away. */
class SharedBudgetOnPostgresTest extends SharedBudgetTest {
    private TcpProxy wire;
    private String url;

    @BeforeEach
    void emptyDatabase() throws SQLException, IOException {
        wire = TcpProxy.to("127.0.0.1", Postgres.port());
        url = Postgres.emptyDatabase(wire.port());
    }

    @AfterEach
    void closeWire() {
        wire.close();
    }

    @Override
    protected Map<String, String> ledger() {
        return Map.of("ledger.url", url, "ledger.username", Postgres.user());
    }

    @Test
    void calls_wait_while_the_ledger_is_away_and_go_on_when_it_is_back() throws Exception {
        var node = node(Map.of());
        wire.refuse();

        var waiting = turn(node);
        awaitFailedCalls();
        assertThat(waiting).isNotDone();
        wire.none();

        assertThat(ApiCall.of(waiting.get()).waitedMillis()).isPositive();
    }

    @Test
    void a_stop_does_not_wait_for_the_ledger() throws Exception {
        var node = node(Map.of());
        node.start();
        wire.refuse();
        var waiting = turn(node);
        awaitFailedCalls();

        node.stop();

        assertThatThrownBy(() -> waiting.get()).rootCause()
                .isInstanceOfSatisfying(ExportFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.STOPPED));
    }

    /** A pool asks several times before it gives a call up. */
    private void awaitFailedCalls() {
        var before = wire.connections();
        await().forever().until(() -> wire.connections() > before + 3);
    }
}
