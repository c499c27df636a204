package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportProductivityTest extends DomainContract {

    ExportProductivityTest() {
        super("productivity");
    }

    @Test
    void a_tree_can_be_named_without_its_organization_and_project() throws Exception {
        assertThat(request("scopes", "tree:Engineering/team:102", "tree-name-alone", "true"))
                .startsWith("{\"scope\":{\"orgTreeName\":\"Engineering\",\"teamId\":\"102\"},");
    }

    @Test
    void the_settings_as_they_come_ask_for_all_groups_by_developer() throws Exception {
        assertThat(request()).isEqualTo("""
                {"scope":{"teamId":"101"},"dateRange":{"start":"2026-04-01","end":"2026-04-30"},\
                "metricGroups":["activity","velocity","volume","quality","collaboration"],\
                "options":{"granularity":"monthly","aggregation":"mean","aggregationLevel":"developer",\
                "format":"csv"}}""");
    }

    @Test
    void every_option_is_sent_in_the_spelling_of_the_api() throws Exception {
        assertThat(request("scopes", "tree:Engineering", "metric-groups", "Velocity", "metrics", "PR_MERGED",
                "granularity", "WEEKLY", "aggregation", "MEAN", "aggregation-level", "TEAM", "metric-level", "Team"))
                .isEqualTo("""
                {"scope":{"orgTreeName":"Engineering","orgIdentifier":"Acme","projectIdentifier":"Metrics"},\
                "dateRange":{"start":"2026-04-01","end":"2026-04-30"},\
                "metricGroups":["velocity"],"metrics":["PR_MERGED"],\
                "options":{"granularity":"weekly","aggregation":"mean","aggregationLevel":"team","metricLevel":"team",\
                "format":"csv"}}""");
    }

    @Test
    void an_empty_option_is_left_to_the_server() throws Exception {
        assertThat(request("aggregation", "", "aggregation-level", ""))
                .endsWith("\"options\":{\"granularity\":\"monthly\",\"format\":\"csv\"}}");
    }

    @Test
    void single_metrics_can_take_the_place_of_groups() throws Exception {
        assertThat(request("metric-groups", "", "metrics", "PR_MERGED, CODING_DAYS"))
                .contains("},\"metrics\":[\"PR_MERGED\",\"CODING_DAYS\"],\"options\"").doesNotContain("metricGroups");
    }

    @Test
    void a_team_within_a_tree_is_asked_for_by_both() throws Exception {
        assertThat(request("scopes", "tree:Engineering/team:102")).startsWith("""
                {"scope":{"orgTreeName":"Engineering","orgIdentifier":"Acme","projectIdentifier":"Metrics",\
                "teamId":"102"},""");
        assertThat(filesIn(data()))
                .contains("productivity/tree-Engineering~team-102/monthly/2026-04-01_2026-04-30.csv");
    }

    @ParameterizedTest
    @CsvSource({"weekly,weekly", "MONTHLY,monthly", "Quarterly,quarterly"})
    void every_granularity_of_the_api_can_be_asked_for(String setting, String sent) throws Exception {
        assertThat(request("granularity", setting)).contains("\"options\":{\"granularity\":\"" + sent + "\"");
    }

    @Test
    void neither_groups_nor_metrics_is_refused_at_the_start() {
        assertNotStarted("export.productivity.metric-groups is missing", "metric-groups", "");
    }
}
