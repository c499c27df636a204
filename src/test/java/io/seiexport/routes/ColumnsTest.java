package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.micrometer.core.instrument.MeterRegistry;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;

/** What becomes of a file whose columns are not those of the one before. */
class ColumnsTest extends RouteTest {
    private static final String SERIES = "ba/team-101/weekly/";
    private static final Instant JUNE = Instant.parse("2026-06-15T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "team,hours,cost | new       | new: 'cost'",
        "team            | missing   | missing: 'hours'",
        "hours,team      | reordered | in another order"})
    void other_columns_than_those_of_the_last_window_are_warned_of_and_counted(String header, String kind,
            String difference)
            throws Exception {
        start("warn");
        var numbers = context().getRegistry().findSingleByType(MeterRegistry.class);
        export("team,hours", NOW);
        try (var said = LogLines.of("io.seiexport.delivery.Columns")) {
            export(header, JUNE);

            assertThat(said.lines()).contains("WARN ba team:101 2026-05-01..2026-05-31: The columns differ from those "
                    + "of the file delivered last; " + difference + ".");
        }
        assertThat(ends.delivered().values()).hasSize(2).anySatisfy(staged ->
                assertThat(staged.warnings()).singleElement().asString().contains(difference));
        assertThat(numbers.counter("sei.exports.drifted", "domain", "ba", "kind", kind).count()).isEqualTo(1);
        assertThat(filesIn(data())).hasSize(4);
    }

    @Test
    void the_same_columns_are_nothing_to_tell() throws Exception {
        start("fail");

        export("team,hours", NOW);
        export("team,hours", JUNE);

        assertThat(ends.failed()).isEmpty();
        assertThat(ends.delivered().values()).hasSize(2).allSatisfy(staged ->
                assertThat(staged.warnings()).isEmpty());
    }

    @Test
    void other_columns_are_refused_where_that_is_wanted() throws Exception {
        start("fail");
        export("team,hours", NOW);

        export("team,cost", JUNE);

        assertThat(ends.failed().values()).containsExactly(new Failure(Reason.SCHEMA_DRIFT, "the file was refused: The "
                + "columns differ from those of the file delivered last; new: 'cost'; missing: 'hours'. Set "
                + "schema-drift=warn to accept files with these columns"));
        assertThat(filesIn(data())).allMatch(file -> file.startsWith(SERIES + "2026-04-01"));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_refused_file_teaches_nothing() throws Exception {
        start("fail");
        export("team,hours", NOW);
        export("team,cost", JUNE);

        export("team,hours", JUNE);

        assertThat(ends.delivered()).hasSize(2);
    }

    @Test
    void what_was_delivered_is_remembered_by_the_next_program() throws Exception {
        start("warn");
        export("team,cost", NOW);
        startAgain(settings("warn", "direct:sink-file"));

        export("team,hours", JUNE);

        assertThat(ends.delivered().values()).flatExtracting(staged -> staged.warnings()).singleElement().asString()
                .contains("new: 'hours'; missing: 'cost'");
        assertThat(remembered()).isEqualTo("[\"team\",\"hours\"]");
    }

    @Test
    void only_a_file_that_every_sink_has_teaches() throws Exception {
        var down = Files.writeString(folder.resolve("down"), "a file where a folder should be");
        start(settings("warn", "direct:sink-file,file:" + down));
        export("team,hours", NOW);
        assertThat(remembered()).isNull();
        Files.delete(down);

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(remembered()).isEqualTo("[\"team\",\"hours\"]");
    }

    @Test
    void the_warning_is_still_shown_when_the_file_was_taken_up_again() throws Exception {
        var down = folder.resolve("down");
        start(settings("warn", "direct:sink-file,file:" + down));
        export("team,hours", NOW);
        var aside = Files.move(down, folder.resolve("aside"));
        Files.writeString(down, "a file where a folder should be");
        export("team,cost", JUNE);
        Files.delete(down);
        Files.move(aside, down);

        ring("ba", JUNE);

        assertThat(ends.await().delivered().values()).flatExtracting(staged -> staged.warnings()).singleElement()
                .asString().contains("new: 'cost'");
    }

    private String remembered() throws SQLException {
        return inLedger("select columns from sei_series where series = 'ba/team-101/weekly'");
    }

    private void start(String drift) throws Exception {
        start(settings(drift, "direct:sink-file"));
    }

    private static Map<String, String> settings(String drift, String sinks) {
        return new HashMap<>(Map.of("export.ba.scopes", "team:101", "schema-drift", drift, "export.ba.sinks", sinks,
                "export.ba.expect-columns", "team"));
    }

    private void export(String header, Instant asOf) throws Exception {
        var row = String.join(",", List.of("1", "2", "3").subList(0, header.split(",").length));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", (header + "\n" + row + "\n").getBytes(UTF_8)));
        ring("ba", asOf);
        ends.await();
    }
}
