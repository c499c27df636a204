package io.seiexport.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.plan.Discovery;
import io.seiexport.plan.Team;
import io.seiexport.plan.TeamTree;
import io.seiexport.plan.Teams;
import io.seiexport.settings.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "teams", mixinStandardHelpOptions = true,
        description = "Lists the organization trees and the teams that the key can see, as scopes to copy, and which "
                + "of them are exported.")
final class TeamsCommand implements Callable<Integer> {
    private static final String NO_TREE = "(of no tree)";

    @Option(names = "--tree", paramLabel = "NAME", description = "Only this tree.")
    private String tree;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (var engine = new Engine(Engine.WITHOUT_EFFECT).start()) {
            var teams = engine.teamsAnew();
            var trees = chosen(teams.list().trees());
            var exports = engine.part(Discovery.class).exports();
            if (json) {
                print(teams, trees, exports);
            } else {
                print(trees, exports);
                System.out.println((trees.size() == 1 ? "1 tree" : trees.size() + " trees") + ", read at "
                        + teams.readAt() + ".");
            }
        }
        return SeiExport.DONE;
    }

    private List<TeamTree> chosen(List<TeamTree> trees) {
        var chosen = trees.stream().filter(one -> tree == null || one.name().equals(tree)).toList();
        if (chosen.isEmpty()) {
            throw new SettingException("--tree " + tree + ": this key sees no tree of this name, only "
                    + trees.stream().map(TeamTree::name).collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    private static void print(List<TeamTree> trees, Map<String, List<String>> exports) {
        var table = new Table("name", "kind", "scope", "developers", "exported by");
        for (var one : trees) {
            var scope = scope(one);
            table.row(one.name().isEmpty() ? NO_TREE : one.name(), "tree", listed(scope), "", names(exports, scope));
            var depths = new HashMap<String, Integer>();
            for (var team : one.teams()) {
                var depth = depths.getOrDefault(team.parent(), 0) + 1;
                depths.put(team.id(), depth);
                table.row("  ".repeat(depth) + team.name(), team.leaf() ? "leaf team" : "team", scope(team),
                        team.developers(), names(exports, scope(team)));
            }
        }
        table.print(System.out);
    }

    private static String names(Map<String, List<String>> exports, String scope) {
        return String.join(", ", exports.getOrDefault(scope, List.of()));
    }

    /** None where the server shows no trees. */
    private static String scope(TeamTree one) {
        return one.name().isEmpty() ? "" : "tree:" + one.name();
    }

    /** As an element of a list in the settings. */
    private static String listed(String scope) {
        return scope.contains(",") || scope.contains("\"") ? '"' + scope.replace("\"", "\"\"") + '"' : scope;
    }

    private static String scope(Team team) {
        return "team:" + team.id();
    }

    private static void print(Teams teams, List<TeamTree> trees, Map<String, List<String>> exports) {
        var document = JsonNodeFactory.instance.objectNode().put("readAt", teams.readAt().toString());
        var array = document.putArray("trees");
        for (var one : trees) {
            var ofTree = array.addObject().put("id", one.id()).put("name", one.name()).put("scope", scope(one));
            exportedBy(ofTree, exports, scope(one));
            var inTree = ofTree.putArray("teams");
            one.teams().forEach(team -> exportedBy(inTree.addObject().put("id", team.id()).put("name", team.name())
                    .put("parent", team.parent().isEmpty() ? null : team.parent()).put("leaf", team.leaf())
                    .put("developers", team.developers()).put("scope", scope(team)), exports, scope(team)));
        }
        Json.print(document, System.out);
    }

    private static void exportedBy(ObjectNode json, Map<String, List<String>> exports, String scope) {
        exports.getOrDefault(scope, List.of()).forEach(json.putArray("exportedBy")::add);
    }
}
