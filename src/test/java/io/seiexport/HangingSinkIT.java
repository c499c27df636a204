package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands make of a sink that takes the file and never says that it has it. */
class HangingSinkIT {
    private static final String SINK = "direct:sink-silent";

    @TempDir
    private static Path directory;
    private Sandbox sandbox;
    private ServerSocket silent;
    private Installation installation;

    @BeforeEach
    void install() throws Exception {
        sandbox = Sandbox.start(0, Options.immediate());
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1,team:2")
                .set("export.ba.sinks", SINK + ",direct:sink-file").set("sink.timeout", "2s")
                .set("sink.file.timeout", "1h")
                // Nothing can wake a call that waits for a server.
                .set("camel.main.shutdown-timeout", 1);
        installation.routes().write("sinks", "sink-silent", """
                - route:
                    id: sink-silent
                    description: Send each file to a server
                    group: sinks
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:sink-silent
                      steps:
                        - toD:
                            id: send-to-silent
                            uri: http
                            parameters:
                              httpUri: 127.0.0.1:%d/${variable.export.name}
                """.formatted(silent.getLocalPort()));
    }

    @AfterEach
    void stop() throws Exception {
        silent.close();
        sandbox.close();
    }

    @Test
    void once_ends_after_its_deadline_and_the_other_sink_has_the_files() throws Exception {
        var ended = installation.runAlone("once");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output() + ended.errors()).contains("the sink " + SINK + " did not accept the file: it was "
                + "not done after 2s (sink.timeout) and was cut off");
        assertThat(installation.files("data")).filteredOn(file -> file.endsWith(".csv")).hasSize(2);
        assertThat(installation.files("staging")).filteredOn(file -> file.endsWith(".csv")).hasSize(2);
    }

    @Test
    void check_ends_after_its_deadline_and_tries_the_other_sink() throws Exception {
        var ended = installation.run("check");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output().lines()).contains("ok    sink direct:sink-file",
                "FAIL  sink " + SINK + ": it was not done after 2s (sink.timeout) and was cut off");
    }
}
