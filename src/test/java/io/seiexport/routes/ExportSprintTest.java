package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.seiexport.sandbox.ReceivedCall;

class ExportSprintTest extends DomainContract {

    ExportSprintTest() {
        super("sprint");
    }

    @Test
    void the_settings_as_they_come_ask_for_the_story_points_of_sprints() throws Exception {
        assertThat(request()).isEqualTo("""
                {"scope":{"teamId":"101"},"dateRange":{"start":"2026-04-01","end":"2026-04-30"},\
                "metricGroups":["work","delivery","analysis"],"options":{"granularity":"SPRINT",\
                "computationMode":"STORY_POINTS","metricLevel":"team"}}""");
    }

    @Test
    void every_option_is_sent_in_the_spelling_of_the_api() throws Exception {
        assertThat(request("scopes", "tree:Engineering", "metric-groups", "", "metrics", "Sprint_Commit,Sprint_Creep",
                "granularity", "weekly", "computation-mode", "tickets", "metric-level", "Sprint")).isEqualTo("""
                {"scope":{"orgTreeName":"Engineering","orgIdentifier":"Acme","projectIdentifier":"Metrics"},\
                "dateRange":{"start":"2026-04-01","end":"2026-04-30"},"metrics":["Sprint_Commit","Sprint_Creep"],\
                "options":{"granularity":"WEEKLY","computationMode":"TICKETS","metricLevel":"sprint"}}""");
    }

    @Test
    void the_body_of_the_documents_can_be_sent() throws Exception {
        assertThat(request("metrics", "Sprint_Commit,Total_Work_Delivered,Churn_Rate", "metrics-with-groups", "true",
                "metric-field", "metric"))
                .contains("\"metricGroups\":[\"work\",\"delivery\",\"analysis\"],"
                        + "\"metric\":[\"Sprint_Commit\",\"Total_Work_Delivered\",\"Churn_Rate\"],\"options\":");
    }

    @Test
    void an_empty_option_is_left_to_the_server() throws Exception {
        assertThat(request("metric-groups", "", "computation-mode", "", "metric-level", ""))
                .endsWith("},\"options\":{\"granularity\":\"SPRINT\"}}").doesNotContain("metric");
    }

    @Test
    void every_group_of_the_api_can_be_asked_for() throws Exception {
        assertThat(request("metric-groups", "work,delivery,deliveryanalysis,analysis,predictability,velocity"))
                .contains("[\"work\",\"delivery\",\"deliveryAnalysis\",\"analysis\",\"predictability\",\"velocity\"]");
    }

    @ParameterizedTest
    @CsvSource({"weekly,WEEKLY", "MONTHLY,MONTHLY", "Quarterly,QUARTERLY", "sprint,SPRINT"})
    void every_granularity_of_the_api_can_be_asked_for(String setting, String sent) throws Exception {
        assertThat(request("granularity", setting)).contains("\"options\":{\"granularity\":\"" + sent + "\"");
    }

    @Test
    void an_export_is_created_at_sprint_and_followed_at_sprints() throws Exception {
        request();

        assertThat(sandbox().received()).extracting(ReceivedCall::method, call -> call.path().split("/")[3])
                .map(call -> call.toList().toString()).containsOnly("[POST, sprint]", "[GET, sprints]");
    }

    @Test
    void groups_together_with_metrics_are_refused_at_the_start() {
        assertNotStarted("export.sprint.metrics = Sprint_Commit: set either this or export.sprint.metric-groups, "
                + "not both", "metrics", "Sprint_Commit");
    }

    @Test
    void a_team_within_a_tree_is_refused_at_the_start() {
        assertNotStarted("export.sprint.scopes = tree:Engineering/team:102: sprint takes team or tree",
                "scopes", "tree:Engineering/team:102");
    }
}
