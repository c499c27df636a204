package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.simpl.SimpleThreadPool;

class ExportBaTest extends DomainContract {

    ExportBaTest() {
        super("ba");
    }

    @Test
    void the_settings_as_they_come_ask_for_weeks_and_both_kinds_of_work() throws Exception {
        assertThat(request()).isEqualTo("""
                {"scope":{"teamId":"101"},"dateRange":{"start":"2026-04-01","end":"2026-04-30"},\
                "options":{"granularity":"WEEKLY"}}""");
    }

    @Test
    void every_option_is_sent_in_the_spelling_of_the_api() throws Exception {
        assertThat(request("scopes", "tree:Engineering", "metric-groups", "categorized,Uncategorized",
                "granularity", "Monthly")).isEqualTo("""
                {"scope":{"orgTreeName":"Engineering","orgIdentifier":"Acme","projectIdentifier":"Metrics"},\
                "dateRange":{"start":"2026-04-01","end":"2026-04-30"},\
                "metricGroups":["CATEGORIZED","UNCATEGORIZED"],"options":{"granularity":"MONTHLY"}}""");
    }

    @ParameterizedTest
    @CsvSource({"weekly,WEEKLY", "MONTHLY,MONTHLY", "Quarterly,QUARTERLY"})
    void every_granularity_of_the_api_can_be_asked_for(String setting, String sent) throws Exception {
        assertThat(request("granularity", setting)).endsWith("\"options\":{\"granularity\":\"" + sent + "\"}}");
    }

    @Test
    void a_granularity_that_the_api_does_not_have_is_refused_at_the_start() {
        assertNotStarted("export.ba.granularity = daily: use WEEKLY, MONTHLY, QUARTERLY", "granularity", "daily");
    }

    @Test
    void a_team_within_a_tree_is_refused_at_the_start() {
        assertNotStarted("export.ba.scopes = tree:Engineering/team:102: ba takes team or tree",
                "scopes", "tree:Engineering/team:102");
    }

    @Test
    void the_clock_rings_by_itself() throws Exception {
        start(Map.of("export.ba.cron", "* * * * * ?", "export.ba.scopes", "team:101",
                "camel.component.quartz.auto-start-scheduler", "true",
                "camel.component.quartz.properties[org.quartz.threadPool.class]", SimpleThreadPool.class.getName(),
                "camel.component.quartz.properties[org.quartz.threadPool.threadCount]", "1"));

        assertThat(ends.await(1).failed()).isEmpty();
        assertThat(filesIn(data())).hasSize(2);
    }
}
