package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.JavaProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Which of several values of a setting counts: the environment's, then that of -D, then that of the file. */
@Execution(ExecutionMode.CONCURRENT)
class OverrideIT {
    private static final String LANDED = "ticket-data/team-1/monthly/2026-01-01_2026-01-31.csv";

    @WarmFolder
    private Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address())
                .only("ticket-data", "team:9")
                .set("export.ticket-data.window", "fixed:2026-01-01..2026-01-31")
                .set("sink.file.directory", "of-the-file");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static void once(JavaProgram program) throws Exception {
        assertThat(Installation.ended(program, "once").output()).contains("\n1 delivered, 0 failed.");
    }

    @Test
    void a_system_property_overrides_the_file() throws Exception {
        assertThat(installation.run("-Dexport.ticket-data.scopes=team:1", "-Dsink.file.directory=of-the-call", "once")
                .output()).contains("\n1 delivered, 0 failed.");

        assertThat(installation.files("of-the-call")).contains(LANDED);
    }

    @Test
    void an_environment_variable_overrides_the_file() throws Exception {
        once(installation.program()
                .environment("EXPORT_TICKET_DATA_SCOPES", "team:1")
                .environment("SINK_FILE_DIRECTORY", "of-the-environment"));

        assertThat(installation.files("of-the-environment")).contains(LANDED);
    }

    @Test
    void an_environment_variable_overrides_a_system_property() throws Exception {
        once(installation.program()
                .jvmOptions("-Dexport.ticket-data.scopes=team:2", "-Dsink.file.directory=of-the-call")
                .environment("EXPORT_TICKET_DATA_SCOPES", "team:1")
                .environment("SINK_FILE_DIRECTORY", "of-the-environment"));

        assertThat(installation.files("of-the-environment")).contains(LANDED);
    }

    @Test
    void a_mistyped_environment_variable_is_refused() throws Exception {
        var mistyped = installation.program().environment("EXPORT_TICKET_DATA_SCOPE", "team:1");

        var ended = Installation.ended(mistyped, "once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors().strip()).isEqualTo("EXPORT_TICKET_DATA_SCOPE in the environment is not a setting; "
                + "did you mean EXPORT_TICKET_DATA_SCOPES?");
    }

    @Test
    void the_key_and_the_address_of_the_api_may_come_from_the_environment_alone() throws Exception {
        installation.set("sei.api-key", "").set("sei.base-url", "prod1");

        once(installation.program()
                .environment("SEI_BASE_URL", sandbox.address().toString())
                .environment("SEI_API_KEY", "the-key-of-the-environment"));

        assertThat(sandbox.received()).isNotEmpty().allSatisfy(call ->
                assertThat(call.headers()).containsEntry("Authorization", "ApiKey the-key-of-the-environment"));
    }

    @Test
    void a_wrong_value_of_the_environment_is_refused_by_the_name_of_its_setting() throws Exception {
        var ended = Installation.ended(installation.program().environment("POLL_TIMEOUT", "soon"), "once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).isEqualTo("poll.timeout = soon: use a duration such as PT5S, 100ms, 5s or 2m\n");
    }

    @Test
    void a_mistyped_system_property_is_refused() throws Exception {
        var ended = installation.run("-Dpoll.time-out=5s", "once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).isEqualTo("poll.time-out is not a setting; did you mean poll.timeout?\n");
    }

    @Test
    void the_settings_that_camel_reads_are_overridden_too() throws Exception {
        var program = installation.program()
                .jvmOptions("-Dcamel.management.port=1")
                .environment("CAMEL_MANAGEMENT_HOST", "127.0.0.2")
                .environment("CAMEL_MANAGEMENT_PORT", "0");

        try (var process = program.start("run")) {
            process.awaitOutput("HttpServer started on 127\\.0\\.0\\.2:[1-9]", Installation.LIMIT);
        }
    }
}
