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

import io.seiexport.cli.Parts;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.sandbox.Fault;
import io.seiexport.settings.RunMode;
import io.seiexport.support.Postgres;
import io.seiexport.support.RouteFolder;
import io.seiexport.support.TcpProxy;

/** The ledger goes away while exports are under way, and comes back. */
class LedgerAwayTest extends RouteTest {

    private final Hanging hanging = new Hanging();
    private RouteFolder routes;
    private TcpProxy wire;
    private String url;

    @Override
    protected Map<String, Object> beans() {
        return Map.of("wire", wire, "hanging", hanging);
    }

    @BeforeEach
    void database() throws SQLException, IOException {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
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
        await().until(() -> readiness() == HealthCheck.State.DOWN);
        assertThat(sandbox().count(CREATE, "ba")).isZero();
        assertThat(ends.queued()).isEmpty();

        wire.none();
        tick.get();
        assertThat(ends.await(2).delivered()).hasSize(2);
        await().until(() -> readiness() == HealthCheck.State.UP);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
    }

    @Test
    void an_export_that_is_under_way_waits_for_it_and_is_brought_home() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "ledger.username", Postgres.user()));
        sandbox().faults().next(STATUS, Fault.status("PROCESSING")).forEver();
        tick();
        await().until(() -> sandbox().count(STATUS, "ba") > 3);

        wire.refuse();
        await().until(() -> readiness() == HealthCheck.State.DOWN);
        assertThat(ends.delivered()).isEmpty();
        assertThat(sandbox().count(DOWNLOAD, "ba")).isZero();
        wire.none();
        sandbox().faults().clear();

        assertThat(ends.await(1).failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(1);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void a_sink_does_not_answer_for_the_time_that_it_is_away_before_its_turn() throws Exception {
        routes.write("transforms", "transform-cut", route("transform-cut", """
                - setBody:
                    id: copy-the-file
                    simple: ${bodyAs(String)}
                """));

        export("export.ba.transform", "direct:transform-cut");

        outlastTheSink();
        assertThat(ends.await(1).delivered()).hasSize(1);
        assertThat(ends.postponed()).isEmpty();
    }

    @Test
    void nor_for_the_time_that_it_is_away_when_the_sink_renews_the_lease() throws Exception {
        routes.write("sinks", "sink-cut", route("sink-cut", """
                - to:
                    id: renew-lease-of-cut
                    uri: direct
                    parameters:
                      name: ledger-lease
                """));

        export("export.ba.sinks", "direct:sink-cut");

        outlastTheSink();
        assertThat(ends.await(1).delivered()).hasSize(1);
        assertThat(ends.postponed()).isEmpty();
    }

    @Test
    void a_sink_that_hangs_when_it_is_back_is_cut_off_by_the_time_that_was_left() throws Exception {
        routes.write("sinks", "sink-cut", route("sink-cut", """
                - to:
                    id: renew-lease-of-cut
                    uri: direct
                    parameters:
                      name: ledger-lease
                - bean:
                    id: hang-in-cut
                    ref: hanging
                    method: hang
                """));

        export("export.ba.sinks", "direct:sink-cut");

        outlastTheSink();
        await().until(() -> ends.postponed().size() == 1);
        assertThat(ends.postponed().get(0).sentence()).contains("it was not done after 4s (sink.timeout)");
        await().until(() -> hanging.interrupted() == 1);
    }

    /** A route that cuts the wire to the ledger before it does these steps. */
    private static String route(String id, String steps) {
        return """
                - route:
                    id: %1$s
                    description: Cut the wire
                    group: %2$s
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct
                      parameters:
                        name: %1$s
                      steps:
                        - bean:
                            id: cut-in-%1$s
                            ref: wire
                            method: refuse
                """.formatted(id, id.startsWith("sink") ? "sinks" : "transforms") + steps.indent(8);
    }

    private void export(String key, String value) throws Exception {
        start(Map.of("camel.main.routes-include-pattern", routes.pattern(), "export.ba.scopes", "team:1",
                "ledger.username", Postgres.user(), "sink.timeout", "4s", RunMode.BY_HAND, "false",
                Parts.SHORTEST_HOLD, "600000", key, value));
        tick();
    }

    /** The outage is longer than a sink may take for a file. */
    private void outlastTheSink() {
        await().until(() -> readiness() == HealthCheck.State.DOWN);
        var since = System.nanoTime();
        await().until(() -> System.nanoTime() - since > Duration.ofSeconds(5).toNanos());
        wire.none();
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
