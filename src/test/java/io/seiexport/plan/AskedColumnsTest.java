package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns the files of a domain must have because of what was asked for. */
class AskedColumnsTest {
    private static final String TICKETS = "{\"issueStatuses\":[%s],\"options\":{\"aggregationLevel\":\"team\"}}";

    @Test
    void each_status_that_was_asked_for_has_its_column() throws Exception {
        assertThat(missing("ticket-data", TICKETS.formatted("\"In Progress\",\"QA\",\"Done\""),
                "team", "in_progress_hours", "done_hours"))
                .containsExactly("asked for status 'QA', no column qa_hours came");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "In Progress          | in_progress_hours",
        "In Progress          | In Progress Hours",
        "in-progress          | InProgress_hours",
        "IN_PROGRESS          | in-progress-hours",
        "Waiting (3rd party)  | waiting_3rd_party_hours",
        "Review/QA            | review_qa_hours",
        "Überprüfung          | überprüfung_hours",
        "Überprüfung          | uberprufung_hours",
        "Überprüfung          | _berpr_fung_hours",
        "検証                  | 検証_hours",
        "検証                  | _hours",
        "!                    | anything"})
    void a_column_is_known_in_whatever_spelling_the_server_may_make_of_a_status(String status, String column)
            throws Exception {
        assertThat(missing("ticket-data", TICKETS.formatted("\"" + status + "\""), "team", column)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"QA, qa_review_hours", "QA, qa", "Done, not_done_hours", "QA, qa_days"})
    void the_column_of_another_status_or_of_another_kind_does_not_count(String status, String column)
            throws Exception {
        assertThat(missing("ticket-data", TICKETS.formatted("\"" + status + "\""), "team", column)).hasSize(1);
    }

    @Test
    void what_was_not_asked_for_need_not_be_there_and_what_nobody_asked_for_may() throws Exception {
        assertThat(missing("ticket-data", "{\"options\":{\"aggregationLevel\":\"sprint\"}}", "to_do_hours")).isEmpty();
        assertThat(missing("productivity", "{\"options\":{}}", "a")).isEmpty();
    }

    @Test
    void each_metric_of_a_report_has_its_column_by_whatever_name() throws Exception {
        var efficiency = "{\"teamRefId\":1,\"efficiency\":{\"metrics\":[\"LEAD_TIME_FOR_CHANGES\","
                + "\"DEPLOYMENT_FREQUENCY\",\"CHANGE_FAILURE_RATE\",\"MEAN_TIME_TO_RESTORE\",\"OVERALL_DORA\"]}}";

        assertThat(missing("legacy-efficiency", efficiency, "Collection Name", "Lead Time for Changes (mean)",
                "Lead Time for Changes Rating", "Deployment Frequency", "Change Failure Rate",
                "Mean Time to Restore (mean)", "Overall DORA")).isEmpty();
        assertThat(missing("legacy-efficiency", efficiency, "Collection Name", "Deployment Frequency", "MTTR", "CFR"))
                .containsExactly("asked for metric 'LEAD_TIME_FOR_CHANGES', no column like *lead*time*, *lttc* came",
                        "asked for metric 'OVERALL_DORA', no column like *overall*, *dora* came");
        assertThat(missing("legacy-productivity", "{\"productivity\":{\"metrics\":[\"TIME_TO_FIRST_COMMENT\","
                + "\"CODING_DAYS_PER_DEV\"]}}", "Collection Name", "Coding days")).containsExactly(
                "asked for metric 'TIME_TO_FIRST_COMMENT', no column *first*comment* came");
    }

    @Test
    void a_file_without_a_header_lacks_no_column() throws Exception {
        assertThat(missing("ticket-data", TICKETS.formatted("\"QA\""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Developer", "Developer_Email", "contributor", "User Name", "dev_name", "Author", "E-Mail", "Name",
        "Full_Name"})
    void the_rows_of_developers_name_them_in_some_way(String column) throws Exception {
        var request = "{\"options\":{\"aggregationLevel\":\"developer\"}}";

        assertThat(missing("productivity", request, "Team", "Team_Name", "PR_Merged", column)).isEmpty();
        assertThat(missing("productivity", request, "Team", "Team_Name", "PR_Merged")).singleElement().asString()
                .startsWith("asked for level 'developer', no column like *dev*, *contributor*, ").endsWith(" came");
    }

    @ParameterizedTest
    @CsvSource({"productivity, aggregationLevel", "productivity, metricLevel", "sprint, metricLevel",
        "ticket-data, aggregationLevel"})
    void the_rows_of_teams_name_them_in_some_way(String domain, String option) throws Exception {
        var request = "{\"options\":{\"" + option + "\":\"TEAM\"}}";

        assertThat(missing(domain, request, "Period", "TEAM_hierarchy")).isEmpty();
        assertThat(missing(domain, request, "Collection Name")).isEmpty();
        assertThat(missing(domain, request, "Period", "PR_Merged")).containsExactly("asked for level 'TEAM', no "
                + "column like *team*, *collection*, *hierarchy*, name came");
    }

    @Test
    void one_level_that_is_asked_for_by_both_names_is_missed_once() throws Exception {
        assertThat(missing("productivity",
                "{\"options\":{\"aggregationLevel\":\"team\",\"metricLevel\":\"team\"}}", "a")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ba", "efficiency"})
    void no_column_is_demanded_where_the_documents_promise_none(String domain) throws Exception {
        assertThat(AskedColumns.of(DeclaredDomain.of(domain)).lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "status: {value}_hours", "{statuses}", "{statuses}:", "{}: x", "{statuses = }: x",
        "a: b {statuses}: x"})
    void a_line_that_cannot_be_read_is_refused(String line) {
        assertThatThrownBy(() -> AskedColumns.of(domain(line))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the line '" + line.strip()
                        + "' in the columns of the domain board cannot be read: write ");
    }

    @Test
    void a_field_that_the_request_does_not_have_is_refused() {
        assertThatThrownBy(() -> AskedColumns.of(domain("status {statuses}: x\nlevel {options.levl = a}: y")))
                .hasMessage("the line 'level {options.levl = a}: y' in the columns of the domain board names "
                        + "options.levl, which its request does not have");
    }

    @Test
    void what_a_place_of_the_request_may_hold_is_a_field_too() {
        assertThat(AskedColumns.of(domain("team {scope.teamId}: team")).missing("{\"scope\":{\"teamId\":\"1\"}}",
                List.of("Group"))).containsExactly("asked for team '1', no column team came");
    }

    private static Domain domain(String columns) {
        var domain = DeclaredDomain.asking("board", "{\"scope\": \"{scope: team}\", \"statuses\": [\"{statuses}\"], "
                + "\"options\": {\"level\": \"{level}\"}}");
        domain.setColumns(columns);
        return domain;
    }

    private static List<String> missing(String domain, String request, String... header) throws Exception {
        return AskedColumns.of(DeclaredDomain.of(domain)).missing(request, List.of(header));
    }
}
