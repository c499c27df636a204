package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.Installation.Ended;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command tells others of what has failed before it ends, and ends as it would without them. */
class NoticesIT {
    private static final String HOOKS = """
            - route:
                id: notify-throwing
                from:
                  uri: direct:notify-throwing
                  steps:
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: no ears
                errorHandler:
                  noErrorHandler: {}
            - route:
                id: notify-hanging
                from:
                  uri: direct:notify-hanging
                  steps:
                    - delay:
                        constant: "3600000"
                errorHandler:
                  noErrorHandler: {}
            """;

    @TempDir
    private Path directory;

    @Test
    void whether_others_listen_or_throw_or_hang_the_ledger_and_the_status_are_the_same() throws Exception {
        var without = exported("");
        var withHooks = exported("direct:notify-throwing,direct:notify-hanging,file:told?fileName=notice.json");

        assertThat(withHooks.code()).isEqualTo(without.code()).isEqualTo(2);
        assertThat(withHooks.output()).isEqualTo(without.output()).contains("1 delivered, 1 failed.");
        assertThat(withHooks.errors()).containsOnlyOnce("direct:notify-throwing was not told")
                .containsOnlyOnce("direct:notify-hanging was not told");
        assertThat(new ObjectMapper().readTree(Files.readString(directory.resolve("told/notice.json")))
                .get("windowId").textValue()).isEqualTo("ba/team-2/weekly/2026-03-01_2026-03-31");
    }

    /** What the command has said, and then the history of both windows. */
    private Ended exported(String sinks) throws Exception {
        var installation = Installation.in(directory).only("ba", "team:1,team:2").set("notify.timeout", "10s")
                .set("notify.sinks", sinks);
        installation.routes().write("sinks", "notify-odd", HOOKS);
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            installation.exportingFrom(sandbox.address());
            sandbox.faults().next(Call.CREATE, "ba", Fault.failing("Invalid teamId").forTeam("2"));
            var ended = installation.run("once", "--as-of", "2026-04-05T12:00:00Z");
            var history = installation.run("history", "--json");
            return new Ended(ended.code(), timeless(ended.output() + history.output()), ended.errors());
        }
    }

    /** Without what is another one each time: moments, durations and the names of jobs and nodes. */
    private static String timeless(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "(moment)").replaceAll("exp_\\w+", "(job)")
                .replaceAll(" *\\b\\d+\\.\\d\\b", " (time)");
    }
}
