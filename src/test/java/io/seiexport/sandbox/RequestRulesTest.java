package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
    private static final List<String> DOMAINS = Requests.DOMAINS;
    private static final String BOTH = "{\"teamId\": \"1\", \"orgTreeName\": \"Engineering\","
            + " \"orgIdentifier\": \"acme\", \"projectIdentifier\": \"shop\"}";
    private static Sandbox sandbox;
    private static Caller caller;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(0, Options.immediate());
        caller = new Caller(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @FieldSource("DOMAINS")
    void the_documented_example_is_accepted(String domain) throws Exception {
        assertThat(caller.create(domain, Requests.example(domain)).status()).isEqualTo(202);
    }

    @Test
    void a_later_api_knows_the_fields_that_it_was_told_and_no_other() throws Exception {
        try (var later = Sandbox.start(0, Options.immediate().alsoKnowing(Set.of("options.zone", "labels")))) {
            var knowing = new Caller(later);
            var request = Requests.with("ba", "options.zone", "\"UTC\"");

            assertThat(knowing.create("ba", request).status()).isEqualTo(202);
            assertThat(knowing.create("ba", Requests.edited(request, "labels", "[1]")).status()).isEqualTo(202);
            assertThat(knowing.create("ba", Requests.edited(request, "options.zones", "1")).text())
                    .contains("Unrecognized field: options.zones");
        }
    }

    @ParameterizedTest
    @FieldSource("DOMAINS")
    void a_tree_with_its_identifiers_is_accepted(String domain) throws Exception {
        assertThat(caller.create(domain, Requests.forTree(domain, "Engineering")).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", value = {
        "ba           | metricGroups               | -",
        "ba           | metricGroups               | []",
        "ba           | metricGroups               | ['UNCATEGORIZED']",
        "ba           | options.granularity        | 'QUARTERLY'",
        "ba           | dateRange                  | {'start': '2026-03-31', 'end': '2026-03-31'}",
        "sprint       | options.granularity        | 'WEEKLY'",
        "sprint       | options.metricLevel        | 'sprint'",
        "sprint       | options.computationMode    | 'TICKETS'",
        "sprint       | metricGroups               | -",
        "sprint       | metricGroups               | ['predictability', 'velocity']",
        "productivity | scope                      | {'orgTreeName': 'Engineering'}",
        "productivity | scope                      | {'teamId': '456', 'developerIds': ['7']}",
        "productivity | options                    | -",
        "productivity | metricGroups               | -",
        "productivity | metrics                    | ['pr_merged', 'CODING_DAYS']",
        "productivity | metricGroups               | ['pr', 'codingDays']",
        "productivity | options.metricLevel        | 'developer'",
        "productivity | options.granularity        | 'weekly'",
        "efficiency   | metricGroups               | ['summary', 'work_items', 'deployment_frequency', 'rating']",
        "efficiency   | options.aggregation        | 'p90'",
        "efficiency   | options.workCategoryFilter | ['BUGS', 'FEATURES']",
        "efficiency   | scope.managerEmailId       | 'boss@example.com'",
        "efficiency   | metrics                    | ['LTTC_Mean_Days']",
        "sprint       | metrics                    | ['Churn_Rate']",
        "sprint       | metric                     | ['Churn_Rate']",
        "ticket-data  | options                    | -",
        "ticket-data  | issueStatuses              | -",
        "ticket-data  | issueStatuses              | ['Wird geprüft']",
        "ticket-data  | options.granularity        | 'daily'",
        "ticket-data  | options.terminalDateColumn | 'version_release_date'",
    })
    void another_documented_form_is_accepted(String domain, String field, String json) throws Exception {
        var reply = caller.create(domain, Requests.with(domain, field, json(json)));

        assertThat(reply.status()).as(reply.text()).isLessThan(300);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", value = {
        "team          | 'x'  | Unrecognized field: team",
        "scope         | -    | scope is required",
        "scope         | 'x'  | scope must be an object",
        "scope         | {}   | Either scope.teamId or scope.orgTreeName is required",
        "scope.teamId  | 456  | scope.teamId must be a string",
        "scope.teamId  | null | scope.teamId must be a string",
        "scope.teamId  | ''   | scope.teamId must not be empty",
        "scope.team    | '1'  | Unrecognized field: scope.team",
        "dateRange     | -    | dateRange is required",
        "dateRange     | []   | dateRange must be an object",
        "dateRange.end | -    | dateRange.end is required",
        "dateRange.to  | '1'  | Unrecognized field: dateRange.to",
        "dateRange.start | 20260101     | dateRange.start must be a string",
        "dateRange.start | '2026-1-1'   | dateRange.start must be a date as yyyy-MM-dd: 2026-1-1",
        "dateRange.start | '2026-02-30' | dateRange.start must be a date as yyyy-MM-dd: 2026-02-30",
        "dateRange.start | '2026-01-01T00:00:00Z' | dateRange.start must be a date as yyyy-MM-dd: 2026-01-01T00:00:00Z",
        "dateRange.start | '2099-01-01' | Invalid date range: start date must be before end date",
        "options         | 'x'          | options must be an object",
        "options.zone    | 'UTC'        | Unrecognized field: options.zone",
        "options.granularity | 1        | options.granularity must be a string",
        "options.granularity | 'YEARLY' | Invalid value for options.granularity: YEARLY",
    })
    void what_no_domain_accepts_is_refused(String field, String json, String message) throws Exception {
        for (var domain : DOMAINS) {
            var base = field.startsWith("scope.") ? Requests.forTeam(domain, "1") : Requests.example(domain);
            assertRefused(domain, Requests.edited(base, field, json(json)), message);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", value = {
        "ba           | options                    | -                | options is required",
        "ba           | options.granularity        | -                | options.granularity is required",
        "ba           | options.granularity        | 'monthly'        | Invalid value for options.granularity: monthly",
        "ba           | options.granularity        | 'SPRINT'         | Invalid value for options.granularity: SPRINT",
        "ba           | options.aggregation        | 'mean'           | Unrecognized field: options.aggregation",
        "ba           | metricGroups               | ['categorized']  | Invalid value for metricGroups: categorized",
        "ba           | metricGroups               | 'CATEGORIZED'    | metricGroups must be a list of strings",
        "ba           | metricGroups               | [1]              | Each of metricGroups must be a string",
        "ba           | metrics                    | ['KTLO']         | Unrecognized field: metrics",
        "ba           | issueStatuses              | ['Done']         | Unrecognized field: issueStatuses",
        "ba           | scope.managerEmailId       | 'b@example.com'  | Unrecognized field: scope.managerEmailId",
        "sprint       | options.granularity        | -                | options.granularity is required",
        "sprint       | options.granularity        | 'sprint'         | Invalid value for options.granularity: sprint",
        "sprint       | options.metricLevel        | 'TEAM'           | Invalid value for options.metricLevel: TEAM",
        "sprint       | options.aggregationLevel   | 'team'           | Unrecognized field: options.aggregationLevel",
        "sprint       | options.computationMode    | 'story_points'   | Invalid value for options.computationMode",
        "sprint       | metricGroups               | ['Work']         | Invalid value for metricGroups: Work",
        "sprint       | metrics                    | ['Happiness']    | Unknown metric: Happiness",
        "productivity | options.granularity        | 'MONTHLY'        | Invalid value for options.granularity: MONTHLY",
        "productivity | options.granularity        | 'daily'          | Invalid value for options.granularity: daily",
        "productivity | options.aggregation        | 'median'         | Invalid value for options.aggregation: median",
        "productivity | options.aggregationLevel   | 'sprint'         | Invalid value for options.aggregationLevel",
        "productivity | options.metricLevel        | 'team'           | options.aggregationLevel and",
        "productivity | options.format             | 'json'           | Invalid value for options.format: json",
        "productivity | metricGroups               | ['lttc']         | Invalid value for metricGroups: lttc",
        "productivity | metrics                    | ['Steps']        | Unknown metric: Steps",
        "productivity | scope.developerIds         | '7'              | scope.developerIds must be a list",
        "efficiency   | options.granularity        | -                | options.granularity is required",
        "efficiency   | options.granularity        | 'Weekly'         | Invalid value for options.granularity: Weekly",
        "efficiency   | options.aggregation        | 'MEAN'           | Invalid value for options.aggregation: MEAN",
        "efficiency   | options.compression        | 'zip'            | Invalid value for options.compression: zip",
        "efficiency   | options.workCategoryFilter | 'ALL'            | options.workCategoryFilter must be a list",
        "efficiency   | options.workCategoryFilter | ['ALL', 'BUGS']  | options.workCategoryFilter takes ALL alone",
        "efficiency   | metricGroups               | -                | Either metricGroups or metrics is required",
        "efficiency   | metricGroups               | []               | Either metricGroups or metrics is required",
        "efficiency   | metricGroups               | ['LTTC']         | Invalid value for metricGroups: LTTC",
        "efficiency   | scope.managerEmailId       | 'boss'           | scope.managerEmailId must be an e-mail",
        "ticket-data  | metricGroups               | ['work']         | Unrecognized field: metricGroups",
        "ticket-data  | issueStatuses              | 'Done'           | issueStatuses must be a list of strings",
        "ticket-data  | issueStatuses              | ['']             | Each of issueStatuses must not be empty",
        "ticket-data  | options.granularity        | 'DAILY'          | Invalid value for options.granularity: DAILY",
        "ticket-data  | options.aggregationLevel   | 'developer'      | Invalid value for options.aggregationLevel",
        "ticket-data  | options.terminalDateColumn | 'closed_at'      | Invalid value for options.terminalDateColumn",
    })
    void what_one_domain_does_not_accept_is_refused(String domain, String field, String json, String message)
            throws Exception {
        assertRefused(domain, Requests.with(domain, field, json(json)), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ba", "sprint", "efficiency", "ticket-data"})
    void team_and_tree_exclude_each_other_outside_productivity(String domain) throws Exception {
        assertRefused(domain, Requests.with(domain, "scope", BOTH), "Use either scope.teamId or scope.orgTreeName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ba", "sprint", "efficiency", "ticket-data"})
    void a_tree_needs_both_identifiers_in_the_scope(String domain) throws Exception {
        var tree = Requests.forTree(domain, "Engineering");
        for (var name : new String[] {"scope.orgIdentifier", "scope.projectIdentifier"}) {
            assertRefused(domain, Requests.edited(tree, name, null), name + " is required with scope.orgTreeName");
            assertRefused(domain, Requests.edited(tree, name, "\"\""), name + " must not be empty");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                      | The request body must be an object",
        "[]                      | The request body must be an object",
        "{\"scope\": // team     | Malformed JSON request",
        "{\"a\": 1, \"a\": 1}    | Malformed JSON request",
        "{} {}                   | Malformed JSON request",
    })
    void a_body_that_is_no_json_object_is_refused(String body, String message) throws Exception {
        assertRefused("ba", body, message);
    }

    @Test
    void a_body_of_another_content_type_is_refused() throws Exception {
        var reply = caller.send(caller.bare("/v2/insights/ba/exports" + Caller.IDENTIFIERS)
                .header("x-api-key", "k").header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(Requests.example("ba"))));

        assertThat(reply.status()).isEqualTo(415);
    }

    @Test
    void a_refused_request_makes_no_job() throws Exception {
        assertRefused("ba", Requests.with("ba", "scope", "{\"teamId\": \"refused\", \"more\": 1}"), "Unrecognized");

        assertThat(sandbox.jobsPerRequest("ba").keySet()).noneMatch(body -> body.contains("refused"));
    }

    private static void assertRefused(String domain, String body, String message) throws Exception {
        var reply = caller.create(domain, body);
        assertThat(reply.status()).as("%s %s", domain, body).isEqualTo(400);
        assertThat(reply.json().get("status").asInt()).isEqualTo(400);
        assertThat(reply.json().get("error").asText()).isEqualTo("Bad Request");
        assertThat(reply.json().get("message").asText()).startsWith(message);
        assertThat(reply.json().get("errorId").asText()).isNotEmpty();
    }

    private static String json(String text) {
        return text == null ? null : text.replace('\'', '"');
    }
}
