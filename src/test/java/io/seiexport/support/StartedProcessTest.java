package io.seiexport.support;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartedProcessTest {

    private static final Duration LIMIT = ofMinutes(2);

    @TempDir
    private Path directory;

    /** Writes its surroundings and ends with code 3, or {@code wait}s to be ended. */
    static final class Program {

        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("going")));
            System.out.println("directory " + Path.of("").toAbsolutePath());
            System.out.println("environment " + System.getenv("GREETING") + " " + System.getenv("PATH"));
            System.out.println("property " + System.getProperty("colour"));
            System.out.println("arguments " + String.join("|", arguments));
            System.err.println("waiting for nobody: grüße");
            if (arguments.length > 0 && arguments[0].equals("wait")) {
                new CountDownLatch(1).await();
            }
            System.out.print("x".repeat(1_000_000));
            System.exit(3);
        }
    }

    @Test
    void a_program_gets_its_arguments_options_environment_and_directory() throws Exception {
        var program = JavaProgram.main(Program.class).in(directory).jvmOptions("-Dcolour=red")
                .environment("GREETING", "hello");

        try (var process = program.start("a b", "c")) {
            process.waitFor(LIMIT);

            assertThat(process.output())
                    .contains("directory " + directory.toRealPath() + "\n")
                    .contains("environment hello null\n")
                    .contains("property red\n")
                    .contains("arguments a b|c\n");
        }
    }

    @Test
    void all_it_writes_is_kept_and_its_exit_code_told() throws Exception {
        try (var process = JavaProgram.main(Program.class).start()) {
            assertThat(process.waitFor(LIMIT)).isEqualTo(3);

            assertThat(process.exitCode()).isEqualTo(3);
            assertThat(process.output()).contains("x".repeat(1_000_000)).endsWith("going\n");
            assertThat(process.errors()).isEqualTo("waiting for nobody: grüße\n");
        }
    }

    @Test
    void output_is_awaited_on_both_streams_and_its_groups_are_told() throws Exception {
        try (var process = JavaProgram.main(Program.class).start("wait")) {
            assertThat(process.awaitOutput("arguments (\\w+)", LIMIT).group(1)).isEqualTo("wait");
            assertThat(process.awaitOutput("waiting for (\\w+)", LIMIT).group(1)).isEqualTo("nobody");
        }
    }

    @Test
    void a_signal_reaches_it() throws Exception {
        try (var process = JavaProgram.main(Program.class).start("wait")) {
            process.awaitOutput("waiting", LIMIT);

            process.signal("TERM");

            assertThat(process.waitFor(LIMIT)).isEqualTo(143);
            assertThat(process.output()).endsWith("going\n");
        }
    }

    @Test
    void it_tells_whether_it_was_killed_or_had_ended_before() throws Exception {
        try (var waiting = JavaProgram.main(Program.class).start("wait");
                var ended = JavaProgram.main(Program.class).start()) {
            waiting.awaitOutput("waiting", LIMIT);
            ended.waitFor(LIMIT);

            assertThat(waiting.killed()).isTrue();
            assertThat(ended.killed()).isFalse();
        }
    }

    @Test
    void output_that_does_not_come_in_time_is_an_error_that_tells_what_came() throws Exception {
        try (var process = JavaProgram.main(Program.class).start("wait")) {
            process.awaitOutput("arguments wait", LIMIT);

            assertThatThrownBy(() -> process.awaitOutput("ready", ofMillis(20)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("'ready' within PT0.02S").hasMessageContaining("arguments wait");
        }
    }

    @Test
    void output_is_not_awaited_from_a_process_that_has_ended() throws Exception {
        try (var process = JavaProgram.main(Program.class).start()) {
            assertThatThrownBy(() -> process.awaitOutput("ready", Duration.ofHours(1)))
                    .isInstanceOf(AssertionError.class).hasMessageContaining("before it ended");
        }
    }

    @Test
    void closing_it_kills_it_and_no_other() throws Exception {
        try (var other = JavaProgram.main(Program.class).start("wait")) {
            var process = JavaProgram.main(Program.class).start("wait");

            process.close();

            assertThat(process.isAlive()).isFalse();
            assertThat(other.isAlive()).isTrue();
        }
    }

    @Test
    void a_jar_that_is_not_there_is_named() {
        assertThatThrownBy(() -> JavaProgram.jar(directory.resolve("no.jar")))
                .hasMessageContaining("no.jar is missing");
    }
}
