package io.seiexport.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class PlanCommandTest {

    @Test
    void two_options_that_name_windows_are_refused() {
        var plan = CommandLine.populateCommand(new PlanCommand(), "--explain", "2026-01", "--window", "2026-02");

        assertThatThrownBy(plan::call).isInstanceOf(ParameterException.class)
                .hasMessage("--explain already names the windows; leave out --window");
    }
}
