package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import io.seiexport.cli.Pools;
import io.seiexport.cli.Watcher;
import io.seiexport.csv.ProvingStream;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An Error, which no program expects, ends the export that it struck and no other. */
class ThrownErrorTest extends RouteTest {
    private static final String STRUCK = "team:101";
    private static final Map<String, String> TWO = Map.of("export.ba.scopes", STRUCK + ",team:102");

    /** Hears of everything after the one that throws. */
    private final Ends witness = new Ends();

    @ParameterizedTest
    @ValueSource(strings = {"created", "polled", "downloading", "staged", "delivered"})
    void an_error_of_a_watcher_fails_its_export_alone(String event) throws Exception {
        start(TWO);
        context().getRegistry().bind("throwing", new Throwing(event));

        ring("ba");

        ends.await(2);
        assertThat(ends.failed()).hasSize(1).allSatisfy((export, failure) -> {
            assertThat(export.toString()).contains(STRUCK);
            assertThat(failure.sentence()).contains("LinkageError");
        });
        assertThat(ends.delivered().keySet()).anyMatch(export -> !export.toString().contains(STRUCK));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void an_error_of_a_watcher_that_hears_of_a_failure_leaves_the_failure_as_it_is() throws Exception {
        start(TWO);
        sandbox().faults().next(Call.CREATE, Fault.failing("No data").forTeam("101"));
        context().getRegistry().bind("throwing", new Throwing("failed"));
        context().getRegistry().bind("witness", witness);

        ring("ba");

        ends.await(2);
        assertThat(ends.failed().values()).singleElement().satisfies(failure ->
                assertThat(failure.reason()).isEqualTo(Reason.JOB_FAILED));
        assertThat(ends.delivered()).hasSize(1);
        assertThat(witness.await(2).failed()).isEqualTo(ends.failed());
    }

    @Test
    void an_error_of_a_watcher_that_hears_of_the_end_keeps_it_from_nobody_else() throws Exception {
        start(TWO);
        context().getRegistry().bind("throwing", new Throwing("closed"));
        context().getRegistry().bind("witness", witness);

        ring("ba");
        ends.await(2);
        ring("ba");
        ends.await(4);
        witness.await(4);

        assertThat(ends.failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(2);
        assertThat(waiting()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"job-create, log-created", "job-await, tell-polled", "receive, tell-downloading",
        "job-download, refuse-stale-file", "deliver, demand-delivered"})
    void an_error_of_any_step_fails_its_export_alone(String route, String step) throws Exception {
        start(TWO);
        context().getRegistry().bind("throwing", new ThrowingStep());
        replace(route, step, "bean:throwing");

        ring("ba");

        ends.await(2);
        assertThat(ends.failed()).hasSize(1).allSatisfy((export, failure) -> {
            assertThat(export.toString()).contains(STRUCK);
            assertThat(failure.sentence()).contains("LinkageError");
        });
        assertThat(ends.delivered()).hasSize(1);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void an_error_within_a_sink_fails_its_export_alone_and_the_file_waits_for_the_sink() throws Exception {
        start(TWO);
        context().getRegistry().bind("throwing", new ThrowingStep());
        replace("deliver-one", "refuse-held-sink", "bean:throwing");

        ring("ba");

        ends.await(2);
        assertThat(ends.failed()).hasSize(1).allSatisfy((export, failure) -> {
            assertThat(export.toString()).contains(STRUCK);
            assertThat(failure.sentence()).contains("LinkageError");
        });
        assertThat(ends.delivered()).hasSize(1);
        assertThat(waiting()).hasSize(1);
    }

    @Test
    void the_pools_of_the_routes_are_those_that_end_the_process_after_an_error() throws Exception {
        start(TWO);

        assertThat(context().getExecutorServiceManager().getThreadPoolFactory()).isInstanceOf(Pools.class);
        assertThat(context().getRegistry().findByType(Pools.class)).hasSize(1);
    }

    /** Throws in one export. */
    public static final class ThrowingStep {
        public void strike(Exchange exchange) {
            if (exchange.getVariable("export", Export.class).toString().contains(STRUCK)) {
                throw new LinkageError("as the test says");
            }
        }
    }

    /** Throws at one event of one export. */
    private record Throwing(String event) implements Watcher {
        private void at(String name, Export export) {
            if (name.equals(event) && export.toString().contains(STRUCK)) {
                throw new LinkageError("as the test says");
            }
        }

        @Override
        public void created(Export export, Job job) {
            at("created", export);
        }

        @Override
        public void polled(Export export, Job job) {
            at("polled", export);
        }

        @Override
        public void downloading(Export export, ProvingStream transfer, long expectedBytes) {
            at("downloading", export);
        }

        @Override
        public void staged(Export export, Staged staged) {
            at("staged", export);
        }

        @Override
        public void delivered(Export export, Staged staged, Duration total) {
            at("delivered", export);
        }

        @Override
        public void failed(Export export, Failure failure) {
            at("failed", export);
        }

        @Override
        public void closed(String window) {
            if (event.equals("closed") && window.contains(STRUCK.replace(':', '-'))) {
                throw new LinkageError("as the test says");
            }
        }
    }
}
