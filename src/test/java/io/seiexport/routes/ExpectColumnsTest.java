package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.http.Account;
import io.seiexport.sandbox.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The columns that a person says must be there, and those of the file delivered last. */
class ExpectColumnsTest extends RouteTest {
    private static final String LANDED = "ba/team-1/weekly/2026-04-01_2026-04-30.csv";
    private static final String MAY = "ba/team-1/weekly/2026-05-01_2026-05-31.csv";
    private static final Instant JUNE = Instant.parse("2026-06-15T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
        "team,hours                | -",
        "HOURS, Team               | -",
        "hours                     | -",
        "team,cost                 | 'cost'",
        "\"team,hours\",Cost,hours | 'team,hours', 'Cost'"})
    void every_column_that_is_named_must_be_there_in_any_letter_case(String expected, String missing) throws Exception {
        start(expected);

        export("text/csv", "Team,hours\nPlatform,1\n", NOW);

        if (missing == null) {
            assertThat(ends.failed()).isEmpty();
            assertThat(data().resolve(LANDED)).exists();
        } else {
            assertThat(ends.failed().values()).containsExactly(new Failure(Reason.MISSING_COLUMNS, "the downloaded "
                    + "file was refused: The file lacks " + missing
                    + ", which export.ba.expect-columns requires; its columns "
                    + "are 'Team', 'hours'."));
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void they_are_asked_of_every_file() throws Exception {
        start("team,hours");
        export("text/csv", "team,hours\nPlatform,1\n", NOW);

        export("text/csv", "team,cost\nPlatform,1\n", JUNE);

        assertThat(ends.failed().values()).extracting(Failure::reason).containsExactly(Reason.MISSING_COLUMNS);
        assertThat(data().resolve(MAY)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Team\nPlatform\n", "\"team\"\n", "team", "cost,TEAM", "\ufeffteam\n1\n"})
    void a_header_that_looks_like_a_sentence_lands_where_it_has_them(String csv) throws Exception {
        start("team");

        export("text/plain", csv, NOW);

        assertThat(ends.failed()).isEmpty();
        assertThat(data().resolve(LANDED)).hasBinaryContent(csv.getBytes(UTF_8));
    }

    @Test
    void a_type_that_tells_of_something_else_does_not_matter_where_they_are_there() throws Exception {
        start("team");

        export("application/json", "team,hours\nPlatform,1\n", NOW);
        export("application/json", "{\"team\": 1}", JUNE);

        assertThat(data().resolve(LANDED)).exists();
        assertThat(ends.failed().values()).extracting(Failure::reason).containsExactly(Reason.JSON);
    }

    @Test
    void a_sentence_does_not_have_them() throws Exception {
        start("team");

        export("text/plain", "no healthy upstream", NOW);

        assertThat(ends.failed().values()).containsExactly(new Failure(Reason.MISSING_COLUMNS, "the downloaded file "
                + "was refused: The file lacks 'team', which export.ba.expect-columns requires; its columns "
                + "are 'no healthy upstream'."));
    }

    @Test
    void a_single_column_lands_if_the_file_delivered_last_had_the_same_one() throws Exception {
        start("");
        remember("team");

        export("text/csv", "team\nPlatform\n", NOW);
        export("text/csv", "teams\nPlatform\n", JUNE);

        assertThat(data().resolve(LANDED)).hasContent("team\nPlatform\n");
        assertThat(ends.failed().values()).extracting(Failure::reason).containsExactly(Reason.HEADER);
        assertThat(data().resolve(MAY)).doesNotExist();
    }

    @Test
    void what_landed_before_does_not_vouch_for_a_text() throws Exception {
        start("");
        remember("no healthy upstream");

        export("text/plain", "no healthy upstream", NOW);

        assertThat(ends.failed().values()).extracting(Failure::reason).containsExactly(Reason.HEADER);
        assertThat(files()).isEmpty();
    }

    @Test
    void one_that_lacks_them_is_asked_for_again_and_lands_when_it_has_them() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "export.ba.expect-columns", "team"));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/plain", "no healthy upstream".getBytes(UTF_8)));

        export("text/csv", "team,hours\n1,2\n", NOW);

        assertThat(ends.failed()).isEmpty();
        assertThat(ends.failedAttempts()).extracting(Failure::reason).containsExactly(Reason.MISSING_COLUMNS);
        assertThat(data().resolve(LANDED)).hasContent("team,hours\n1,2\n");
    }

    @Test
    void a_file_that_waits_for_its_sink_and_lacks_them_is_asked_for_again() throws Exception {
        var down = Files.writeString(folder.resolve("down"), "a file where a folder should be");
        var settings = new HashMap<>(Map.of("export.ba.scopes", "team:1", "export.ba.sinks", "file:" + down));
        start(settings);
        export("text/csv", "team,cost\nPlatform,1\n", NOW);
        Files.delete(down);

        settings.put("export.ba.expect-columns", "hours");
        startAgain(settings);
        export("text/csv", "team,hours\nPlatform,1\n", NOW);

        assertThat(down.resolve(LANDED)).hasContent("team,hours\nPlatform,1\n");
    }

    private void remember(String column) throws Exception {
        changeLedger("insert into sei_series (server, series, domain, scope, granularity, columns) values ('"
                + context().getRegistry().findSingleByType(Account.class).ledgerName()
                + "', 'ba/team-1/weekly', 'ba', 'team:1', 'weekly', '[\"" + column + "\"]')");
    }

    private void start(String expected) throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "export.ba.expect-columns", expected, "retry.max-attempts", "1"));
    }

    private void export(String type, String csv, Instant asOf) throws Exception {
        sandbox().faults().next(DOWNLOAD, Fault.body(type, csv.getBytes(UTF_8)));
        ring("ba", asOf);
        ends.await();
    }
}
