package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.Installation.Ended;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A jar beside routes or settings of another version: nothing is started, and each part that is missing is named. */
class UpgradeIT {
    private static final String ADVICE = "; use the routes that came with this jar";

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void refused(Ended ended, String... lines) {
        assertThat(ended.errors().lines()).containsExactly(lines);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(sandbox.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "once", "plan", "forget", "check", "history", "retry --failed"})
    void routes_from_before_the_program_had_a_part_are_refused(String command) throws Exception {
        installation.routes().remove("ledger-forget");
        installation.routes().remove("ledger-lease");
        installation.routes().replace("job-staged", "ref: emptiness\n                  method: refuseEmpty",
                "ref: columns\n                  method: refuseChanged");

        refused(installation.runAlone(command.split(" ")),
                "routes/engine/download.camel.yaml is from another version than this program: "
                        + "it does not use the bean emptiness (refuseEmpty)" + ADVICE,
                "routes/ is from another version than this program: it lacks ledger-lease, which "
                        + "routes/engine/download.camel.yaml and routes/engine/ledger.camel.yaml and "
                        + "routes/sinks/sink-file.camel.yaml and "
                        + "routes/sinks/sink-s3.camel.yaml use" + ADVICE,
                "routes/ is from another version than this program: it lacks ledger-forget, which this program needs"
                        + ADVICE);
        assertThat(installation.path("sei-export-ledger.db")).doesNotExist();
    }

    @Test
    void routes_that_ask_for_more_than_the_program_has_are_refused() throws Exception {
        installation.routes().replace("api-call", "ref: jobIds\n            method: demandSame", """
                ref: jobIds
                            method: demandSame
                        - bean:
                            id: refuse-later
                            ref: laterOn
                            method: refuse
                        - to:
                            id: call-later
                            uri: direct
                            parameters:
                              name: ledger-later""");

        refused(installation.run("once"),
                "routes/engine/api-call.camel.yaml is from another version than this program: it uses the bean laterOn "
                        + "(refuse), which this program does not have" + ADVICE,
                "routes/engine/api-call.camel.yaml is from another version than this program: it calls "
                        + "direct:ledger-later, which no route has" + ADVICE);
    }

    @Test
    void settings_that_name_a_part_that_is_gone_are_refused() throws Exception {
        installation.set("camel.beans.formerly", "#class:io.seiexport.job.Formerly");

        refused(installation.run("once"), "application.properties is from another version than this program: "
                + "camel.beans.formerly names io.seiexport.job.Formerly, which this program does not have; delete "
                + "this line");
    }

    @Test
    void settings_from_before_the_program_had_a_part_get_it_from_the_program() throws Exception {
        var file = installation.path("application.properties");
        Files.write(file, Files.readAllLines(file).stream().filter(line -> !line.startsWith("camel.")).toList());

        assertThat(installation.run("once").output()).contains("1 delivered, 0 failed.");
    }

    @Test
    void routes_that_are_not_of_the_engine_may_be_taken_away_and_added() throws Exception {
        for (var file : new String[] {"export-sprint", "export-efficiency", "sink-s3"}) {
            Files.delete(installation.routes().file(file));
        }
        installation.routes().write("sinks", "sink-sftp", Files.readString(Path.of("src/docs/sinks/sink-sftp.camel.yaml")));

        assertThat(installation.run("once", "--export", "ba").output()).contains("1 delivered, 0 failed.");
    }
}
