package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportTicketDataTest extends DomainContract {

    ExportTicketDataTest() {
        super("ticket-data");
    }

    @Test
    void the_settings_as_they_come_ask_for_four_statuses_by_team() throws Exception {
        assertThat(request()).isEqualTo("""
                {"scope":{"teamId":"101"},"dateRange":{"start":"2026-04-01","end":"2026-04-30"},\
                "issueStatuses":["In Progress","In Review","QA","Done"],\
                "options":{"aggregationLevel":"team","granularity":"monthly",\
                "terminalDateColumn":"issue_resolved_at"}}""");
    }

    @Test
    void every_option_is_sent_in_the_spelling_of_the_api() throws Exception {
        assertThat(request("scopes", "tree:Engineering", "issue-statuses", "wAITING,\"Ready, but held\",Prüfung",
                "granularity", "Daily", "aggregation-level", "SPRINT", "terminal-date-column", "Version_Release_Date"))
                .isEqualTo("""
                {"scope":{"orgTreeName":"Engineering","orgIdentifier":"Acme","projectIdentifier":"Metrics"},\
                "dateRange":{"start":"2026-04-01","end":"2026-04-30"},\
                "issueStatuses":["wAITING","Ready, but held","Pr\\u00FCfung"],\
                "options":{"aggregationLevel":"sprint","granularity":"daily",\
                "terminalDateColumn":"version_release_date"}}""");
    }

    @Test
    void an_empty_option_is_left_to_the_server() throws Exception {
        assertThat(request("issue-statuses", "", "aggregation-level", "", "terminal-date-column", ""))
                .endsWith("},\"options\":{\"granularity\":\"monthly\"}}").doesNotContain("issueStatuses");
    }

    @ParameterizedTest
    @CsvSource({"DAILY,daily", "weekly,weekly", "Monthly,monthly", "quarterly,quarterly"})
    void every_granularity_of_the_api_can_be_asked_for(String setting, String sent) throws Exception {
        assertThat(request("granularity", setting)).contains("\"granularity\":\"" + sent + "\"");
    }

    @Test
    void a_team_within_a_tree_is_refused_at_the_start() {
        assertNotStarted("export.ticket-data.scopes = tree:Engineering/team:102: ticket-data takes team or tree",
                "scopes", "tree:Engineering/team:102");
    }
}
