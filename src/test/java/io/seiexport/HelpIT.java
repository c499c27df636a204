package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import io.seiexport.support.JavaProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program tells of itself, in any folder. */
class HelpIT {
    @WarmFolder
    private static Path anyFolder;

    private Installation.Ended run(String... arguments) throws Exception {
        return Installation.ended(JavaProgram.packaged().in(anyFolder), arguments);
    }

    @Test
    void the_help_names_every_command_and_every_exit_status() throws Exception {
        var ended = run("--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).startsWith("Usage: sei-export ")
                .contains("\n  run ", "\n  once ", "\n  plan ", "\n  backfill ", "\n  history ",
                        "\n  retry ", "\n  forget ", "\n  teams ", "\n  remote ", "\n  check ",
                        "\n  sandbox ")
                .containsPattern("(?s)Exit status:\n +0 .*\n +1 .*\n +2 .*");
        assertThat(ended.errors()).isEmpty();
    }

    @Test
    void the_version_is_that_of_the_build() throws Exception {
        var ended = run("--version");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).matches("sei-export \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "plan", "backfill", "history", "retry", "forget"})
    void whatever_is_about_windows_can_be_told_which(String command) throws Exception {
        assertThat(WarmProgram.run(anyFolder, command, "--help").output())
                .contains("--export=NAME", "--scope=SCOPE", "--window=WINDOW", "--state=STATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "once", "plan", "backfill", "history", "retry", "forget", "teams", "remote", "check",
        "sandbox"})
    void every_command_has_a_help_of_its_own(String command) throws Exception {
        var ended = WarmProgram.run(anyFolder, command, "--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).startsWith("Usage: sei-export " + command + " ");
        assertThat(ended.errors()).isEmpty();
    }
}
