package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;

import io.seiexport.sandbox.Caller.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The teams of the simulator, as its callers see them. */
class TeamListsTest {
    private static final String TREES = "/v2/org-trees/list";
    private static final String FLAT = "/v2/teams/list";

    private final Sandbox sandbox = Sandbox.start(0, Options.immediate());
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void trees_come_in_pages_with_their_count() throws Exception {
        var second = post(TREES, "&pageIndex=1&pageSize=2", "{}").json();

        assertThat(second.at("/records/0/name").asText()).isEqualTo("Sales, EMEA");
        assertThat(second.at("/records/0/teamCount").asInt()).isEqualTo(2);
        assertThat(second.get("records")).hasSize(1);
        assertThat(second.get("totalCount").asInt()).isEqualTo(3);
        assertThat(post(TREES, "", "{\"searchKey\":\"orgTreeName\",\"searchValue\":\"prod\"}").json().get("records"))
                .hasSize(1);
    }

    @Test
    void the_teams_of_a_tree_lie_within_each_other() throws Exception {
        var root = teams(1).json();

        assertThat(root.at("/refId").asInt()).isEqualTo(100);
        assertThat(root.at("/children/1/children/0/children/0").toString()).isEqualTo("{\"id\":9103,\"refId\":103,"
                + "\"name\":\"Checkout Team\",\"displayName\":\"Checkout Team\",\"parentRefId\":121,\"leaf\":true,"
                + "\"developerCount\":3,\"children\":[]}");
    }

    @Test
    void all_teams_come_as_one_list_by_default_the_leaves() throws Exception {
        assertThat(post(FLAT, "", "").json().findValuesAsText("refId"))
                .containsExactly("101", "102", "103", "104", "201", "104", "301");
        var all = post(FLAT, "&page=2&pageSize=5", "{\"leafTeamsOnly\":false}").json();
        assertThat(all.get("totalItems").asInt()).isEqualTo(13);
        assertThat(all.get("items")).hasSize(3);
        assertThat(all.get("hasNext").asBoolean()).isFalse();
    }

    @Test
    void a_team_that_is_removed_is_in_no_list_until_it_is_restored() throws Exception {
        sandbox.orgTrees().remove("104");
        assertThat(post(FLAT, "", "").json().findValuesAsText("refId")).doesNotContain("104");
        assertThat(teams(2).json().findValuesAsText("refId")).doesNotContain("104");

        sandbox.orgTrees().restore("104");
        assertThat(teams(2).json().findValuesAsText("refId")).contains("104");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/v2/org-trees/list | &page=0       | {}             | 400",
        "/v2/org-trees/list | &pageSize=101 | {}             | 400",
        "/v2/org-trees/list | &pageIndex=-1 | {}             | 400",
        "/v2/org-trees/list | ''            | {\"name\":\"x\"} | 400",
        "/v2/org-trees/list | ''            | []             | 400",
        "/v2/org-trees/list | ''            | {              | 400",
        "/v2/teams/list     | &pageIndex=0  | {}             | 400",
        "/v2/teams/list     | ''            | {\"leaf\":true}  | 400",
        "/v2/org-trees/1/teams | ''         | {}             | 405",
        "/v2/org-trees      | ''            | {}             | 404"})
    void what_the_api_does_not_know_is_refused(String path, String query, String body, int status) throws Exception {
        assertThat(post(path, query, body).status()).isEqualTo(status);
    }

    @Test
    void a_list_is_not_given_without_key_project_or_json() throws Exception {
        assertThat(caller.send(caller.bare(TREES + Caller.IDENTIFIERS).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))).status()).isEqualTo(401);
        assertThat(caller.send(caller.request(TREES).POST(BodyPublishers.ofString("{}"))).status()).isEqualTo(400);
        assertThat(caller.send(caller.bare(TREES + Caller.IDENTIFIERS).header("x-api-key", "any")
                .POST(BodyPublishers.ofString("{}"))).status()).isEqualTo(415);
        assertThat(teams(99).status()).isEqualTo(404);
        assertThat(caller.get(TREES + Caller.IDENTIFIERS).status()).isEqualTo(405);
    }

    private Reply post(String path, String query, String body) throws Exception {
        return caller.send(caller.request(path + Caller.IDENTIFIERS + query).POST(BodyPublishers.ofString(body)));
    }

    private Reply teams(int tree) throws Exception {
        return caller.get("/v2/org-trees/" + tree + "/teams" + Caller.IDENTIFIERS);
    }
}
