package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the legacy reports are asked for by, byte for byte, and which settings they refuse. */
class LegacyRequestTest {
    private static final Window JANUARY = new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31"));
    private static final Scope TEAM = new Scope("", "123");
    private static final String BEGIN = "{\"teamRefId\":123,\"collectionId\":\"123\",\"dateStart\":\"2026-01-01\","
            + "\"dateEnd\":\"2026-01-31\",\"granularity\":\"monthly\",";

    @Test
    void efficiency_as_it_comes_asks_for_four_metrics_and_leaves_the_rest_to_the_server() throws IOException {
        assertThat(request("legacy-efficiency", TEAM)).isEqualTo(BEGIN + "\"efficiency\":{\"metrics\":["
                + "\"LEAD_TIME_FOR_CHANGES\",\"DEPLOYMENT_FREQUENCY\",\"CHANGE_FAILURE_RATE\","
                + "\"MEAN_TIME_TO_RESTORE\"]}}");
    }

    @Test
    void efficiency_is_asked_for_with_all_it_knows() throws IOException {
        assertThat(request("legacy-efficiency", TEAM, "metrics", "overall_dora,Lead_Time_For_Changes",
                "calculation-type", "p90", "include-ratings", "TRUE", "granularity", "Monthly"))
                .isEqualTo(BEGIN + "\"includeRatings\":true,\"efficiency\":{\"metrics\":[\"OVERALL_DORA\","
                        + "\"LEAD_TIME_FOR_CHANGES\"],\"calculationType\":\"P90\"}}");
    }

    @Test
    void productivity_of_teams_is_asked_for_with_all_it_knows() throws IOException {
        assertThat(request("legacy-productivity", TEAM, "include-ratings", "false", "metrics",
                "TIME_TO_FIRST_COMMENT,PR_VELOCITY_PER_DEV,WORKTYPE_COMPLETED_PER_DEV,CODING_DAYS_PER_DEV,"
                        + "NUMBER_OF_COMMENTS_PER_PR,AVG_TIME_TO_COMPLETE"))
                .isEqualTo(BEGIN + "\"includeRatings\":false,\"productivity\":{\"metrics\":["
                        + "\"TIME_TO_FIRST_COMMENT\",\"PR_VELOCITY_PER_DEV\",\"WORKTYPE_COMPLETED_PER_DEV\","
                        + "\"CODING_DAYS_PER_DEV\",\"NUMBER_OF_COMMENTS_PER_PR\",\"AVG_TIME_TO_COMPLETE\"]}}");
    }

    @Test
    void productivity_of_contributors_has_a_part_and_metrics_of_its_own() throws IOException {
        assertThat(request("legacy-productivity", TEAM, "level", "Contributor", "metrics",
                "PR_VELOCITY,WORK_TYPE_COMPLETED,CODING_DAYS,TIME_TO_FIRST_COMMENT,NUMBER_OF_COMMENTS_PER_PR,"
                        + "AVG_TIME_TO_COMPLETE,NO_OF_PRS_WITH_MISSING_TICKETS"))
                .isEqualTo(BEGIN + "\"productivityContributors\":{\"metrics\":[\"PR_VELOCITY\","
                        + "\"WORK_TYPE_COMPLETED\",\"CODING_DAYS\",\"TIME_TO_FIRST_COMMENT\","
                        + "\"NUMBER_OF_COMMENTS_PER_PR\",\"AVG_TIME_TO_COMPLETE\","
                        + "\"NO_OF_PRS_WITH_MISSING_TICKETS\"]}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"daily", "weekly", "monthly"})
    void every_granularity_of_the_api_can_be_asked_for(String granularity) throws IOException {
        assertThat(request("legacy-efficiency", TEAM, "granularity", granularity))
                .contains("\"granularity\":\"" + granularity + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0123", "+1", "12.5", "1234567890123456789", "-1"})
    void a_team_that_is_no_number_is_refused(String id) {
        assertRefused("legacy-efficiency", new Scope("", id), "export.legacy-efficiency.scopes = team:" + id
                + ": legacy-efficiency takes team:NUMBER, such as team:123: the number of the team that Harness shows "
                + "as collectionId in the address of its page");
    }

    @ParameterizedTest
    @CsvSource({"Engineering,''", "Engineering,123"})
    void a_tree_is_refused(String tree, String team) {
        var scope = new Scope(tree, team);

        assertRefused("legacy-productivity", scope, "export.legacy-productivity.scopes = " + scope
                + ": legacy-productivity takes team:NUMBER, such as team:123: the number of the team that Harness "
                + "shows as collectionId in the address of its page");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "legacy-efficiency   | granularity      | quarterly        | use daily, weekly, monthly",
        "legacy-efficiency   | calculation-type | mode             | use MEAN, MEDIAN, P90, P95",
        "legacy-efficiency   | include-ratings  | yes              | use true or false",
        "legacy-productivity | level            | developer        | use contributor, team",
        "legacy-productivity | metrics          | PR_VELOCITY      | \"use TIME_TO_FIRST_COMMENT, "
                + "PR_VELOCITY_PER_DEV, WORKTYPE_COMPLETED_PER_DEV, CODING_DAYS_PER_DEV, NUMBER_OF_COMMENTS_PER_PR, "
                + "AVG_TIME_TO_COMPLETE\""})
    void a_value_that_the_api_does_not_know_is_refused(String domain, String setting, String value, String advice) {
        assertRefused(domain, TEAM, "export." + domain + "." + setting + " = " + value + ": " + advice, setting, value);
    }

    @Test
    void the_metrics_of_teams_are_refused_for_contributors() {
        assertThatThrownBy(() -> request("legacy-productivity", TEAM, "level", "contributor"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("export.legacy-productivity.metrics = PR_VELOCITY_PER_DEV: use PR_VELOCITY, ");
    }

    @ParameterizedTest
    @CsvSource({"legacy-efficiency,", "legacy-productivity,team", "legacy-productivity,contributor"})
    void an_empty_list_of_metrics_is_refused_since_the_api_takes_it_for_all(String domain, String level) {
        assertThatThrownBy(() -> request(domain, TEAM, "metrics", "", "level", level == null ? "" : level))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("export." + domain + ".metrics is missing: use ");
    }

    @Test
    void without_a_level_nobody_knows_which_metrics_there_are() {
        assertRefused("legacy-productivity", TEAM,
                "export.legacy-productivity.level is missing: use contributor, team", "level", "");
    }

    @Test
    void both_are_the_answer_to_one_call() throws IOException {
        for (var name : new String[] {"legacy-efficiency", "legacy-productivity"}) {
            var domain = DeclaredDomain.of(name);

            assertThat(domain.isWhole()).isTrue();
            assertThat(domain.asReport()).contains(new Report("POST", "/v2/insights/teams/reports?format=csv"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "POST", "/v2/reports", "PUT /v2/reports", "POST v2/reports", "POST /v2/a b",
        "POST /v2/reports#csv"})
    void what_is_no_method_with_a_path_is_no_report(String text) {
        assertThat(Report.in(text)).isEmpty();
    }

    @Test
    void a_number_in_a_request_is_sent_as_one() throws IOException {
        var domain = DeclaredDomain.asking("board", "{\"limit\": \"{limit, number}\", \"ids\": [\"{ids, number}\"]}");
        var settings = SettingsOf.values(Map.of("export.board.limit", "0.5", "export.board.ids", "7, 12"));

        assertThat(new RequestTemplate(domain, settings).request(TEAM, JANUARY))
                .isEqualTo("{\"limit\":0.5,\"ids\":[7,12]}");
        assertThatThrownBy(() -> new RequestTemplate(domain, SettingsOf.values(Map.of("export.board.limit", "007")))
                .request(TEAM, JANUARY)).hasMessage("export.board.limit = 007: use a number such as 10 or 0.5");
    }

    @Test
    void the_setting_on_which_a_part_hangs_is_one_of_the_domain() throws IOException {
        assertThat(new RequestTemplate(DeclaredDomain.of("legacy-productivity"), settings("legacy-productivity"))
                .places()).contains("export.legacy-productivity.level");
    }

    private static void assertRefused(String domain, Scope scope, String sentence, String... settings) {
        assertThatThrownBy(() -> request(domain, scope, settings)).isInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }

    private static String request(String domain, Scope scope, String... pairs) throws IOException {
        return new RequestTemplate(DeclaredDomain.of(domain), settings(domain, pairs)).request(scope, JANUARY);
    }

    /** Those that come with the program, but for these. */
    private static Settings settings(String domain, String... pairs) {
        var settings = new HashMap<String, String>();
        var manual = Settings.manual();
        manual.stringPropertyNames().forEach(key -> settings.put(key, manual.getProperty(key)));
        for (var i = 0; i < pairs.length; i += 2) {
            settings.put("export." + domain + "." + pairs[i], pairs[i + 1]);
        }
        return SettingsOf.values(settings);
    }
}
