package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code plan} shows, and that it does nothing else. */
class PlanIT {
    private static final String NOW = "2026-04-05T12:00:00Z";

    @WarmFolder
    private static Path directory;

    @Test
    void it_shows_each_owed_export_and_where_it_would_land() throws Exception {
        var ended = Installation.in(directory)
                .set("export.ba.scopes", "team:7")
                .set("export.sprint.scopes", "tree:Engineering")
                .run("plan", "--export", "ba", "--export", "sprint", "--as-of", NOW);

        assertThat(ended.code()).isZero();
        assertThat(ended.output().lines()).map(line -> line.split(" {2,}")).containsExactly(
                new String[] {"domain", "scope", "window", "granularity", "reason", "calls", "estimate",
                    "file", "sinks"},
                new String[] {"ba", "team:7", "2026-03-01..2026-03-31", "weekly", "new", "3", "-",
                    "ba/team-7/weekly/2026-03-01_2026-03-31.csv", "direct:sink-file"},
                new String[] {"sprint", "tree:Engineering", "2026-03-01..2026-03-31", "sprint", "new", "3", "-",
                    "sprint/tree-Engineering/sprint/2026-03-01_2026-03-31.csv", "direct:sink-file"},
                new String[] {"2 exports are owed: about 6 calls; there is no estimate of the time yet. "
                    + "Nothing was requested."},
                new String[] {"warn", "export.ba.granularity = weekly: a row covers a whole week, Monday to Sunday, "
                    + "and the windows of export.ba.window do not begin and end with one: the first and the last row "
                    + "of a file may cover a part only; set export.ba.window=week, or another granularity"});
    }

    @Test
    void it_makes_no_call() throws Exception {
        try (var sandbox = Sandbox.start(0)) {
            var ended = Installation.in(directory).exportingFrom(sandbox.address()).run("plan");

            assertThat(ended.output()).contains("10 exports are owed: about 30 calls; ");
            assertThat(sandbox.received()).isEmpty();
        }
    }

    @Test
    void a_route_of_ones_own_need_not_be_of_a_group() throws Exception {
        var installation = Installation.in(directory);
        installation.routes().write("sinks", "sink-mine", """
                - route:
                    id: sink-mine
                    from:
                      uri: direct:sink-mine
                      steps:
                        - log: mine
                """);

        assertThat(installation.run("plan").code()).isZero();
    }

    @Test
    void it_leaves_the_folder_as_it_was() throws Exception {
        var installation = Installation.in(directory);
        var before = installation.files("");

        var ended = installation.run("plan");

        assertThat(ended.code()).isZero();
        assertThat(installation.files("")).isEqualTo(before);
        assertThat(installation.path("data")).doesNotExist();
        assertThat(installation.path("staging")).doesNotExist();
    }

    @Test
    void it_is_what_once_does_in_the_same_order_with_the_time_that_it_took_before() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            var installation = Installation.in(directory).exportingFrom(sandbox.address())
                    .only("ba", "team:2,team:1");
            installation.run("once", "--as-of", "2026-01-15T12:00:00Z");
            var files = installation.files("");

            var plan = installation.run("plan", "--json", "--as-of", NOW);
            assertThat(installation.files("")).isEqualTo(files);
            var table = installation.run("plan", "--as-of", NOW);
            var once = installation.run("once", "--as-of", NOW);

            assertThat(plan.code()).isZero();
            var json = new ObjectMapper().readTree(plan.output());
            assertThat(json.properties()).extracting(Map.Entry::getKey).containsExactly("exports", "givenUp", "orphans",
                    "held", "warnings");
            assertThat(json.at("/warnings/0/setting").textValue()).isEqualTo("export.ba.granularity = weekly");
            assertThat(json.at("/warnings/0/sentence").textValue()).startsWith("a row covers a whole week, ");
            var first = json.get("exports").get(0);
            assertThat(first.properties()).extracting(Map.Entry::getKey).containsExactly("domain", "scope", "window",
                    "granularity", "reason", "request", "targets", "sinks", "calls", "estimatedSeconds");
            assertThat(first.get("reason").textValue()).isEqualTo("missed");
            assertThat(first.get("targets").get(0).textValue())
                    .isEqualTo("ba/team-2/weekly/2026-01-01_2026-01-31.csv");
            assertThat(first.get("estimatedSeconds").intValue()).isPositive();
            assertThat(table.output()).containsPattern("6 exports are owed: about \\d+ calls and \\d+ s\\. Nothing");
            assertThat(json.get("exports")).hasSize(6).map(export -> export.get("domain").textValue() + " "
                    + export.get("scope").textValue() + " " + export.at("/window/start").textValue() + ".."
                    + export.at("/window/end").textValue())
                    .isEqualTo(once.output().lines().skip(1).limit(6)
                            .map(line -> line.replaceFirst("  +delivered.*", "").replaceAll(" +", " ")).toList());
        }
    }

    @Test
    void it_is_one_document_also_when_nothing_is_owed() throws Exception {
        var ended = Installation.in(directory).only("ba", "team:1")
                .set("export.ba.window", Installation.windowToCome()).run("plan", "--json");

        assertThat(new ObjectMapper().readTree(ended.output()).get("exports")).isEmpty();
        assertThat(ended.code()).isZero();
    }

    @Test
    void what_is_given_up_is_said_each_time() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            sandbox.faults().next(Call.CREATE, "ba", Fault.answer(400, "{}")).forEver();
            var installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1,team:2")
                    .set("export.give-up-after", 1);
            installation.run("once", "--as-of", NOW);

            for (var i = 0; i < 2; i++) {
                assertThat(installation.run("plan", "--as-of", NOW).output())
                        .isEqualTo("Nothing is owed.\n2 windows are given up "
                        + "after too many failures; the command retry puts them back (`history --state failed` shows "
                        + "them)\n");
            }
            assertThat(new ObjectMapper().readTree(installation.run("plan", "--json").output()).get("givenUp")
                    .intValue())
                    .isEqualTo(2);
            assertThat(installation.run("plan", "--as-of", NOW, "--scope", "team:2").output())
                    .contains("\n1 window is given up ");
        }
    }

    @Test
    void only_what_is_selected_is_owed_and_the_rest_stays_owed() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            var installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1,team:2")
                    .set("export.ba.since", "2026-01-01");

            assertThat(owed(installation, "--scope", "team:2", "--window", "2026-02-10..2026-03-01"))
                    .containsExactly("team:2 2026-02-01", "team:2 2026-03-01");
            assertThat(owed(installation, "--state", "created")).isEmpty();
            assertThat(installation.run("once", "--as-of", NOW, "--window", "2026-02").output())
                    .endsWith("2 delivered, 0 failed.\n");
            assertThat(owed(installation))
                    .containsExactlyInAnyOrder("team:1 2026-01-01", "team:1 2026-03-01", "team:2 2026-01-01",
                    "team:2 2026-03-01");
            assertThat(installation.run("once", "--as-of", NOW, "--window", "2026-02").output())
                    .isEqualTo("Nothing is owed in the selection; `plan --explain WINDOW` says why.\n");
            assertThat(installation.run("once", "--as-of", NOW).output()).endsWith("4 delivered, 0 failed.\n");
            assertThat(owed(installation)).isEmpty();
        }
    }

    private static List<String> owed(Installation installation, String... options) throws Exception {
        var command = new ArrayList<>(List.of("plan", "--json", "--as-of", NOW));
        command.addAll(List.of(options));
        var exports = new ObjectMapper().readTree(installation.run(command.toArray(String[]::new)).output())
                .get("exports");
        var owed = new ArrayList<String>();
        exports.forEach(export ->
                owed.add(export.get("scope").textValue() + " " + export.at("/window/start").textValue()));
        return owed;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_explains_why_each_window_is_or_is_not_owed(boolean postgresql) throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            sandbox.faults().next(Call.CREATE, "ba", Fault.answer(400, "{}").forTeam("2")).forEver();
            var installation = Installation.in(directory).exportingFrom(sandbox.address())
                    .only("ba", "team:1,team:2,team:3")
                    .set("export.give-up-after", 1);
            if (postgresql) {
                installation.set("ledger.url", Postgres.emptyDatabase()).set("ledger.username", Postgres.user());
            }
            installation.run("once", "--as-of", NOW, "--scope", "team:1");
            installation.run("once", "--as-of", NOW, "--scope", "team:2");

            var march = installation.run("plan", "--as-of", NOW, "--explain", "2026-03").output().lines().toList();
            var day = installation.run("plan", "--as-of", NOW, "--explain", "2026-02-28", "--explain", "2026-04-01",
                    "--scope", "team:1").output().lines().toList();
            var unknown = installation.run("plan", "--explain", "ba/team-9/weekly/2026-03-01_2026-03-31", "--json");

            assertThat(march).startsWith("ba/team-1/weekly/2026-03-01_2026-03-31 is not owed.")
                    .anyMatch(line -> line.matches("  It was delivered at 2\\S+Z, \\d+ rows, \\d+ bytes\\."))
                    .anyMatch(line -> line.matches("  direct:sink-file received it at 2\\S+Z\\."))
                    .contains("ba/team-2/weekly/2026-03-01_2026-03-31 is not owed.",
                            "  `retry ba/team-2/weekly/2026-03-01_2026-03-31` puts it back.",
                            "ba/team-3/weekly/2026-03-01_2026-03-31 is owed.",
                            "  It is not in the ledger yet (new): the next tick of its schedule, or `once`, adds it.")
                    .anyMatch(line -> line.startsWith("  It is given up after a failure of its own (bad-request): "));
            assertThat(day).containsExactly("ba/team-1/weekly/2026-02-01_2026-02-28 is not owed.",
                    "  It is before the first day that was ever owed, 2026-03-01, and export.ba.since names no earlier "
                            + "day; `backfill --export ba --scope team:1 --from 2026-02-01 --to 2026-02-28` "
                                    + "exports it anyway.",
                    "ba/team-1/weekly/2026-04-01_2026-04-30 is not owed.",
                    "  Its window closes at 2026-05-02T00:00:00Z (after its last day and export.ba.closing-lag = "
                            + "P1D).");
            var json = new ObjectMapper().readTree(unknown.output()).at("/windows/0");
            assertThat(json.get("owed").booleanValue()).isFalse();
            assertThat(json.at("/sentences/0").textValue()).startsWith("It is not in the ledger, and no setting asks "
                    + "for ba/team-9/weekly, only for ba/team-1/weekly, ");
        }
    }

    @Test
    void it_explains_what_is_orphaned_and_what_is_held_back() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            sandbox.faults().next(Call.CREATE, "ba", Fault.answer(401, "{}")).forEver();
            var installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1,team:2");
            installation.run("once", "--as-of", NOW);
            installation.set("export.ba.scopes", "team:1");

            var explained = installation.run("plan", "--as-of", NOW, "--explain", "2026-03").output();
            var plan = installation.run("plan", "--as-of", NOW).output();

            assertThat(explained).containsPattern("ba/team-1/weekly/2026-03-01_2026-03-31 is owed\\.\n(  .*\n)*"
                    + "  The server has been held back since 2\\S+ and is retried at 2\\S+ \\(unauthorized\\): ")
                    .containsPattern("ba/team-2/weekly/2026-03-01_2026-03-31 is not owed\\.\n"
                            + "  No setting asks for it any more: export.ba.scopes does not list team:2\\.\n(  .*\n)*"
                            + "  The command forget removes what is owed of it; ");
            assertThat(plan).contains("\nThe server has been held back since ");
        }
    }

    @Test
    void it_shows_no_outage_of_a_sink_that_no_list_names_any_more() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            var installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1");
            Files.writeString(installation.path("occupied"), "a file where a folder is wanted");
            installation.set("sink.file.directory", "occupied").run("once", "--as-of", NOW);
            assertThat(installation.run("plan", "--as-of", NOW).output())
                    .contains("\nThe sink direct:sink-file has been held back since ");

            installation.set("export.ba.sinks", "file:elsewhere");

            assertThat(installation.run("plan", "--as-of", NOW).output()).contains("1 export is owed")
                    .doesNotContain("held back");
            assertThat(new ObjectMapper().readTree(installation.run("plan", "--as-of", NOW, "--json").output())
                    .get("held")).isEmpty();
        }
    }

    @Test
    void more_windows_than_anybody_reads_are_not_explained() throws Exception {
        var ended = Installation.in(directory).set("export.ba.window", "day")
                .run("plan", "--explain", "2000-01..2026-01");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).startsWith("--explain: this may match ").contains(" windows; name fewer days");
    }
}
