package io.seiexport.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

import io.seiexport.settings.SettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    private static final String KEY = "export.ba.scopes";

    @ParameterizedTest
    @CsvSource({
        "team:456,                        '',               456,         team",
        "team:team_abc123,                '',               team_abc123, team",
        "tree:Engineering,                Engineering,      '',          tree",
        "tree:Engineering/team:456,       Engineering,      456,         tree/team",
        "tree:R&D/Platform,               R&D/Platform,     '',          tree",
        "tree:R&D/Platform/team:456,      R&D/Platform,     456,         tree/team",
        "'tree:Eng, Ops',                 'Eng, Ops',       '',          tree",
        "tree:A/team:B/team:456,          A/team:B,         456,         tree/team",
        "tree:team:456,                   team:456,         '',          tree",
        "tree:..,                         ..,               '',          tree",
        "team:a/b,                        '',               a/b,         team",
        "'tree: Engineering / team: 456', Engineering / team: 456, '',   tree",
        "'tree: Engineering ',            Engineering,      '',          tree",
        "'tree: Engineering /team: 456',  Engineering,      456,         tree/team"})
    void a_scope_is_a_team_or_a_tree_or_a_team_within_a_tree(String text, String tree, String team, String kind) {
        var scope = Scope.parse(KEY, text);

        assertThat(scope).isEqualTo(new Scope(tree, team));
        assertThat(scope.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "456", "Engineering", "team", "team:", "team:  ", "tree:", "tree: ", "tree:/team:456",
        "tree: /team:456", "tree:Engineering/team:", "tree:Engineering/team: ", "tree:Engineering/", "TEAM:456",
        "teams:*", "org:Acme", "team 456"})
    void what_is_no_scope_is_refused_with_the_forms_there_are(String text) {
        assertThatThrownBy(() -> Scope.parse(KEY, text)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes = " + text + ": a scope is team:ID, tree:NAME, tree:NAME/team:ID, "
                        + "tree:NAME/manager:NAME, teams:* or teams:NAME");
    }

    @Test
    void a_scope_may_be_the_teams_of_a_manager_within_a_tree() {
        var scope = Scope.parse(KEY, "tree:R&D/Platform/manager:jane");

        assertThat(scope).isEqualTo(new Scope("R&D/Platform", "", "jane"));
        assertThat(scope.kind()).isEqualTo("tree/manager");
    }

    @Test
    void an_address_as_the_name_of_a_manager_is_refused_without_being_repeated() {
        assertThatThrownBy(() -> Scope.parse("export.efficiency.scopes", "tree:Engineering/manager:jane@example.com"))
                .isInstanceOf(SettingException.class).hasMessage("export.efficiency.scopes: tree:NAME/manager:NAME "
                        + "takes a name of your own for the manager; the e-mail address behind it belongs into "
                        + "export.efficiency.managers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"team:456", "tree:Engineering", "tree:R&D/Platform", "tree:R&D/Platform/team:456",
        "tree:R&D/Platform/manager:jane"})
    void a_scope_is_written_as_the_setting_has_it(String text) {
        assertThat(Scope.parse(KEY, text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "team:456,                  team-456",
        "tree:Engineering,          tree-Engineering",
        "tree:Engineering/team:456, tree-Engineering~team-456",
        "tree:Engineering/manager:jane, tree-Engineering~manager-jane"})
    void the_folder_says_what_it_holds(String text, String folder) {
        assertThat(Scope.parse(KEY, text).folder()).isEqualTo(folder);
    }

    @Test
    void no_two_scopes_share_a_folder() {
        var names = List.of("1", "a", "a b", "a_b", "a/b", "a?b", "..", ".", "_", "~", "a~team-1", "a~team-a", "team-1",
                "CON", "a.", "a ", "a\u0000", "K\u00f6ln", "a/team", "x".repeat(300), "x".repeat(299) + "y");
        var folders = new HashMap<String, Scope>();
        for (var name : names) {
            var scopes = new ArrayList<>(List.of(new Scope(name, ""), new Scope("", name)));
            names.forEach(team -> scopes.add(new Scope(name, team)));
            names.forEach(manager -> scopes.add(new Scope(name, "", manager)));
            for (var scope : scopes) {
                assertThat(folders.put(scope.folder(), scope)).as(scope.toString()).isNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree:..", "tree:../..", "tree:/etc", "team:..\\..", "tree:a\u0000b", "tree:CON",
        "team:nul", "team:com1.txt", "tree:a.", "tree:C:\\x", "tree:K\u00f6ln", "tree:x/team:.."})
    void a_folder_is_one_segment_whatever_the_name(String text) {
        assertThat(Scope.parse(KEY, text).folder()).matches("(team|tree)-[A-Za-z0-9._~-]+[A-Za-z0-9_-]");
    }

    @Test
    void names_of_300_letters_fit_into_a_folder_name() {
        assertThat(new Scope("\u00e4".repeat(300), "x".repeat(300)).folder().getBytes(UTF_8)).hasSizeLessThan(200);
    }
}
