package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server repeats of a question. */
class EchoTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ASKED = """
            {"scope":{"teamId":"101"},"dateRange":{"start":"2026-01-01","end":"2026-01-31"},
             "metricGroups":["work","delivery"],"options":{"granularity":"WEEKLY","metricLevel":"team"}}""";

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "{\"scope\": {\"teamId\": 101, \"teamName\": \"Platform\"}}", "{\"scope\": {\"teamId\": null}}",
        "{\"scope\": {\"orgTreeName\": \"Other\"}}", "{\"scope\": \"team\"}", "{\"scope\": {\"teamId\": \" \"}}",
        "{\"dateRange\": {\"start\": \"2026-01-01T00:00:00Z\", \"end\": \"2026-01-31 23:59\"}}",
        "{\"dateRange\": {\"start\": {\"year\": 2026}}}", "{\"dateRange\": [\"2026-01-01\"]}",
        "{\"metricGroups\": [\"Delivery\", \"WORK\"]}", "{\"metricGroups\": []}", "{\"metrics\": [\"anything\"]}",
        "{\"options\": {\"granularity\": \"weekly\", \"format\": \"csv\", \"compression\": \"gzip\"}}"})
    void the_same_in_other_words_is_no_difference(String metadata) throws Exception {
        assertThat(echo(metadata)).isEqualTo(Echo.NONE);
        assertThat(Echo.NONE.sentence()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{`scope`: {`teamId`: `102`}} | scope.teamId is '102' instead of '101' | true",
        "{`scope`: {`teamId`: 102}} | scope.teamId is '102' instead of '101' | true",
        "{`dateRange`: {`end`: `2026-02-28`}} | dateRange.end is '2026-02-28' instead of '2026-01-31' | true",
        "{`dateRange`: {`start`: `2025-12-31T23:00:00Z`}} | dateRange.start is '2025-12-31T23:00:00Z' instead of "
                + "'2026-01-01' | true",
        "{`options`: {`granularity`: `SPRINT`}} | options.granularity is 'SPRINT' instead of 'WEEKLY' | false",
        "{`metricGroups`: [`work`]} | metricGroups is 'work' instead of 'delivery, work' | false",
        "{`options`: {`metricLevel`: `sprint`}, `scope`: {`teamId`: `7`}} | scope.teamId is '7' instead of '101'; "
                + "options.metricLevel is 'sprint' instead of 'team' | true"})
    void another_one_is_named_with_both(String metadata, String difference, boolean otherRows) throws Exception {
        var echo = echo(metadata.replace('`', '"'));

        assertThat(echo.sentence())
                .isEqualTo("The server repeats another question than was asked: " + difference + ".");
        assertThat(echo.isOfOtherRows()).isEqualTo(otherRows);
    }

    @Test
    void the_address_of_a_manager_is_not_shown() throws Exception {
        var asked = "{\"scope\":{\"orgTreeName\":\"Eng\",\"managerEmailId\":\"jane@example.com\"}}";
        var metadata = JSON.readTree("{\"scope\":{\"managerEmailId\":\"joe@example.com\"}}");

        var echo = Echo.of(asked, metadata, JSON.missingNode());

        assertThat(echo.sentence()).contains("scope.managerEmailId is '\u2026' instead of '\u2026'")
                .doesNotContain("example.com");
        assertThat(echo.isOfOtherRows()).isTrue();
    }

    @Test
    void the_scope_may_stand_beside_the_metadata_and_is_named_once() throws Exception {
        var scope = JSON.readTree("{\"teamId\": \"102\"}");

        assertThat(Echo.of(ASKED, NullNode.getInstance(), scope).isOfOtherRows()).isTrue();
        assertThat(Echo.of(ASKED, JSON.createObjectNode().set("scope", scope), scope).differences()).hasSize(1);
    }

    @Test
    void what_the_server_wrote_is_visible_and_not_without_end() throws Exception {
        assertThat(echo("{\"options\": {\"granularity\": \"a\\nERROR \\u202e" + "x".repeat(10_000) + "\"}}").sentence())
                .contains("'a\\nERROR \\u202exxx", "…'").hasLineCount(1).hasSizeLessThan(250);
    }

    private static Echo echo(String metadata) throws JsonProcessingException {
        return Echo.of(ASKED, JSON.readTree(metadata), NullNode.getInstance());
    }
}
