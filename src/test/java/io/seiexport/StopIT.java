package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the program ends when it is told to. */
@Execution(ExecutionMode.CONCURRENT)
class StopIT {
    private static final int TERMINATED = 128 + 15;
    private static final int INTERRUPTED = 128 + 2;

    @TempDir
    private Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1")
                .set("export.ba.cron", "* * * * * ?")
                .set("camel.management.port", 0)
                // What ends before the limit of the tests has waited for nothing.
                .set("camel.main.shutdown-timeout", 3600);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void awaitCall(Call call) {
        await().atMost(Installation.LIMIT).until(() -> sandbox.count(call, "ba") > 0);
    }

    private Installation halfAnHourBetweenAttempts() throws IOException {
        return installation.set("retry.first-delay", "30m").set("retry.max-delay", "30m");
    }

    private Installation halfAnHourBetweenPolls() throws IOException {
        sandbox.faults().next(Call.CREATE, "ba", Fault.neverReady());
        return installation.set("poll.first-delay", "30m").set("poll.max-delay", "30m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void it_leaves_no_temporary_file_however_it_ends(String signal) throws Exception {
        var temporary = Files.createDirectory(installation.path("temporary"));
        try (var process = installation.program().jvmOptions("-Djava.io.tmpdir=" + temporary).start("run")) {
            process.awaitOutput("HttpServer started on ", Installation.LIMIT);
            awaitCall(Call.DOWNLOAD);

            process.signal(signal);
            process.waitFor(Installation.LIMIT);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void a_command_leaves_no_temporary_file() throws Exception {
        var temporary = Files.createDirectory(installation.path("temporary"));

        Installation.ended(installation.program().jvmOptions("-Djava.io.tmpdir=" + temporary), "once");

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void an_interrupt_ends_it_as_well() throws Exception {
        try (var process = installation.start("run")) {
            awaitCall(Call.DOWNLOAD);

            process.signal("INT");

            assertThat(process.waitFor(Installation.LIMIT)).isEqualTo(INTERRUPTED);
        }
    }

    @Test
    void it_does_not_wait_for_a_job_that_the_server_is_still_busy_with() throws Exception {
        try (var process = halfAnHourBetweenPolls().start("run")) {
            process.awaitOutput("was requested as job exp_", Installation.LIMIT);

            process.signal("TERM");

            assertThat(process.waitFor(Installation.LIMIT)).isEqualTo(TERMINATED);
            assertThat(process.errors()).containsPattern("ba team:1 \\S+ failed \\(stopped\\): the program was stopped "
                    + "while the server was still working; if it is requested again within sei\\.reuse-window, the "
                    + "server continues the same job\n");
        }
    }

    @Test
    void it_does_not_wait_out_a_pause_between_two_attempts() throws Exception {
        sandbox.faults().next(Call.STATUS, "ba", Fault.answer(500, "{}")).forEver();
        try (var process = halfAnHourBetweenAttempts().start("run")) {
            process.awaitOutput("the server answered 500", Installation.LIMIT);

            process.signal("TERM");

            assertThat(process.waitFor(Installation.LIMIT)).isEqualTo(TERMINATED);
        }
    }

    @Test
    void a_pause_before_an_export_is_asked_for_again_ends_without_asking() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(500, "{}")).forEver();
        try (var process = halfAnHourBetweenAttempts().start("run")) {
            process.awaitOutput("the server answered 500", Installation.LIMIT);

            process.signal("TERM");
            process.waitFor(Installation.LIMIT);

            assertThat(sandbox.count(Call.CREATE, "ba")).isEqualTo(1);
            assertThat(process.errors()).containsPattern("ba team:1 \\S+ failed \\(stopped\\): the program was stopped "
                    + "before it was requested\n");
        }
    }

    @Test
    void a_single_run_ends_too_and_leaves_nothing_half_done() throws Exception {
        try (var process = halfAnHourBetweenPolls().start("once")) {
            process.awaitOutput("was requested as job exp_", Installation.LIMIT);

            process.signal("TERM");

            assertThat(process.waitFor(Installation.LIMIT)).isEqualTo(TERMINATED);
            assertThat(installation.files("data")).isEmpty();
            assertThat(installation.files("staging")).containsExactly(".in-use");
        }
    }
}
