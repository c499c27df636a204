package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;

import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;

/** A sink of a user's own that does not keep the contract. */
class RudeSinkTest extends RouteTest {
    private static final Map<String, String> SETTINGS = Map.of("export.ba.scopes", "team:101",
            "export.ba.sinks", "direct:sink-rude");

    private Processor work = exchange -> { };

    @Override
    protected Map<String, Object> beans() {
        return Map.of("work", (Processor) exchange -> work.process(exchange));
    }

    @Test
    void one_that_handles_its_own_error_has_not_got_the_file() throws Exception {
        routes().write("sinks", "sink-rude", """
                - routeConfiguration:
                    id: rude-errors
                    onException:
                      - onException:
                          id: rude-error
                          exception: [java.lang.IllegalStateException]
                          handled: {constant: {expression: "true"}}
                - route:
                    id: sink-rude
                    group: sinks
                    routeConfigurationId: rude-errors
                    from:
                      uri: direct:sink-rude
                      steps:
                        - process: {id: rude-work, ref: work}
                """);
        work = exchange -> {
            throw new IllegalStateException("the share is not there");
        };
        start(SETTINGS);

        ring("ba");

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.SINK);
            assertThat(failure.sentence()).isEqualTo("the sink direct:sink-rude did not accept the file: its route did "
                    + "not come to its end: it was stopped, or has handled an error itself");
        });
        assertThat(inLedger("select state from sei_window")).isEqualTo("staged");
    }

    @Test
    void of_a_file_that_one_has_changed_no_sink_counts_as_served_and_it_is_downloaded_again() throws Exception {
        routes().write("sinks", "sink-rude", """
                - route:
                    id: sink-rude
                    group: sinks
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:sink-rude
                      steps:
                        - process: {id: rude-work, ref: work}
                """);
        work = exchange -> Files.writeString(exchange.getMessage().getBody(Path.class), "x\n",
                StandardOpenOption.APPEND);
        start(SETTINGS);
        ring("ba");
        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> assertThat(failure.sentence())
                .endsWith("the staged file was changed or removed while it was delivered; a sink must not change the "
                        + "file that it gets"));
        assertThat(inLedger("select count(*) from sei_delivery where sha256 is not null")).isEqualTo("0");

        work = exchange -> { };
        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(sandbox().count(Call.DOWNLOAD, "ba")).isEqualTo(2);
    }
}
