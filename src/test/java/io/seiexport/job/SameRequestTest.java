package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameRequestTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OURS = """
            {"scope": {"orgTreeName": "Eng", "orgIdentifier": "acme"},
             "dateRange": {"start": "2026-04-01", "end": "2026-04-30"}, "metricGroups": ["work", "delivery"],
             "options": {"granularity": "SPRINT", "metricLevel": "team"}}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "options": {"granularity": "sprint", "metricLevel": "team"}                          | true  | true
            "options": {"metricLevel": "team", "granularity": "SPRINT", "format": "csv", \
                    "compression": "gzip", "aggregation": null, "aggregationLevel": ""}          | true  | true
            "metricGroups": ["DELIVERY", "work"]                                                 | true  | true
            "metrics": []                                                                        | true  | true
            "scope": {"orgTreeName": "Eng", "orgIdentifier": "acme", "orgName": "Acme"}          | true  | true
            "options": {"granularity": "SPRINT"}                                                 | true  | false
            "scope": {"orgTreeName": "Eng"}                                                      | true  | false
            "metrics": ["CHURN_RATE"]                                                            | true  | false
            "scope": {"orgTreeName": "Eng", "orgIdentifier": "acme", "developerIds": ["7"]}      | true  | false
            "scope": {"orgTreeName": "Eng", "orgIdentifier": "acme", "managerEmailId": "a@b.c"}  | false | false
            "options": {"granularity": "SPRINT", "metricLevel": "team", "format": "json"}        | true  | false
            "options": {"granularity": "SPRINT", "metricLevel": "sprint"}                        | false | false
            "options": {"granularity": "WEEKLY", "metricLevel": "team"}                          | false | false
            "metricGroups": ["work"]                                                             | false | false
            "dateRange": {"start": "2026-04-01", "end": "2026-04-29"}                            | false | false
            "scope": {"orgTreeName": "eng", "orgIdentifier": "acme"}                             | false | false
            "scope": {"orgTreeName": "Eng", "orgIdentifier": "acme", "teamId": "7"}              | false | false
            """)
    void an_echo_that_differs_in_this_field_is_of_the_same_request(String field, boolean likely, boolean certain)
            throws Exception {
        var echo = (ObjectNode) JSON.readTree(OURS);
        echo.setAll((ObjectNode) JSON.readTree("{" + field + "}"));

        assertThat(new SameRequest(OURS).isLikely(echo)).isEqualTo(likely);
        assertThat(new SameRequest(OURS).isCertain(echo)).isEqualTo(certain);
    }

    @Test
    void two_lists_of_objects_are_the_same_only_if_their_objects_are() throws Exception {
        var ours = "{\"filters\":[{\"key\":\"role\",\"value\":[\"dev\"]}]}";

        assertThat(new SameRequest(ours).isCertain(JSON.readTree(ours))).isTrue();
        assertThat(new SameRequest(ours).isCertain(JSON.readTree(ours.replace("dev", "qa")))).isFalse();
    }

    @Test
    void a_tree_by_its_name_alone_may_be_that_of_another_project() throws Exception {
        var ours = "{\"scope\":{\"orgTreeName\":\"Eng\"}}";

        assertThat(new SameRequest(ours).isCertain(JSON.readTree(ours))).isFalse();
    }
}
