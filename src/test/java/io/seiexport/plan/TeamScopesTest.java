package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.settings.SettingException;
import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which teams the scopes stand for that name many. */
class TeamScopesTest {
    private static final TeamList LIST = new TeamList(List.of(
            new TeamTree("1", "Engineering", List.of(team("10", "Engineering", false),
                    team("11", "Platform (EU)", true), team("12", "Zürich Data", true))),
            new TeamTree("2", "Sales, EMEA", List.of(team("20", "Sales", false), team("21", "Tools", true),
                    team("12", "Zürich Data", true)))));

    private final Map<String, String> settings = new HashMap<>(Map.of("export.ba.new-teams-since", "false"));

    @Test
    void all_teams_are_the_leaves_of_all_trees_each_once() throws IOException {
        assertThat(of("teams:*")).containsExactly("11", "12", "21");
    }

    @Test
    void a_tree_is_named_as_it_is_also_with_a_comma() throws IOException {
        assertThat(of("\"teams:Sales, EMEA\"")).containsExactly("21", "12");
        assertThat(of("teams:sales")).isEmpty();
    }

    @Test
    void other_scopes_stand_for_none_of_them() throws IOException {
        assertThat(of("team:11,tree:Engineering")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"*, 3", "platform*, 1", "PLATFORM (EU), 1", "zÜrich data, 1", "*o*, 2", "Tool?, 1", "Tool, 0",
        "?????, 1", "'*data,tools', 2", ".*, 0"})
    void a_pattern_is_held_against_the_whole_name_in_any_letter_case(String patterns, int teams) throws IOException {
        settings.put("export.ba.teams-include", patterns);

        assertThat(of("teams:*")).hasSize(teams);
    }

    @Test
    void what_is_excluded_is_not_exported_even_if_it_is_included() throws IOException {
        settings.put("export.ba.teams-include", "*o*");
        settings.put("export.ba.teams-exclude", "tools");

        assertThat(of("teams:*")).containsExactly("11");
    }

    @Test
    void a_team_is_found_by_its_id_under_the_same_rules() throws IOException {
        settings.put("export.ba.teams-exclude", "tools");
        settings.put("export.ba.scopes", "teams:*");
        var scopes = TeamScopes.read(DeclaredDomain.of("ba"), SettingsOf.values(settings));

        assertThat(scopes.find("12", LIST)).isPresent();
        assertThat(scopes.find("21", LIST)).isEmpty();
        assertThat(scopes.find("10", LIST)).isEmpty();
    }

    @Test
    void patterns_without_a_scope_of_many_teams_are_refused() throws IOException {
        settings.put("export.ba.teams-exclude", "Tools");

        assertThatThrownBy(() -> of("team:11")).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("export.ba.teams-exclude = Tools: it selects among the teams of teams:*");
    }

    @Test
    void a_tree_without_a_name_and_one_that_stands_twice_are_refused() throws IOException {
        assertThatThrownBy(() -> of("teams:")).hasMessageContaining("use teams:* for the teams of all trees");
        assertThatThrownBy(() -> of("teams:*,teams:*")).hasMessageContaining("listed twice");
    }

    @Test
    void a_team_that_was_not_in_the_list_before_is_late_and_stays_so() {
        var before = new TeamList(List.of(new TeamTree("1", "A", List.of(team("1", "Old", true)))));
        var second = new TeamList(List.of(new TeamTree("1", "A", List.of(team("1", "Old", true),
                team("2", "New", true)))));

        var after = second.after(before);

        assertThat(after.teams()).extracting(Team::late).containsExactly(false, true);
        assertThat(second.after(after).teams()).extracting(Team::late).containsExactly(false, true);
    }

    @Test
    void a_list_is_the_same_when_it_was_written_and_read_whatever_its_names_are() {
        var list = new TeamList(List.of(new TeamTree("1", "A\u0000\ud800", List.of(team("1", "Zoë \u202e", true)))));

        assertThat(list.json()).isASCII();
        assertThat(TeamList.of(list.json())).contains(list);
    }

    private List<String> of(String scopes) throws IOException {
        settings.put("export.ba.scopes", scopes);
        return TeamScopes.read(DeclaredDomain.of("ba"), SettingsOf.values(settings)).of(LIST).stream().map(Team::id)
                .toList();
    }

    private static Team team(String id, String name, boolean leaf) {
        return new Team(id, name, "", leaf, 1, false);
    }
}
