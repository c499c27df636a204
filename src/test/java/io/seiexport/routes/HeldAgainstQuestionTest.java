package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;
import org.junit.jupiter.api.Test;

/** What becomes of an answer that is not that to the question: its columns, what it repeats, the size it states. */
class HeldAgainstQuestionTest extends RouteTest {
    private static final String NO_QA = "The columns are not all that were asked for: asked for status 'QA', no "
            + "column qa_hours came.";
    private static final String OTHER_TEAM = "The server repeats another question than was asked: scope.teamId is "
            + "'102' instead of '101'.";

    @Test
    void the_first_file_of_each_domain_answers_its_question() throws Exception {
        start("fail");

        for (var domain : List.of("ba", "sprint", "productivity", "efficiency", "ticket-data")) {
            ring(domain);
        }

        assertThat(ends.await().delivered().values()).hasSize(5).allSatisfy(staged ->
                assertThat(staged.warnings()).isEmpty());
    }

    @Test
    void a_first_file_that_lacks_a_column_that_was_asked_for_lands_with_a_warning_that_is_counted() throws Exception {
        start("warn");
        sandbox().faults().next(DOWNLOAD, Fault.withoutColumns("qa_hours"));
        try (var said = LogLines.of("io.seiexport.delivery.Columns")) {
            ring("ticket-data");
            ends.await();

            assertThat(said.lines()).contains("WARN ticket-data team:101 2026-04-01..2026-04-30: " + NO_QA);
        }
        assertThat(ends.delivered().values()).singleElement().satisfies(staged ->
                assertThat(staged.warnings()).containsExactly(NO_QA));
        assertThat(context().getRegistry().findSingleByType(MeterRegistry.class)
                .counter("sei.exports.drifted", "domain", "ticket-data", "kind", "unanswered").count()).isEqualTo(1);
    }

    @Test
    void it_is_refused_where_other_columns_are_and_the_next_one_is_taken() throws Exception {
        start("fail");
        sandbox().faults().next(DOWNLOAD, Fault.withoutColumns("qa_hours"));
        ring("ticket-data");

        assertThat(ends.await().failed().values()).containsExactly(new Failure(Reason.SCHEMA_DRIFT,
                "the file was refused: " + NO_QA + " Set schema-drift=warn to accept files with these columns, or take "
                + "the line that asks for too much out of the columns that the domain ticket-data declares in "
                + "routes/exports"));
        assertThat(files()).isEmpty();
        ring("ticket-data");
        assertThat(ends.await().delivered()).hasSize(1);
    }

    @Test
    void rows_of_teams_where_those_of_developers_were_asked_for_are_noticed() throws Exception {
        start("fail");
        sandbox().faults().next(DOWNLOAD, Fault.withoutColumns("Developer", "Developer_Email"));

        ring("productivity");

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure ->
                assertThat(failure.sentence()).contains("asked for level 'developer', no column like *dev*, "));
    }

    @Test
    void a_job_that_is_said_to_be_of_another_scope_is_downloaded_with_a_warning() throws Exception {
        start("warn");
        sandbox().faults().next(STATUS, Fault.echo("scope/teamId", "\"102\"")).forEver();
        try (var said = LogLines.of("io.seiexport.delivery.Answers")) {
            ring("productivity");
            ends.await();

            assertThat(said.lines())
                    .containsOnlyOnce("WARN productivity team:101 2026-04-01..2026-04-30: " + OTHER_TEAM);
        }
        assertThat(ends.delivered().values()).singleElement().satisfies(staged ->
                assertThat(staged.warnings()).containsExactly(OTHER_TEAM));
    }

    @Test
    void it_is_not_even_downloaded_where_other_columns_are_refused() throws Exception {
        start("fail");
        sandbox().faults().next(STATUS, Fault.echo("scope/teamId", "\"102\"")).forEver();

        ring("productivity");

        assertThat(ends.await().failed().values()).containsExactly(new Failure(Reason.FOREIGN_JOB, "the export was "
                + "refused: " + OTHER_TEAM + " Set schema-drift=warn to accept it"));
        assertThat(sandbox().count(DOWNLOAD, "productivity")).isZero();
    }

    @Test
    void another_option_or_another_size_is_only_warned_of_also_there() throws Exception {
        start("fail", "team:101,team:102");
        sandbox().faults().next(STATUS, Fault.echo("options/granularity", "\"weekly\"").forTeam("101")).forEver();
        sandbox().faults().next(STATUS, Fault.sizeBytes(7).forTeam("102")).forEver();
        try (var said = LogLines.of("sei")) {
            ring("sprint");
            ends.await();

            assertThat(said.lines()).anyMatch(line -> line.startsWith("WARN sprint team:102 2026-04-01..2026-04-30: "
                    + "The server states a size of 7 bytes, and the file that came is whole with "));
        }
        assertThat(ends.failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(2).allSatisfy((export, staged) -> assertThat(staged.warnings())
                .singleElement().asString().startsWith(export.scope().toString().equals("team:101")
                        ? "The server repeats another question than was asked: options.granularity is 'weekly' instead "
                                + "of 'SPRINT'." : "The server states a size of 7 bytes"));
    }

    private void start(String drift) throws Exception {
        start(drift, "team:101");
    }

    private void start(String drift, String scopes) throws Exception {
        var settings = new HashMap<>(Map.of("schema-drift", drift));
        List.of("ba", "sprint", "productivity", "efficiency", "ticket-data")
                .forEach(domain -> settings.put("export." + domain + ".scopes", scopes));
        start(settings);
    }
}
