package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/** The same at the finest level that the settings know, and beyond it. */
class SecretsAtDebugIT extends SecretsIT {
    @Override
    void loud(Installation installed) throws IOException {
        installed.set("log.level", "DEBUG");
    }

    @Test
    void not_when_a_level_is_asked_for_that_nobody_knows() throws Exception {
        var ended = Installation.ended(program().jvmOptions("-Dlog.level=TRACE"), "once");

        assertThat(ended.errors()).contains("log.level = TRACE: use ERROR, WARN, INFO or DEBUG");
        noSecretIn(ended);
    }
}
