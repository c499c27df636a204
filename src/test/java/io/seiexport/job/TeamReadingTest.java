package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.failure.ExportFailed;
import io.seiexport.plan.Team;
import io.seiexport.plan.TeamTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the answers of the server become a list of teams, and which of them do not. */
class TeamReadingTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ONE_TREE = "{'records':[{'id':7,'name':'Engineering'}],'totalCount':1}";

    @Test
    void the_trees_are_asked_for_first_and_then_the_teams_of_each() throws Exception {
        var reading = (TeamReading) TreesReading.begin();
        assertThat(reading.call().path()).isEqualTo("/v2/org-trees/list?pageIndex=0&pageSize=100");
        assertThat(reading.call().method()).isEqualTo("POST");
        assertThat(reading.request()).isEqualTo("{}");

        reading = reading.with(json(ONE_TREE));
        assertThat(reading.isOpen()).isTrue();
        assertThat(reading.call().path()).isEqualTo("/v2/org-trees/7/teams");
        assertThat(reading.call().method()).isEqualTo("GET");

        reading = reading.with(json("{'refId':1,'name':'Engineering','developerCount':5,'children':["
                + "{'refId':2,'name':'Web','leaf':true,'children':[]},{'refId':'x-3','displayName':'Data'}]}"));
        assertThat(reading.isOpen()).isFalse();
        assertThat(reading.list().trees()).containsExactly(new TeamTree("7", "Engineering", List.of(
                new Team("1", "Engineering", "", false, 5, false), new Team("2", "Web", "1", true, 0, false),
                new Team("x-3", "Data", "1", true, 0, false))));
    }

    @Test
    void the_next_page_is_asked_for_until_the_total_is_reached() throws Exception {
        var reading = TreesReading.begin().with(page(0, 100, 101));
        assertThat(reading.call().path()).isEqualTo("/v2/org-trees/list?pageIndex=1&pageSize=100");

        reading = reading.with(page(100, 1, 101));
        assertThat(reading.call().path()).isEqualTo("/v2/org-trees/0/teams");
    }

    @Test
    void without_a_total_the_list_ends_with_an_empty_page() throws Exception {
        var reading = TreesReading.begin().with(json("{'records':[{'id':7,'name':'A'}]}"));
        assertThat(reading.call().method()).isEqualTo("POST");

        assertThat(reading.with(json("{'records':[]}")).call().path()).isEqualTo("/v2/org-trees/7/teams");
    }

    @Test
    void a_list_that_does_not_come_whole_is_refused() throws Exception {
        var begun = TreesReading.begin().with(page(0, 100, 150));

        assertThatThrownBy(() -> begun.with(page(100, 0, 150))).hasMessageEndingWith(
                "the list of trees that the server sent has 150 entries, as it says, but 100 came");
        assertThatThrownBy(() -> begun.with(page(0, 50, 150))).hasMessageEndingWith("names 0 twice");
        assertThatThrownBy(() -> begun.with(page(100, 49, 149))).hasMessageEndingWith(
                "has changed while it was read: 150 entries, then 149");
        assertThatThrownBy(() -> begun.with(page(100, 60, 150))).hasMessageEndingWith("but 160 came");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'records':null}", "{'records':{}}", "{'records':[3]}", "{'records':[{'name':'A'}]}",
        "{'records':[{'id':1.5}]}", "{'records':[{'id':'a b\\n'}]}"})
    void what_is_no_list_of_trees_is_refused(String answer) {
        assertThatThrownBy(() -> TreesReading.begin().with(json(answer))).isInstanceOf(ExportFailed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'refId':''}", "{'children':{}}", "{'children':[{'refId':1}]}", "{'refId':1,'children':{}}",
        "{'refId':1,'children':[7]}", "{'refId':1,'children':[{'name':'A'}]}", "{'refId':1,'children':[{'refId':1}]}",
        "{'refId':1,'children':[{'refId':2,'children':[{'refId':1}]}]}"})
    void what_is_no_tree_of_teams_is_refused(String answer) throws Exception {
        var reading = TreesReading.begin().with(json(ONE_TREE));

        assertThatThrownBy(() -> reading.with(json(answer))).isInstanceOf(ExportFailed.class)
                .hasMessageContaining("the teams of the tree Engineering");
    }

    @Test
    void a_tree_without_leaves_is_refused_if_it_has_teams_by_its_own_count() throws Exception {
        var empty = json("{'refId':1,'leaf':false,'children':[]}");

        assertThat(TreesReading.begin().with(json(ONE_TREE)).with(empty).list().trees().get(0).teams())
                .extracting(Team::leaf).containsExactly(false);
        assertThatThrownBy(() -> TreesReading.begin()
                .with(json("{'records':[{'id':7,'name':'A','teamCount':4}],'totalCount':1}")).with(empty))
                .hasMessageContaining("no leaf team of the tree A, which has 4 teams by its own count");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "{'name':'A'}", "{'refId':null,'children':[]}"})
    void a_tree_may_be_empty_unless_it_has_teams_by_its_own_count(String answer) throws Exception {
        var empty = JSON.readValue(answer.replace('\'', '"'), Object.class);

        assertThat(TreesReading.begin().with(json(ONE_TREE)).with(empty).list().trees())
                .containsExactly(new TeamTree("7", "Engineering", List.of()));
        assertThatThrownBy(() -> TreesReading.begin()
                .with(json("{'records':[{'id':7,'name':'A','teamCount':4}],'totalCount':1}")).with(empty))
                .hasMessageContaining("no leaf team of the tree A, which has 4 teams by its own count");
    }

    @Test
    void the_one_list_is_asked_for_only_if_the_teams_of_no_tree_are_known() throws Exception {
        var trees = TreesReading.begin().with(page(1, 2, 2));
        var tree = json("{'refId':1}");

        assertThat(TreesReading.begin().withoutAnswer().call().path()).startsWith("/v2/teams/list");
        var second = trees.withoutAnswer();
        assertThat(second.call().path()).isEqualTo("/v2/org-trees/2/teams");
        assertThat(second.withoutAnswer().call().path()).startsWith("/v2/teams/list");
        assertThatThrownBy(() -> second.with(tree)).hasMessageEndingWith("the server lists the tree Tree 1, but does "
                + "not know its teams, although it knows those of others");
        assertThatThrownBy(() -> trees.with(tree).withoutAnswer()).hasMessageContaining("the tree Tree 2, but");
    }

    @Test
    void a_team_in_two_places_of_a_tree_is_listed_once() throws Exception {
        var teams = TeamAnswers.nested("A", json("{'refId':1,'children':[{'refId':2,'children':[{'refId':3}]},"
                + "{'refId':4,'children':[{'refId':3}]}]}"));

        assertThat(teams).extracting(Team::id).containsExactly("1", "2", "3", "4");
    }

    @Test
    void teams_in_an_absurd_depth_are_refused() throws Exception {
        Map<String, Object> team = new HashMap<>(Map.of("refId", 0));
        for (var depth = 1; depth <= 100_000; depth++) {
            team = new HashMap<>(Map.of("refId", depth, "children", List.of(team)));
        }
        var deep = team;

        assertThatThrownBy(() -> TeamAnswers.nested("A", deep)).hasMessageContaining("deeper than 200 levels");
    }

    @Test
    void a_server_without_trees_lists_its_teams_in_pages_with_the_tree_of_each() throws Exception {
        var reading = FlatReading.begin();
        assertThat(reading.call().path()).isEqualTo("/v2/teams/list?page=0&pageSize=100");
        assertThat(reading.request()).isEqualTo("{\"leafTeamsOnly\":false}");

        reading = reading.with(json("{'totalItems':4,'items':[{'refId':1,'name':'Root','orgTree':'A'},"
                + "{'refId':2,'name':'Web','parentRefId':1,'orgTree':'A','leaf':true},"
                + "{'refId':2,'name':'Web','orgTree':{'name':'B'},'leaf':true},{'refId':3,'name':'Alone'}]}"));

        assertThat(reading.isOpen()).isFalse();
        assertThat(reading.list().trees()).extracting(TeamTree::name).containsExactly("A", "B", "");
        assertThat(reading.list().teams().filter(Team::leaf)).extracting(Team::id).containsExactly("2", "3");
    }

    private static Map<?, ?> page(int first, int size, int total) {
        var records = new ArrayList<Map<String, Object>>();
        IntStream.range(first, first + size).forEach(id -> records.add(Map.of("id", id, "name", "Tree " + id)));
        return Map.of("records", records, "totalCount", total);
    }

    private static Map<?, ?> json(String text) throws JsonProcessingException {
        return JSON.readValue(text.replace('\'', '"'), Map.class);
    }
}
