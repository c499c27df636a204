package io.seiexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.failure.Visible;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says cannot make a log, a table, a manifest or a terminal say something else. */
class ForgedWordsIT {
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final String LINE = "2026-01-01T00:00:00.000Z INFO  sei: all is well";
    /** Steers terminals, begins lines, turns writing around, has no shape, is no character; and no more within it. */
    private static final String HIDDEN = "\u001b[2J\u0007\u0085\u009b2J\u2028" + LINE + "\u2029\r\n" + LINE
            + "\u202e\u202d\u2066\u2067\u2069\u200e\u200f\u200b\u200d\ufeff\u00ad\u061c\ud800\u007f";
    private static final Pattern OUR_OWN = Pattern.compile("\033\\[\\d+A\033\\[J");

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void a_server_that_forges_all_it_says() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).set("retry.max-attempts", 2)
                .only("ba", "team:1,team:2,team:3,team:4,team:5,team:6,team:7,tree:Tur\u202eN\u200b")
                .set("log.level", "DEBUG");
        var words = JSON.writeValueAsString("no " + HIDDEN + " way");
        forge(Call.CREATE, "1", Fault.answer(400, "{\"message\":" + words + "}"));
        forge(Call.STATUS, "2", Fault.answer(200, "{\"exportId\":\"exp_2\",\"status\":\"FAILED\",\"error\":" + words
                + ",\"createdAt\":" + words + "}"));
        forge(Call.DOWNLOAD, "3", Fault.answer(302, "").header("Location",
                "https://elsewhere.example/\u001b[2J\u0085\u009b2J" + LINE));
        forge(Call.CREATE, "4", Fault.answer(202, "{\"exportId\":\"exp_\u202e4\"}"));
        forge(Call.DOWNLOAD, "5", Fault.body("text/csv", "a\u202e\u200b,a\u202e\u200b\n1,2\n".getBytes(UTF_8)));
        forge(Call.STATUS, "6", Fault.answer(500, "plain\u202e words \u009b2J"));
        forge(Call.DOWNLOAD, "7", Fault.body("text/csv", "na\u202eme,b\n1,\u202e2\n".getBytes(UTF_8)));
    }

    private void forge(Call call, String team, Fault fault) {
        sandbox.faults().next(call, fault.forTeam(team)).forEver();
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static void nothingHiddenIn(String what, String text) {
        // The lines of a stack trace are indented by tabs.
        assertThat(text.lines()).as(what).isNotEmpty().allMatch(line -> Visible.isAll(line.stripLeading()))
                .noneMatch(line -> line.startsWith(LINE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void in_logs_tables_manifests_and_reports_everything_is_visible(String format) throws Exception {
        installation.set("log.format", format);

        var ended = installation.run("once");

        nothingHiddenIn("standard error", ended.errors());
        nothingHiddenIn("the table", ended.output());
        assertThat(ended.output()).contains("\n2 delivered, 6 failed.").contains("\\u202e", "\\u200b", "\\u009b",
                "the server sent an exportId that cannot be printed");
        nothingHiddenIn("the history", installation.run("history").output());
        nothingHiddenIn("the history in JSON", installation.run("history", "--json").output());
        var reports = installation.files("").stream().filter(file -> file.endsWith(".json")).toList();
        assertThat(reports).anyMatch(file -> file.startsWith("staging/quarantine/"))
                .anyMatch(file -> file.startsWith("data/"));
        for (var report : reports) {
            nothingHiddenIn(report, Files.readString(installation.path(report)));
        }
    }

    @Test
    void what_is_data_lands_as_it_is_under_names_that_hide_nothing() throws Exception {
        installation.run("once");

        var names = installation.files("data");
        assertThat(names).hasSize(4).allMatch(name -> name.matches("[A-Za-z0-9_.~/-]+"));
        assertThat(installation.path("data/" + only(names, "ba/team-7/.*csv"))).content()
                .isEqualTo("na\u202eme,b\n1,\u202e2\n");
        assertThat(JSON.readTree(installation.path("data/" + only(names, "ba/tree-Tur.*json")).toFile())
                .path("scope").textValue()).isEqualTo("tree:Tur\u202eN\u200b");
    }

    private static String only(Iterable<String> names, String regex) {
        for (var name : names) {
            if (name.matches(regex)) {
                return name;
            }
        }
        throw new AssertionError(names + " hold no " + regex);
    }

    @Test
    void on_a_terminal_nothing_steers_but_the_program_itself() throws Exception {
        try (var process = installation.onATerminal("once")) {
            process.waitFor(Installation.LIMIT);

            assertThat(process.output()).contains("\n2 delivered, 6 failed.");
            nothingHiddenIn("the terminal", OUR_OWN.matcher(process.output()).replaceAll("\n"));
        }
    }

    @Test
    void a_check_shows_what_it_was_told() throws Exception {
        sandbox.faults().next(Call.LIST, Fault.answer(401, "you\u202e \u009b2J shall not")).forEver();

        var ended = installation.run("check");

        assertThat(ended.output()).contains("you\\u202e \\u009b2J shall not");
        nothingHiddenIn("the findings", ended.output());
    }
}
