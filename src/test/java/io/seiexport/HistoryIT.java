package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Postgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code history} tells of two months of team 1, and of one that has failed for team 2. */
@Order(1)
@TestInstance(Lifecycle.PER_CLASS)
class HistoryIT {
    private static final String MARCH = "ba/team-1/weekly/2026-03-01_2026-03-31";
    private static final String FAILED = "ba/team-2/weekly/2026-03-01_2026-03-31";

    @WarmFolder
    private static Path folder;
    private Installation installation;

    @BeforeAll
    void export_two_windows_of_which_one_fails(@WarmFolder Path directory) throws Exception {
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

    @ParameterizedTest
    @ValueSource(strings = {"history", "history --export ba", "retry --failed --scope team:1"})
    void it_loads_little_of_camel_and_none_of_its_routes(String command) throws Exception {
        var log = folder.resolve("classes.log");

        var ended = Installation.ended(installation.program().jvmOptions("-Xlog:class+load:file=" + log),
                command.split(" "));

        assertThat(ended.code()).isZero();
        assertThat(Files.readString(log).lines().filter(line -> line.contains(" org.apache.camel.")))
                .hasSizeBetween(100, 1000).noneMatch(line -> line.contains(".reifier.")
                        || line.contains(".component.sql.") || line.contains(".component.direct."));
    }

    @Test
    void what_it_does_not_read_of_the_settings_does_not_keep_it_from_looking() throws Exception {
        var never = "-Dsink.timeout=never";
        var daily = "-Dexport.ba.granularity=daily";

        assertThat(installation.run(never, daily, "history").output()).contains(FAILED);
        assertThat(installation.run(never, daily, "history", "--export", "ba").errors().lines())
                .singleElement().asString().startsWith("export.ba.granularity = daily: ");
    }

    @Test
    void a_mistyped_setting_does_not_lead_it_to_another_ledger() throws Exception {
        var ended = installation.run("-Dledger.ulr=jdbc:sqlite:other.db", "history");

        assertThat(ended.errors()).isEqualTo("ledger.ulr is not a setting; did you mean ledger.url?\n");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void the_ledger_may_be_named_by_the_environment_with_what_stands_in_a_file() throws Exception {
        var other = Installation.in(folder);
        Files.copy(installation.path("application.properties"), other.path("application.properties"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(other.path("secret"), installation.path("sei-export-ledger.db") + "\n");
        var program = other.set("sink.x.token", "file:secret").program()
                .environment("LEDGER_URL", "jdbc:sqlite:{{sink.x.token}}");

        assertThat(Installation.ended(program, "history").output()).contains(FAILED);
    }

    @Test
    void a_file_of_further_settings_may_be_named_on_the_command_line() throws Exception {
        var other = Installation.in(folder);
        Files.copy(installation.path("application.properties"), other.path("application.properties"),
                StandardCopyOption.REPLACE_EXISTING);
        var more = Files.writeString(other.path("more.settings"), "ledger.url=jdbc:sqlite:"
                + installation.path("sei-export-ledger.db") + "\n");

        var ended = other.run("-Dcamel.main.file-configurations=" + more, "history");

        assertThat(ended.output()).contains(FAILED);
    }

    @Test
    void a_bean_beside_a_domain_is_ended_with_the_command() throws Exception {
        var other = Installation.in(folder).only("ba", "team:1");
        var ba = other.routes().file("export-ba");
        Files.writeString(ba, Files.readString(ba).replaceFirst("- beans:\n", "- beans:\n"
                + "    - name: keeps-java-alive\n      type: java.util.Timer\n      destroyMethod: cancel\n"));

        assertThat(other.runAlone("history", "--export", "ba").code()).isZero();
    }

    @Test
    void a_folder_without_a_ledger_has_none_and_gets_none() throws Exception {
        var other = Installation.in(folder);
        var before = other.files("");

        var ended = other.run("history");

        assertThat(ended.output()).isEqualTo("Nothing was requested yet.\n");
        assertThat(other.files("")).isEqualTo(before);
    }

    @Test
    void it_shows_only_what_is_selected_and_says_so_when_that_is_nothing() throws Exception {
        assertThat(ids("--scope", "team:1", "--window", "2026-03-10")).containsExactly(MARCH);
        assertThat(ids("--window", "2026-02-28..2026-03-01", "--state", "delivered")).hasSize(3).doesNotContain(FAILED);
        assertThat(ids("--window", FAILED, "--window", MARCH, "--state", "owed")).containsExactly(FAILED);
        assertThat(installation.run("history", "--window", "2025-01").output())
                .isEqualTo("The ledger has no such window; `plan --explain WINDOW` says why.\n");
    }

    private List<String> ids(String... options) throws Exception {
        var command = new ArrayList<>(List.of("history", "--json"));
        command.addAll(List.of(options));
        return json(command.toArray(String[]::new)).findValuesAsText("id");
    }

    @Test
    void what_is_owed_says_since_when_why_and_when_it_is_due() throws Exception {
        var failed = json("history", "--json", "--failed").get(0);

        assertThat(failed.get("why").textValue()).isEqualTo("new");
        assertThat(Instant.parse(failed.get("dueAt").textValue()))
                .isAfter(Instant.parse(failed.get("askedAt").textValue()));
        assertThat(failed.get("worker").isNull()).isTrue();
        assertThat(json("history", "--json", "--state", "delivered")).allMatch(window -> window.get("dueAt").isNull());
    }

    @Test
    void what_has_not_changed_keeps_the_time_of_its_delivery_and_says_when_it_was_compared() throws Exception {
        var settling = Installation.in(folder).only("ba", "team:1").set("export.ba.settle", 1);
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            settling.exportingFrom(sandbox.address()).run("once", "--as-of", "2026-04-05T12:00:00Z");
            var before = only(settling.run("history", "--json"));
            assertThat(settling.run("history").output()).doesNotContain("checked");
            // A table has full seconds, and the two runs may be of the same.
            await().atMost(Installation.LIMIT).until(() -> Instant.now()
                    .isAfter(Instant.parse(before.get("deliveredAt").textValue()).plusSeconds(2)));

            assertThat(settling.run("once", "--as-of", "2026-04-05T12:00:00Z").output()).contains(" unchanged ");

            var after = only(settling.run("history", "--json"));
            assertThat(after.get("deliveredAt")).isEqualTo(before.get("deliveredAt"));
            assertThat(after.at("/deliveries/0/at")).isEqualTo(before.at("/deliveries/0/at"));
            assertThat(Instant.parse(after.get("checkedAt").textValue()))
                    .isAfter(Instant.parse(after.get("deliveredAt").textValue()).plusSeconds(1));
            assertThat(settling.run("history").output().lines().findFirst().orElseThrow())
                    .contains("delivered ", "checked ");
        }
    }

    private static JsonNode only(Installation.Ended ended) throws Exception {
        var windows = new ObjectMapper().readTree(ended.output()).get("windows");
        assertThat(windows).hasSize(1);
        return windows.get(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beside_a_run_it_shows_who_works_on_what(boolean postgresql) throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            sandbox.faults().next(Call.CREATE, "ba", Fault.neverReady());
            var busy = Installation.in(folder).exportingFrom(sandbox.address()).only("ba", "team:1")
                    .set("camel.management.port", 0).set("export.ba.cron", "* * * * * ?");
            if (postgresql) {
                busy.set("ledger.url", Postgres.emptyDatabase()).set("ledger.username", Postgres.user());
            }
            try (var run = busy.start("run")) {
                run.awaitOutput("was requested as job (exp_\\w+)", Installation.LIMIT);
                await("the job is written down").atMost(Installation.LIMIT)
                        .until(() -> sandbox.count(Call.STATUS, "ba") > 0);

                var window = only(busy.run("history", "--json"));
                var table = busy.run("history");

                assertThat(window.get("state").textValue()).isEqualTo("created");
                assertThat(Instant.parse(window.at("/worker/until").textValue())).isAfter(Instant.now());
                assertThat(table.output()).contains("worked on by", window.at("/worker/node").textValue() + " until ");
                assertThat(run.isAlive()).isTrue();
            }
        }
    }

    @Test
    void it_shows_a_hundred_windows_at_a_time_and_all_of_them_as_json_in_little_memory() throws Exception {
        var large = Installation.in(folder).only("ba", "team:1");
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            large.exportingFrom(sandbox.address()).run("once", "--as-of", "2026-04-05T12:00:00Z");
        }
        fill(large, 40_149);

        var first = little(large, "history");
        var last = large.run("history", "--page", "402");
        var beyond = large.run("history", "--page", "403");
        var selected = large.run("history", "--window", "1980-01-01..1980-04-29");
        var json = little(large, "history", "--json");

        assertThat(first.output().lines()).hasSize(102).last()
                .isEqualTo("40050 windows more; `--page 2` shows the next ones.");
        assertThat(last.output().lines()).hasSize(51);
        assertThat(beyond.errors()).isEqualTo("--page 403: there are only 40150 windows, 100 on a page\n");
        assertThat(selected.output().lines()).hasSize(102).last()
                .isEqualTo("20 windows more; `--page 2` shows the next ones.");
        assertThat(new ObjectMapper().readTree(json.output()).get("windows").findValuesAsText("id")).hasSize(40_150)
                .doesNotHaveDuplicates();
    }

    private static Installation.Ended little(Installation installation, String... command) throws Exception {
        return Installation.ended(installation.program().jvmOptions("-Xmx64m"), command);
    }

    /** So many more delivered days, from 1970-01-01 on. */
    private static void fill(Installation installation, int count) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + installation.path("sei-export-ledger.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("with recursive days (day, n) as (select '1970-01-01', 1 union all "
                    + "select date(day, '+1 day'), n + 1 from days where n < " + count + ") "
                    + "insert into sei_window (server, id, series, domain, scope, granularity, window_start, "
                    + "window_end, state, why, "
                    + "settles, owed_at, tick, request, sha256, row_count, byte_count, asked_at, delivered_at, "
                    + "checked_at) "
                    + "select server, 'ba/team-2/weekly/' || day || '_' || day, 'ba/team-2/weekly', domain, 'team:2', "
                    + "granularity, "
                    + "day, day, state, why, settles, owed_at, tick, request, sha256, row_count, byte_count, "
                    + "asked_at, delivered_at, checked_at from days, sei_window");
        }
    }
}
