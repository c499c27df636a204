package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What {@code history} tells of two months of team 1, and of one that has failed for team 2. */
@TestInstance(Lifecycle.PER_CLASS)
class HistoryIT {
    private static final String FAILED = "ba/team-2/weekly/2026-03-01_2026-03-31";

    private Installation installation;

    @BeforeAll
    void export_two_windows_of_which_one_fails(@TempDir Path directory) throws Exception {
        installation = Installation.in(directory).only("ba", "team:1,team:2");
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            installation.exportingFrom(sandbox.address());
            installation.run("once", "--as-of", "2026-03-05T12:00:00Z");
            sandbox.faults().next(Call.CREATE, "ba", Fault.failing("Invalid teamId").forTeam("2"));
            assertThat(installation.run("once", "--as-of", "2026-04-05T12:00:00Z").code()).isEqualTo(2);
        }
    }

    @Test
    void the_table_has_the_newest_window_of_each_scope_first() throws Exception {
        var ended = installation.run("history", "--export", "ba");

        assertThat(ended.code()).isZero();
        assertThat(ended.output().lines()).map(line -> line.split(" +")[0]).containsExactly("window",
                "ba/team-1/weekly/2026-03-01_2026-03-31", "ba/team-1/weekly/2026-02-01_2026-02-28", FAILED,
                "ba/team-2/weekly/2026-02-01_2026-02-28");
        assertThat(ended.output()).containsPattern(FAILED + " +owed +1 .* job-failed: the server ended the job as "
                + "FAILED: Invalid teamId\n");
    }

    @Test
    void as_json_it_has_every_attempt_and_delivery() throws Exception {
        var windows = json("history", "--json");

        assertThat(windows).hasSize(4);
        var delivered = windows.get(0);
        assertThat(delivered.get("state").textValue()).isEqualTo("delivered");
        assertThat(delivered.at("/deliveries/0/sink").textValue()).isEqualTo("direct:sink-file");
        assertThat(delivered.at("/deliveries/0/sha256")).isEqualTo(delivered.get("sha256"));
        assertThat(delivered.get("attempts")).isEmpty();
        assertThat(windows.get(2).at("/attempts/0/reason").textValue()).isEqualTo("job-failed");
        assertThat(windows.get(2).at("/attempts/0/sentence").textValue()).endsWith("Invalid teamId");
    }

    @Test
    void failed_shows_only_what_has_failed() throws Exception {
        assertThat(json("history", "--json", "--failed")).hasSize(1)
                .allMatch(window -> window.get("id").textValue().equals(FAILED));
    }

    private JsonNode json(String... command) throws Exception {
        var ended = installation.run(command);
        assertThat(ended.code()).isZero();
        return new ObjectMapper().readTree(ended.output()).get("windows");
    }

    @Test
    void a_folder_without_a_ledger_has_none_and_gets_none(@TempDir Path empty) throws Exception {
        var other = Installation.in(empty);
        var before = other.files("");

        var ended = other.run("history");

        assertThat(ended.output()).isEqualTo("Nothing was asked for yet.\n");
        assertThat(other.files("")).isEqualTo(before);
    }

    @Test
    void while_another_process_works_with_the_ledger_it_ends_at_once(@TempDir Path folder) throws Exception {
        var busy = Installation.in(folder).set("camel.management.port", 0);
        try (var run = busy.start("run")) {
            run.awaitOutput("started in", Installation.LIMIT);

            var ended = busy.run("history");

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.output()).isEmpty();
            assertThat(ended.errors()).isEqualTo("ledger.url = jdbc:h2:./sei-export-ledger: another process works with "
                    + "this ledger; stop that one first, or let both use a PostgreSQL\n");
            assertThat(run.isAlive()).isTrue();
        }
    }
}
