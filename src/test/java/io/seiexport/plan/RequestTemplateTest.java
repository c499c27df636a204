package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTemplateTest {
    private static final Window JANUARY = new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31"));
    private static final Scope TEAM = new Scope("", "456");
    private static final Scope TREE = new Scope("Engineering", "");
    private static final Scope JANE = new Scope("Engineering", "", "jane");
    private static final Scope TEAM_IN_TREE = new Scope("Engineering", "456");

    @Test
    void business_alignment_is_asked_for_with_all_it_knows() throws IOException {
        assertThat(request("ba", TREE, "granularity", "weekly", "metric-groups", "categorized, uncategorized"))
                .isEqualTo("{\"scope\":{\"orgTreeName\":\"Engineering\",\"orgIdentifier\":\"Acme\","
                        + "\"projectIdentifier\":\"Metrics\"},"
                        + "\"dateRange\":{\"start\":\"2026-01-01\",\"end\":\"2026-01-31\"},"
                        + "\"metricGroups\":[\"CATEGORIZED\",\"UNCATEGORIZED\"],"
                        + "\"options\":{\"granularity\":\"WEEKLY\"}}");
    }

    @Test
    void what_the_settings_alone_decide_is_not_asked_for_again_for_each_scope() throws IOException {
        var asked = new TreeSet<String>();
        var settings = new Settings(key -> {
            asked.add(key);
            return Map.of("export.sprint.granularity", "sprint", "export.sprint.metric-groups", "work").get(key);
        }, new Secrets());
        var template = new RequestTemplate(DeclaredDomain.of("sprint"), settings);
        template.request(TEAM, JANUARY);
        asked.clear();

        var request = template.request(new Scope("", "789"), JANUARY);

        assertThat(request).contains("{\"teamId\":\"789\"}", "\"metricGroups\":[\"work\"]");
        assertThat(asked).containsExactly("export.sprint.range-end");
    }

    @Test
    void sprints_are_asked_for_with_all_they_know() throws IOException {
        assertThat(request("sprint", TEAM, "granularity", "Sprint", "computation-mode", "story_points", "metric-level",
                "TEAM", "metric-groups", "WORK,Delivery,deliveryanalysis,analysis,PREDICTABILITY,velocity"))
                .isEqualTo("{\"scope\":{\"teamId\":\"456\"},"
                        + "\"dateRange\":{\"start\":\"2026-01-01\",\"end\":\"2026-01-31\"},"
                        + "\"metricGroups\":[\"work\",\"delivery\",\"deliveryAnalysis\",\"analysis\","
                        + "\"predictability\",\"velocity\"],"
                        + "\"options\":{\"granularity\":\"SPRINT\",\"computationMode\":\"STORY_POINTS\","
                        + "\"metricLevel\":\"team\"}}");
    }

    @Test
    void single_sprint_metrics_are_passed_on_as_they_are() throws IOException {
        assertThat(request("sprint", TEAM, "granularity", "monthly", "metrics", "Sprint_Commit, Churn_Rate"))
                .contains("\"metrics\":[\"Sprint_Commit\",\"Churn_Rate\"],\"options\":{\"granularity\":\"MONTHLY\"}")
                .doesNotContain("metricGroups");
    }

    @Test
    void productivity_is_asked_for_with_all_it_knows() throws IOException {
        assertThat(request("productivity", TEAM_IN_TREE, "granularity", "MONTHLY", "metric-groups",
                "Activity,VELOCITY,volume,quality,collaboration", "metrics", "PR_Merged,Work_Completed", "aggregation",
                "Mean", "aggregation-level", "DEVELOPER", "metric-level", "Team"))
                .isEqualTo("{\"scope\":{\"orgTreeName\":\"Engineering\",\"orgIdentifier\":\"Acme\","
                        + "\"projectIdentifier\":\"Metrics\",\"teamId\":\"456\"},"
                        + "\"dateRange\":{\"start\":\"2026-01-01\",\"end\":\"2026-01-31\"},"
                        + "\"metricGroups\":[\"activity\",\"velocity\",\"volume\",\"quality\",\"collaboration\"],"
                        + "\"metrics\":[\"PR_Merged\",\"Work_Completed\"],"
                        + "\"options\":{\"granularity\":\"monthly\",\"aggregation\":\"mean\","
                        + "\"aggregationLevel\":\"developer\",\"metricLevel\":\"team\",\"format\":\"csv\"}}");
    }

    @Test
    void efficiency_is_asked_for_with_all_it_knows() throws IOException {
        assertThat(request("efficiency", TEAM, "granularity", "Quarterly", "metric-groups",
                "LTTC,df,mttr,cfr,summary,work_items,Deployment_Frequency,rating", "aggregation", "P90",
                "work-category-filter", "bugs,features"))
                .isEqualTo("{\"scope\":{\"teamId\":\"456\"},"
                        + "\"dateRange\":{\"start\":\"2026-01-01\",\"end\":\"2026-01-31\"},"
                        + "\"metricGroups\":[\"lttc\",\"df\",\"mttr\",\"cfr\",\"summary\",\"work_items\","
                        + "\"deployment_frequency\",\"rating\"],"
                        + "\"options\":{\"granularity\":\"QUARTERLY\",\"aggregation\":\"p90\","
                        + "\"workCategoryFilter\":[\"BUGS\",\"FEATURES\"],"
                        + "\"format\":\"csv\",\"compression\":\"gzip\"}}");
    }

    @Test
    void single_efficiency_metrics_are_passed_on_as_they_are() throws IOException {
        assertThat(request("efficiency", TEAM, "granularity", "monthly",
                "metrics", "LTTC_Mean_Days,DF_Deployment_Count"))
                .contains("\"metrics\":[\"LTTC_Mean_Days\",\"DF_Deployment_Count\"]").doesNotContain("metricGroups");
    }

    @Test
    void time_in_status_is_asked_for_with_all_it_knows() throws IOException {
        assertThat(request("ticket-data", TEAM, "granularity", "DAILY", "issue-statuses",
                "In Progress, \"Done, really\", QA", "aggregation-level", "Sprint", "terminal-date-column",
                "ISSUE_RESOLVED_AT"))
                .isEqualTo("{\"scope\":{\"teamId\":\"456\"},"
                        + "\"dateRange\":{\"start\":\"2026-01-01\",\"end\":\"2026-01-31\"},"
                        + "\"issueStatuses\":[\"In Progress\",\"Done, really\",\"QA\"],"
                        + "\"options\":{\"aggregationLevel\":\"sprint\",\"granularity\":\"daily\","
                        + "\"terminalDateColumn\":\"issue_resolved_at\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "ba,           '',      '{\"granularity\":\"WEEKLY\"}'",
        "sprint,       '',      '{\"granularity\":\"WEEKLY\"}'",
        "productivity, quality, '{\"granularity\":\"weekly\",\"format\":\"csv\"}'",
        "efficiency,   df,      '{\"granularity\":\"WEEKLY\",\"format\":\"csv\",\"compression\":\"gzip\"}'",
        "ticket-data,  '',      '{\"granularity\":\"weekly\"}'"})
    void an_empty_setting_is_left_out(String domain, String groups, String options) throws IOException {
        var asked = groups.isEmpty() ? "" : "\"metricGroups\":[\"" + groups + "\"],";

        assertThat(request(domain, TEAM, "granularity", "weekly", "metric-groups", groups, "metrics", " , ",
                "issue-statuses", "", "aggregation", " ", "aggregation-level", "", "metric-level", "",
                "computation-mode", "", "work-category-filter", "", "terminal-date-column", ""))
                .isEqualTo("{\"scope\":{\"teamId\":\"456\"},"
                        + "\"dateRange\":{\"start\":\"2026-01-01\",\"end\":\"2026-01-31\"}," + asked
                        + "\"options\":" + options + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "ba,           daily weekly monthly quarterly sprint, WEEKLY MONTHLY QUARTERLY",
        "sprint,       daily weekly monthly quarterly sprint, WEEKLY MONTHLY QUARTERLY SPRINT",
        "productivity, DAILY WEEKLY MONTHLY QUARTERLY SPRINT, weekly monthly quarterly",
        "efficiency,   daily weekly monthly quarterly sprint, WEEKLY MONTHLY QUARTERLY",
        "ticket-data,  DAILY WEEKLY MONTHLY QUARTERLY SPRINT, daily weekly monthly quarterly"})
    void each_domain_takes_its_own_granularities(String domain, String tried, String taken) throws IOException {
        var allowed = taken.replace(" ", ", ");
        for (var value : tried.split(" ")) {
            if (taken.toLowerCase().contains(value.toLowerCase())) {
                assertThat(request(domain, TEAM, "granularity", value, "metric-groups", group(domain)))
                        .containsAnyOf(taken.replaceAll("(\\w+)", "\"granularity\":\"$1\"").split(" "))
                        .containsIgnoringCase("\"granularity\":\"" + value + "\"");
            } else {
                assertRefused(domain, TEAM, "export." + domain + ".granularity = " + value + ": use " + allowed,
                        "granularity", value, "metric-groups", group(domain));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ba           | metric-groups        | KTLO              | use CATEGORIZED, UNCATEGORIZED",
        "sprint       | metric-groups        | work_items        | use work, delivery, deliveryAnalysis, analysis, "
                + "predictability, velocity",
        "sprint       | computation-mode     | HOURS             | use STORY_POINTS, TICKETS",
        "sprint       | metric-level         | developer         | use team, sprint",
        "productivity | metric-groups        | pr                | use activity, velocity, volume, quality, "
                + "collaboration",
        "productivity | aggregation          | median            | use mean",
        "productivity | aggregation-level    | sprint            | use developer, team",
        "productivity | metric-level         | org               | use developer, team",
        "efficiency   | metric-groups        | dora              | use lttc, df, mttr, cfr, summary, work_items, "
                + "deployment_frequency, rating",
        "efficiency   | aggregation          | p99               | use mean, median, p90, p95",
        "efficiency   | work-category-filter | CHORES            | use ALL, BUGS, FEATURES",
        "ticket-data  | aggregation-level    | developer         | use sprint, team",
        "ticket-data  | terminal-date-column | created_at        | use issue_resolved_at, version_release_date"})
    void a_wrong_value_is_refused_with_its_setting_and_what_is_allowed(String domain, String name, String value,
            String allowed) {
        assertRefused(domain, TEAM, "export." + domain + "." + name + " = " + value + ": " + allowed,
                "granularity", "monthly", "metric-groups", group(domain), name, value);
    }

    @Test
    void one_wrong_value_among_good_ones_is_the_one_that_is_named() {
        assertRefused("efficiency", TEAM, "export.efficiency.metric-groups = dff: use lttc, df, mttr, cfr, summary, "
                + "work_items, deployment_frequency, rating",
                "granularity", "monthly", "metric-groups", "lttc,dff,cfr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ba", "sprint", "productivity", "efficiency", "ticket-data"})
    void a_request_cannot_do_without_its_granularity(String domain) {
        assertThatThrownBy(() -> request(domain, TEAM, "metric-groups", group(domain)))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("export." + domain + ".granularity is missing: use ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"productivity", "efficiency"})
    void groups_are_required_where_no_single_metrics_are_asked_for(String domain) throws IOException {
        assertThatThrownBy(() -> request(domain, TEAM, "granularity", "monthly", "metric-groups", " "))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("export." + domain + ".metric-groups is missing: use ")
                .hasMessageEndingWith(", or set export." + domain + ".metrics");
        assertThat(request(domain, TEAM, "granularity", "monthly", "metrics", "X")).contains("\"metrics\":[\"X\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sprint", "efficiency"})
    void groups_and_single_metrics_exclude_each_other(String domain) {
        assertRefused(domain, TEAM, "export." + domain + ".metrics = X: set either this or export." + domain
                + ".metric-groups, not both, or export." + domain + ".metrics-with-groups=true", "granularity", "monthly", "metric-groups", group(domain), "metrics", "X");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sprint", "efficiency"})
    void groups_and_single_metrics_go_together_where_a_setting_says_so(String domain) throws IOException {
        assertThat(request(domain, TEAM, "granularity", "monthly", "metric-groups", group(domain), "metrics", "X, Y",
                "metrics-with-groups", "true"))
                .contains("\"metricGroups\":[\"" + group(domain) + "\"],\"metrics\":[\"X\",\"Y\"],");
    }

    @Test
    void single_sprint_metrics_are_sent_under_the_name_that_a_setting_chooses() throws IOException {
        var settings = new String[] {"granularity", "monthly", "metric-groups", "work", "metrics", "Churn_Rate",
            "metrics-with-groups", "true", "metric-field", ""};
        for (var name : new String[] {"", "metrics", "Metrics"}) {
            settings[settings.length - 1] = name;
            assertThat(request("sprint", TEAM, settings)).contains("\"metrics\":[\"Churn_Rate\"],")
                    .doesNotContain("\"metric\"");
        }

        settings[settings.length - 1] = "metric";

        assertThat(request("sprint", TEAM, settings)).contains("\"metric\":[\"Churn_Rate\"],")
                .doesNotContain("\"metrics\"");
    }

    @Test
    void a_name_of_a_field_that_there_is_not_is_refused() {
        assertRefused("sprint", TEAM, "export.sprint.metric-field = single: use metric, metrics",
                "granularity", "monthly", "metric-field", "single");
    }

    @Test
    void a_setting_on_which_a_field_hangs_is_needed_where_no_field_is_sent_without_it() {
        var template = new RequestTemplate(DeclaredDomain.asking("new",
                "{\"a\":\"{x, when kind = one}\",\"b\":\"{x, when kind = two}\"}"), settings("new", "x", "1"));

        assertThatThrownBy(() -> template.request(TEAM, JANUARY)).isInstanceOf(SettingException.class)
                .hasMessage("export.new.kind is missing: use one, two");
        assertThat(template.places()).containsExactly("export.new.kind", "export.new.x");
    }

    @Test
    void a_flag_that_is_neither_true_nor_false_is_refused() {
        assertRefused("sprint", TEAM, "export.sprint.metrics-with-groups = yes: use true or false",
                "granularity", "monthly", "metric-groups", "work", "metrics", "X", "metrics-with-groups", "yes");
    }

    @Test
    void lead_time_is_split_by_no_category_or_by_some() throws IOException {
        assertRefused("efficiency", TEAM, "export.efficiency.work-category-filter = all,BUGS: ALL goes with no other "
                + "value", "granularity", "monthly", "metric-groups", "lttc", "work-category-filter", "all,BUGS");
        assertThat(request("efficiency", TEAM, "granularity", "monthly", "metric-groups", "lttc",
                "work-category-filter", "all,ALL")).contains("\"workCategoryFilter\":[\"ALL\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ba", "sprint", "productivity", "efficiency", "ticket-data"})
    void a_tree_is_asked_for_together_with_its_organization_and_project(String domain) throws IOException {
        assertThat(request(domain, TREE, "granularity", "monthly", "metric-groups", group(domain)))
                .startsWith("{\"scope\":{\"orgTreeName\":\"Engineering\",\"orgIdentifier\":\"Acme\","
                        + "\"projectIdentifier\":\"Metrics\"},");
    }

    @Test
    void a_tree_is_asked_for_by_its_name_alone_where_a_setting_says_so() throws IOException {
        var settings = new String[] {"granularity", "monthly", "metric-groups", "volume", "tree-name-alone", "true"};

        assertThat(request("productivity", TREE, settings))
                .startsWith("{\"scope\":{\"orgTreeName\":\"Engineering\"},");
        assertThat(request("productivity", TEAM_IN_TREE, settings))
                .startsWith("{\"scope\":{\"orgTreeName\":\"Engineering\",\"teamId\":\"456\"},");
    }

    @Test
    void the_teams_of_a_manager_are_asked_for_by_the_address_behind_the_name() throws IOException {
        assertThat(request("efficiency", JANE, "granularity", "monthly", "metric-groups", "df",
                "managers", "joe:joe@example.com, jane: jane.doe@example.com"))
                .startsWith("{\"scope\":{\"orgTreeName\":\"Engineering\",\"orgIdentifier\":\"Acme\","
                        + "\"projectIdentifier\":\"Metrics\",\"managerEmailId\":\"jane.doe@example.com\"},");
    }

    @Test
    void a_manager_without_an_address_is_refused_with_the_setting_and_no_address() {
        assertRefused("efficiency", JANE, "export.efficiency.managers is missing: the e-mail address of the manager of "
                + "tree:Engineering/manager:jane, as jane:address; it has joe",
                "granularity", "monthly", "metric-groups", "df", "managers", "joe:joe@example.com");
        assertRefused("efficiency", JANE, "export.efficiency.managers: use name:address for each manager, and each "
                + "name once, for example jane:jane.doe@example.com",
                "granularity", "monthly", "metric-groups", "df", "managers", "jane.doe@example.com");
    }

    @Test
    void the_range_ends_with_the_last_day_or_with_the_next_one() throws IOException {
        var day = new Window(JANUARY.end(), JANUARY.end());

        assertThat(template("ba", "granularity", "monthly", "range-end", "last-day").request(TEAM, day))
                .contains("\"dateRange\":{\"start\":\"2026-01-31\",\"end\":\"2026-01-31\"}");
        assertThat(template("ba", "granularity", "monthly", "range-end", "next-day").request(TEAM, day))
                .contains("\"dateRange\":{\"start\":\"2026-01-31\",\"end\":\"2026-02-01\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ba", "sprint", "efficiency", "ticket-data"})
    void a_team_within_a_tree_is_only_for_productivity(String domain) {
        assertRefused(domain, TEAM_IN_TREE, "export." + domain + ".scopes = tree:Engineering/team:456: " + domain
                + " takes team or tree" + (domain.equals("efficiency") ? " or tree/manager" : "")
                + ", one of them per scope",
                "granularity", "monthly", "metric-groups", group(domain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ba", "sprint", "productivity", "efficiency", "ticket-data"})
    void the_same_settings_make_the_same_bytes(String domain) throws IOException {
        var settings = new String[] {"granularity", "monthly", "metric-groups", group(domain)};

        assertThat(request(domain, TREE, settings)).isEqualTo(request(domain, TREE, settings));
        assertThat(request(domain, TREE, settings)).doesNotContain("\n", "{ ", ": ");
    }

    @Test
    void a_value_that_stands_twice_is_asked_for_once() throws IOException {
        assertThat(request("efficiency", TEAM, "granularity", "monthly", "metric-groups", "df,DF,cfr,df"))
                .contains("\"metricGroups\":[\"df\",\"cfr\"]");
    }

    @Test
    void values_may_hold_whatever_text_there_is() throws IOException {
        var request = request("ticket-data", new Scope("K\u00f6ln \"\\ / \u4e2d\u6587 \ud83d\ude80", ""),
                "granularity", "monthly", "issue-statuses", "In Pr\u00fcfung, back\\slash, tab\tstop");

        var json = JsonMapper.builder().build().readTree(request);
        assertThat(json.at("/scope/orgTreeName").textValue()).isEqualTo("K\u00f6ln \"\\ / \u4e2d\u6587 \ud83d\ude80");
        assertThat(json.at("/issueStatuses")).map(JsonNode::textValue)
                .containsExactly("In Pr\u00fcfung", "back\\slash", "tab\tstop");
    }

    @Test
    void a_request_is_the_same_bytes_in_every_character_set() throws IOException {
        assertThat(request("ticket-data", new Scope("K\u00f6ln \ud83d\ude80", ""), "granularity", "monthly",
                "issue-statuses", "In Pr\u00fcfung")).matches("\\p{ASCII}+");
    }

    @Test
    void a_field_is_filled_wherever_it_stands() {
        var template = new RequestTemplate(DeclaredDomain.asking("new",
                "{\"teams\":[{\"scope\":\"{scope: team}\",\"limit\":7,\"empty\":\"{b}\"}],"
                + "\"pair\":[\"{a}\",\"x\",\"{b}\"],\"none\":[\"{b}\",\"{b}\"],\"days\":[\"{start}\"],\"exact\":true}"),
                settings("new", "a", "1"));

        assertThat(template.request(TEAM, JANUARY)).isEqualTo(
                "{\"teams\":[{\"scope\":{\"teamId\":\"456\"},\"limit\":7}],\"pair\":[\"1\",\"x\"],"
                + "\"days\":[\"2026-01-01\"],\"exact\":true}");
    }

    @Test
    void its_keys_are_those_of_every_domain_and_those_of_its_fields() throws IOException {
        assertThat(template("ticket-data").keys()).containsExactly("export.ticket-data.aggregation-level",
                "export.ticket-data.auth", "export.ticket-data.closing-lag", "export.ticket-data.columns.drop",
                "export.ticket-data.columns.hash", "export.ticket-data.columns.keep",
                "export.ticket-data.columns.rename", "export.ticket-data.cron", "export.ticket-data.enabled",
                "export.ticket-data.expect-columns", "export.ticket-data.granularity",
                "export.ticket-data.issue-statuses", "export.ticket-data.new-teams-since",
                "export.ticket-data.projects", "export.ticket-data.range-end", "export.ticket-data.scopes", "export.ticket-data.settle",
                "export.ticket-data.since", "export.ticket-data.sinks", "export.ticket-data.teams-exclude",
                "export.ticket-data.teams-include", "export.ticket-data.terminal-date-column",
                "export.ticket-data.transform", "export.ticket-data.transform-format", "export.ticket-data.variants",
                "export.ticket-data.window");
    }

    @Test
    void a_variant_has_all_of_them_but_those_of_the_clock_and_of_the_list() throws IOException {
        var domain = DeclaredDomain.of("ba");

        var own = new RequestTemplate(domain.variant("by-team"), settings("ba")).keys();
        var ofDomain = new RequestTemplate(domain, settings("ba")).keys();

        assertThat(own).allMatch(key -> key.startsWith("export.ba.by-team."));
        assertThat(ofDomain).filteredOn(key -> !own.contains(key.replace("export.ba.", "export.ba.by-team.")))
                .containsExactly("export.ba.cron", "export.ba.enabled", "export.ba.projects", "export.ba.variants");
    }

    @Test
    void a_request_that_is_no_json_is_refused_with_its_route() {
        assertThatThrownBy(() -> new RequestTemplate(DeclaredDomain.asking("ba", "{\"scope\": }"), settings("ba")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the request of export-ba is not valid JSON: ");
    }

    private static void assertRefused(String domain, Scope scope, String sentence, String... settings) {
        assertThatThrownBy(() -> request(domain, scope, settings)).isInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }

    private static String request(String domain, Scope scope, String... settings) throws IOException {
        return template(domain, settings).request(scope, JANUARY);
    }

    private static RequestTemplate template(String domain, String... settings) throws IOException {
        return new RequestTemplate(DeclaredDomain.of(domain), settings(domain, settings));
    }

    /** Pairs of a name and its value; a name that comes once more takes the place of the first. */
    private static Settings settings(String domain, String... pairs) {
        var settings = new HashMap<>(Map.of("sei.org", "Acme", "sei.project", "Metrics"));
        for (var i = 0; i < pairs.length; i += 2) {
            settings.put("export." + domain + "." + pairs[i], pairs[i + 1]);
        }
        return SettingsOf.values(settings);
    }

    private static String group(String domain) {
        return switch (domain) {
            case "sprint" -> "work";
            case "productivity" -> "quality";
            case "efficiency" -> "df";
            default -> "";
        };
    }
}
