package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.seiexport.ledger.LedgerWatch;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.Postgres;
import io.seiexport.support.TcpProxy;

/** The ledger goes away while exports are under way, and comes back. */
class LedgerAwayTest extends RouteTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private TcpProxy wire;
    private String url;

    @BeforeEach
    void database() throws SQLException, IOException {
        wire = TcpProxy.to("127.0.0.1", Postgres.port());
        url = Postgres.emptyDatabase(wire.port());
    }

    @AfterEach
    void closeWire() {
        wire.close();
    }

    @Override
    protected String ledgerUrl() {
        return url;
    }

    @Test
    void nothing_new_is_begun_while_it_is_away_and_all_goes_on_when_it_is_back() throws Exception {
        start(Map.of("export.ba.scopes", "team:1,team:2", "ledger.username", Postgres.user()));
        assertThat(readiness()).isEqualTo(HealthCheck.State.UP);
        wire.refuse();

        var tick = CompletableFuture.runAsync(this::tick);
        await().atMost(LIMIT).until(() -> readiness() == HealthCheck.State.DOWN);
        assertThat(sandbox().count(CREATE, "ba")).isZero();
        assertThat(ends.queued()).isEmpty();

        wire.none();
        tick.get();
        assertThat(ends.await(2).delivered()).hasSize(2);
        await().atMost(LIMIT).until(() -> readiness() == HealthCheck.State.UP);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
    }

    @Test
    void an_export_that_is_under_way_waits_for_it_and_is_brought_home() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "ledger.username", Postgres.user()));
        sandbox().faults().next(STATUS, Fault.status("PROCESSING")).times(30);
        tick();
        await().atMost(LIMIT).until(() -> sandbox().count(STATUS, "ba") > 3);

        wire.refuse();
        await().atMost(LIMIT).until(() -> readiness() == HealthCheck.State.DOWN);
        assertThat(ends.delivered()).isEmpty();
        assertThat(sandbox().count(DOWNLOAD, "ba")).isZero();
        wire.none();

        assertThat(ends.await(1).failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(1);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    private void tick() {
        try {
            tick("ba", NOW);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private HealthCheck.State readiness() {
        return context().getRegistry().findSingleByType(LedgerWatch.class).call().getState();
    }
}
