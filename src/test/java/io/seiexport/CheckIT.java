package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code check} tries, and what it finds. */
class CheckIT {
    private static final String RIGHT_KEY = "the-right-key";

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate().withKey(RIGHT_KEY));
        installation = Installation.in(directory).exportingFrom(sandbox.address()).set("sei.api-key", RIGHT_KEY);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void everything_that_works_is_a_line_that_says_ok() throws Exception {
        var ended = installation.set("export.ba.granularity", "monthly").run("check");

        assertThat(ended.code()).isZero();
        assertThat(ended.output().lines()).allMatch(line -> line.startsWith("ok    ")).contains(
                "ok    settings",
                "ok    API at " + sandbox.address(),
                "ok    sink direct:sink-file");
    }

    @Test
    void it_asks_for_no_export() throws Exception {
        installation.run("check");

        assertThat(sandbox.count(Call.LIST, "productivity")).isEqualTo(1);
        assertThat(sandbox.count(Call.TREES)).isEqualTo(1);
        assertThat(sandbox.received()).noneMatch(call -> call.method().equals("POST")
                && call.path().startsWith("/v2/insights/"));
    }

    @Test
    void a_wrong_key_is_found_and_the_sinks_are_tried_all_the_same() throws Exception {
        var ended = installation.set("sei.api-key", "a-wrong-key").run("check");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output().lines())
                .anyMatch(line -> line.startsWith("FAIL  API at " + sandbox.address() + ": the server answered 401")
                        && line.contains("sei.api-key"))
                .contains("ok    sink direct:sink-file");
    }

    @Test
    void a_sink_that_cannot_be_written_is_found() throws Exception {
        Files.writeString(installation.path("occupied"), "a file where a folder is wanted");

        var ended = installation.set("sink.file.directory", "occupied").run("check");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output().lines()).contains("ok    API at " + sandbox.address())
                .anyMatch(line -> line.startsWith("FAIL  sink direct:sink-file: ") && line.contains("occupied"));
    }
}
