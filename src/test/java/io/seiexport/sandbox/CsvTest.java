package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class CsvTest {
    private static final List<String> DOMAINS = Requests.DOMAINS;

    private final Sandbox sandbox = Sandbox.start(0, Options.immediate());
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @FieldSource("DOMAINS")
    void the_same_request_makes_the_same_bytes_in_any_sandbox(String domain) throws Exception {
        try (var other = Sandbox.start(0, Options.immediate())) {
            var otherCaller = new Caller(other);
            var request = Requests.forTree(domain, "Engineering");

            assertThat(otherCaller.download(domain, otherCaller.exportId(domain, request)).body())
                    .isEqualTo(caller.download(domain, caller.exportId(domain, request)).body());
        }
    }

    @ParameterizedTest
    @FieldSource("DOMAINS")
    void the_file_is_a_whole_gzip_of_known_length(String domain) throws Exception {
        var reply = caller.download(domain, caller.exportId(domain, Requests.example(domain)));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isIn("application/gzip", "text/csv");
        assertThat(reply.header("Content-Encoding")).isNull();
        assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(reply.body().length));
        assertThat(reply.unzipped()).endsWith("\n");
    }

    @ParameterizedTest
    @FieldSource("DOMAINS")
    void every_line_has_as_many_values_as_the_header(String domain) throws Exception {
        var lines = file(domain, Requests.forTree(domain, "Engineering"));

        assertThat(lines).hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(values(line)).hasSameSizeAs(values(lines.get(0))));
    }

    @ParameterizedTest
    @FieldSource("DOMAINS")
    void a_tree_has_several_teams_some_of_which_need_quotes_or_more_than_ascii(String domain) throws Exception {
        var file = String.join("\n", file(domain, Requests.forTree(domain, "Sales")));

        assertThat(file).contains(",Platform Team,Sales/Platform,", ",\"Payments, EU\",\"Sales/Payments, EU\",",
                ",Zürich Data,Sales/Zürich Data,");
    }

    @Test
    void investments_come_by_category_in_points_and_tickets() throws Exception {
        var lines = file("ba", Requests.forTeam("ba", "1"));

        assertThat(values(lines.get(0)))
                .startsWith("Granularity", "Team", "Team_Hierarchy", "Start_Date", "End_Date",
                        "KTLO_story_points", "KTLO_tickets", "New_Capability_story_points")
                .endsWith("Uncategorized_story_points", "Uncategorized_tickets");
        assertThat(lines.get(1)).startsWith("Jan 2026,Platform Team,Engineering/Platform,2026-01-01,2026-01-31,");
        assertThat(lines).hasSize(4);
    }

    @Test
    void metric_groups_choose_the_categories() throws Exception {
        var categorized = file("ba", Requests.with("ba", "metricGroups", "[\"CATEGORIZED\"]")).get(0);
        var uncategorized = file("ba", Requests.with("ba", "metricGroups", "[\"UNCATEGORIZED\"]")).get(0);

        assertThat(categorized).contains("KTLO").doesNotContain("Uncategorized");
        assertThat(uncategorized).contains("Uncategorized").doesNotContain("KTLO");
    }

    @Test
    void the_categories_differ_by_project() {
        var headers = new TreeSet<String>();
        for (var project : List.of("shop", "search", "stock", "sales", "support")) {
            var body = new ObjectMapper().createObjectNode();
            var request = new Request(Domain.BA, Map.of("projectIdentifier", project), body);
            headers.add(FileColumns.of(request).stream().map(FileColumns.Column::header).toList().toString());
        }

        assertThat(headers).hasSizeBetween(2, 3);
    }

    @Test
    void times_in_status_follow_the_asked_statuses_and_add_up() throws Exception {
        var lines = file("ticket-data", Requests.with("ticket-data", "options",
                "{\"aggregationLevel\": \"team\", \"granularity\": \"monthly\"}"));

        assertThat(lines.get(0)).isEqualTo("granularity,team,team_hierarchy,total_issues,in_progress_hours,"
                + "in_review_hours,qa_hours,done_hours,total_lead_time_hours");
        var values = values(lines.get(1));
        assertThat(values.subList(4, 8).stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualTo(new BigDecimal(values.get(8)));
    }

    @Test
    void without_statuses_all_of_them_are_measured() throws Exception {
        var header = file("ticket-data", Requests.with("ticket-data", "issueStatuses", null)).get(0);

        assertThat(header).contains("to_do_hours,in_progress_hours,in_review_hours,done_hours");
    }

    @Test
    void sprints_are_named_where_they_are_asked_for() throws Exception {
        assertThat(file("ticket-data", Requests.example("ticket-data")).get(1)).contains(",Sprint 104,");
        assertThat(file("sprint", Requests.with("sprint", "options.metricLevel", "\"sprint\"")).get(0))
                .contains("Sprint_Name", "Tickets_Removed_Mid_Sprint").doesNotContain("Sprint_Velocity");
        assertThat(file("sprint", Requests.example("sprint")).get(0))
                .contains("Sprint_Velocity").doesNotContain("Sprint_Name", "Tickets_Removed_Mid_Sprint");
    }

    @Test
    void productivity_comes_per_developer_or_per_team() throws Exception {
        var perDeveloper = file("productivity", Requests.example("productivity"));
        var perTeam = file("productivity", Requests.with("productivity", "options", "{\"metricLevel\": \"team\"}"));

        assertThat(perDeveloper).hasSize(1 + 12 * 3);
        assertThat(perDeveloper.get(0)).contains("Developer,Developer_Email", "LOC_Added").doesNotContain("LOC_Total");
        assertThat(perTeam).hasSize(1 + 12);
        assertThat(perTeam.get(0)).doesNotContain("Developer,").contains("LOC_Total").doesNotContain("LOC_Added");
    }

    @Test
    void a_developer_may_need_quotes_inside_quotes() throws Exception {
        var file = String.join("\n", file("productivity", Requests.edited(
                Requests.forTree("productivity", "Engineering"), "options.aggregationLevel", "\"developer\"")));

        assertThat(file).contains(",\"O'Neil \"\"Dev\"\"\",oneil@example.com,", ",Zoë Müller,");
    }

    @Test
    void metrics_join_the_groups_without_doubles() throws Exception {
        var request = Requests.edited(Requests.with("productivity", "metricGroups", "[\"activity\"]"),
                "metrics", "[\"coding_days\", \"pr_merged\"]");

        assertThat(values(file("productivity", request).get(0))).endsWith("End_Date", "Coding_Days", "PR_Merged");
    }

    @Test
    void sprint_metrics_may_be_chosen_one_by_one() throws Exception {
        for (var field : List.of("metrics", "metric")) {
            var request = Requests.edited(Requests.with("sprint", "metricGroups", null), field,
                    "[\"Sprint_Commit\", \"CHURN_RATE\"]");

            assertThat(values(file("sprint", request).get(0))).endsWith("End_Date", "Sprint_Commit", "Churn_Rate");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "['lttc']      | {'granularity':'MONTHLY'}                        | Planning_Mean_Days | Deploy_Mean_Days",
        "['lttc']      | {'granularity':'WEEKLY','aggregation':'p90'}     | LTTC_P90_Days      | Coding_P90_Days",
        "['lttc']      | {'granularity':'WEEKLY','workCategoryFilter':['BUGS']} | LTTC_Mean_Days_Bugs | Team",
        "['mttr','cfr']| {'granularity':'MONTHLY','aggregation':'median'} | MTTR_Median_Hours  | CFR_Total_Success",
        "['df','deployment_frequency'] | {'granularity':'WEEKLY'}         | DF_Deployment_Count | Team",
        "['rating']    | {'granularity':'WEEKLY'}                         | Overall_Rating     | Team",
        "['work_items']| {'granularity':'WEEKLY'}                         | PR_Associations    | Team",
        "['summary']   | {'granularity':'QUARTERLY'}                      | MTTR_Mean_Hours    | Overall_Rating",
    })
    void efficiency_columns_follow_groups_and_options(String groups, String options, String one, String another)
            throws Exception {
        var request = Requests.edited(Requests.with("efficiency", "metricGroups", groups.replace('\'', '"')),
                "options", options.replace('\'', '"'));

        assertThat(values(file("efficiency", request).get(0))).contains(one, another).doesNotHaveDuplicates();
    }

    @Test
    void efficiency_metrics_are_columns_of_their_own() throws Exception {
        var request = Requests.edited(Requests.with("efficiency", "metricGroups", null),
                "metrics", "[\"LTTC_Mean_Days\", \"DF_Deployment_Count\"]");

        assertThat(values(file("efficiency", request).get(0)))
                .endsWith("End_Date", "LTTC_Mean_Days", "DF_Deployment_Count");
    }

    @ParameterizedTest
    @CsvSource({
        "ba,           WEEKLY,    2026-W01 2026-W02 2026-W03, 2026-01-04 2026-01-11 2026-01-15",
        "ba,           MONTHLY,   Jan 2026,                   2026-01-15",
        "ba,           QUARTERLY, Q1 2026,                    2026-01-15",
        "sprint,       SPRINT,    Sprint 156 Sprint 157,      2026-01-11 2026-01-15",
        "productivity, weekly,    2026-W01 2026-W02 2026-W03, 2026-01-04 2026-01-11 2026-01-15",
    })
    void periods_follow_the_granularity_and_end_with_the_range(String domain, String granularity, String labels,
                                                               String ends) throws Exception {
        var request = Requests.edited(Requests.edited(Requests.forTeam(domain, "1"),
                "dateRange", "{\"start\": \"2026-01-01\", \"end\": \"2026-01-15\"}"),
                "options", "{\"granularity\": \"" + granularity + "\"}");

        var rows = file(domain, request).stream().skip(1).map(CsvTest::values).toList();

        assertThat(rows.stream().map(row -> row.get(0))).isEqualTo(words(labels));
        assertThat(rows.stream().map(row -> row.get(4))).isEqualTo(List.of(ends.split(" ")));
    }

    @Test
    void days_are_periods_for_times_in_status() throws Exception {
        var request = Requests.edited(Requests.with("ticket-data", "options", "{\"granularity\": \"daily\"}"),
                "dateRange", "{\"start\": \"2024-02-28\", \"end\": \"2024-03-01\"}");

        assertThat(file("ticket-data", request).stream().skip(1).map(line -> values(line).get(0)))
                .containsExactly("2024-02-28", "2024-02-29", "2024-03-01");
    }

    @Test
    void a_period_has_the_same_figures_in_every_file() throws Exception {
        var quarter = file("ba", Requests.example("ba"));
        var month = file("ba", Requests.with("ba", "dateRange",
                "{\"start\": \"2026-02-01\", \"end\": \"2026-02-28\"}"));

        assertThat(month.get(1)).isEqualTo(quarter.get(2));
        assertThat(quarter.get(3).replaceAll(".*2026-03-31", ""))
                .isNotEqualTo(quarter.get(2).replaceAll(".*2026-02-28", ""));
    }

    @Test
    void another_project_has_other_figures() throws Exception {
        var body = new ObjectMapper().readTree(Requests.example("efficiency"));
        var files = new TreeSet<String>();
        for (var project : List.of("shop", "search")) {
            var query = Map.of("orgIdentifier", "acme", "projectIdentifier", project);
            var file = new ByteArrayOutputStream();
            new Csv(new Request(Domain.EFFICIENCY, query, body), 0).writeTo(file);
            files.add(file.toString(StandardCharsets.UTF_8));
        }

        assertThat(files).hasSize(2);
    }

    @Test
    void a_file_of_any_length_is_written_bit_by_bit() throws Exception {
        var body = new ObjectMapper().readTree(Requests.edited(Requests.forTree("ticket-data", "Engineering"),
                "dateRange", "{\"start\": \"0001-01-01\", \"end\": \"9999-12-31\"}"));
        var query = Map.of("orgIdentifier", "acme", "projectIdentifier", "shop");
        var reader = new ImpatientReader();

        assertThatThrownBy(() -> new Csv(new Request(Domain.TICKET_DATA, query, body), 0).writeTo(reader))
                .hasMessage("enough");
        assertThat(reader.longest).isLessThanOrEqualTo(8192);
    }

    /** Reads no more than a million bytes, and remembers how many came at once. */
    private static final class ImpatientReader extends OutputStream {
        private int longest;
        private int total;

        @Override
        public void write(int b) {
            total++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            longest = Math.max(longest, length);
            total += length;
            if (total > 1_000_000) {
                throw new IOException("enough");
            }
        }
    }

    private List<String> file(String domain, String request) throws Exception {
        return caller.download(domain, caller.exportId(domain, request)).lines();
    }

    private static List<String> words(String labels) {
        var pattern = labels.toUpperCase(Locale.ROOT).contains("-W") ? " " : " (?=[SQJ])";
        return List.of(labels.split(pattern));
    }

    /** The values of a line; commas in quotes do not count. */
    private static List<String> values(String line) {
        return Stream.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)).toList();
    }
}
