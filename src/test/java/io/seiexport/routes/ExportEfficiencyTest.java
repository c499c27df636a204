package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportEfficiencyTest extends DomainContract {

    ExportEfficiencyTest() {
        super("efficiency");
    }

    @Test
    void the_settings_as_they_come_ask_for_the_four_dora_metrics() throws Exception {
        assertThat(request()).isEqualTo("""
                {"scope":{"teamId":"101"},"dateRange":{"start":"2026-04-01","end":"2026-04-30"},\
                "metricGroups":["lttc","df","mttr","cfr"],\
                "options":{"granularity":"MONTHLY","format":"csv","compression":"gzip"}}""");
    }

    @Test
    void every_option_is_sent_in_the_spelling_of_the_api() throws Exception {
        assertThat(request("scopes", "tree:Engineering", "metric-groups", "LTTC,Work_Items", "granularity", "weekly",
                "aggregation", "P90", "work-category-filter", "bugs,features")).isEqualTo("""
                {"scope":{"orgTreeName":"Engineering","orgIdentifier":"Acme","projectIdentifier":"Metrics"},\
                "dateRange":{"start":"2026-04-01","end":"2026-04-30"},"metricGroups":["lttc","work_items"],\
                "options":{"granularity":"WEEKLY","aggregation":"p90","workCategoryFilter":["BUGS","FEATURES"],\
                "format":"csv","compression":"gzip"}}""");
    }

    @Test
    void single_metrics_can_take_the_place_of_groups() throws Exception {
        assertThat(request("metric-groups", "", "metrics", "LTTC_Mean_Days"))
                .contains("},\"metrics\":[\"LTTC_Mean_Days\"],\"options\"").doesNotContain("metricGroups");
    }

    @Test
    void groups_and_single_metrics_can_be_asked_for_together() throws Exception {
        assertThat(request("metrics", "LTTC_Mean_Days", "metrics-with-groups", "true"))
                .contains("\"cfr\"],\"metrics\":[\"LTTC_Mean_Days\"],\"options\"");
    }

    @Test
    void the_address_of_a_manager_is_in_the_request_and_in_no_name()
            throws Exception {
        assertThat(request("scopes", "tree:Engineering/manager:jane", "managers", "jane:jane.doe@example.com"))
                .startsWith("{\"scope\":{\"orgTreeName\":\"Engineering\",\"orgIdentifier\":\"Acme\","
                        + "\"projectIdentifier\":\"Metrics\",\"managerEmailId\":\"jane.doe@example.com\"},");
        assertThat(filesIn(data())).hasSize(2).allMatch(name ->
                name.startsWith("efficiency/tree-Engineering~manager-jane/monthly/2026-04-01_2026-04-30."));
    }

    @Test
    void every_group_of_the_api_can_be_asked_for() throws Exception {
        assertThat(request("metric-groups", "lttc,df,mttr,cfr,summary,work_items,deployment_frequency,rating"))
                .contains("[\"lttc\",\"df\",\"mttr\",\"cfr\",\"summary\",\"work_items\",\"deployment_frequency\","
                        + "\"rating\"]");
    }

    @ParameterizedTest
    @CsvSource({"weekly,WEEKLY", "MONTHLY,MONTHLY", "Quarterly,QUARTERLY"})
    void every_granularity_of_the_api_can_be_asked_for(String setting, String sent) throws Exception {
        assertThat(request("granularity", setting)).contains("\"options\":{\"granularity\":\"" + sent + "\"");
    }

    @Test
    void neither_groups_nor_metrics_is_refused_at_the_start() {
        assertNotStarted("export.efficiency.metric-groups is missing", "metric-groups", "");
    }

    @Test
    void groups_together_with_metrics_are_refused_at_the_start() {
        assertNotStarted("export.efficiency.metrics = LTTC_Mean_Days: set either this or "
                + "export.efficiency.metric-groups, not both", "metrics", "LTTC_Mean_Days");
    }

    @Test
    void a_team_within_a_tree_is_refused_at_the_start() {
        assertNotStarted("export.efficiency.scopes = tree:Engineering/team:102: efficiency takes team or tree",
                "scopes", "tree:Engineering/team:102");
    }
}
