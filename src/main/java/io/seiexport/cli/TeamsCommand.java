package io.seiexport.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.plan.Discovery;
import io.seiexport.plan.Team;
import io.seiexport.plan.TeamTree;
import io.seiexport.settings.Project;
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

    @Option(names = "--project", paramLabel = "NAME",
            description = "Only this project of sei.projects. May be repeated.")
    private List<String> projects = List.of();

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (var engines = Engines.start(Engine.WITHOUT_EFFECT, projects)) {
            var seen = new ArrayList<Seen>();
            engines.each(engine -> {
                var teams = engine.teamsAnew();
                seen.add(new Seen(engine.project(), teams.readAt(), teams.list().trees(),
                        engine.part(Discovery.class).exports()));
            });
            print(chosen(seen));
            return engines.status();
        }
    }

    /** What the key of a project sees, and who exports each scope. */
    private record Seen(Project project, Instant readAt, List<TeamTree> trees, Map<String, List<String>> exports) {
        Seen only(String tree) {
            return new Seen(project, readAt, trees.stream().filter(one -> one.name().equals(tree)).toList(), exports);
        }
    }

    private List<Seen> chosen(List<Seen> seen) {
        if (tree == null) {
            return seen;
        }
        var chosen = seen.stream().map(one -> one.only(tree)).filter(one -> !one.trees.isEmpty()).toList();
        if (chosen.isEmpty()) {
            throw new SettingException("--tree " + tree + ": this key sees no tree of this name, only "
                    + seen.stream().flatMap(one -> one.trees.stream()).map(TeamTree::name)
                            .collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    private void print(List<Seen> seen) {
        if (json) {
            printJson(seen);
            return;
        }
        var table = new Table("project", "name", "kind", "scope", "developers", "exported by")
                .leavingOutEmpty("project");
        seen.forEach(one -> rows(table, one.project.name(), one.trees, one.exports));
        table.print(System.out);
        seen.forEach(one -> System.out.println(one.project.label()
                + (one.trees.size() == 1 ? "1 tree" : one.trees.size() + " trees") + ", read at " + one.readAt + "."));
    }

    private static void rows(Table table, String project, List<TeamTree> trees, Map<String, List<String>> exports) {
        for (var one : trees) {
            var scope = scope(one);
            table.row(project, one.name().isEmpty() ? NO_TREE : one.name(), "tree", listed(scope), "",
                    names(exports, scope));
            var depths = new HashMap<String, Integer>();
            for (var team : one.teams()) {
                var depth = depths.getOrDefault(team.parent(), 0) + 1;
                depths.put(team.id(), depth);
                table.row(project, "  ".repeat(depth) + team.name(), team.leaf() ? "leaf team" : "team", scope(team),
                        team.developers(), names(exports, scope(team)));
            }
        }
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

    private static void printJson(List<Seen> seen) {
        var document = JsonNodeFactory.instance.objectNode().put("readAt",
                seen.stream().map(Seen::readAt).min(Comparator.naturalOrder()).orElseThrow().toString());
        var array = document.putArray("trees");
        seen.forEach(one -> trees(array, one.project, one.trees, one.exports));
        Json.print(document, System.out);
    }

    private static void trees(ArrayNode array, Project project, List<TeamTree> trees,
            Map<String, List<String>> exports) {
        for (var one : trees) {
            var ofTree = Json.about(project).put("id", one.id()).put("name", one.name()).put("scope", scope(one));
            exportedBy(ofTree, exports, scope(one));
            var inTree = ofTree.putArray("teams");
            one.teams().forEach(team -> exportedBy(inTree.addObject().put("id", team.id()).put("name", team.name())
                    .put("parent", team.parent().isEmpty() ? null : team.parent()).put("leaf", team.leaf())
                    .put("developers", team.developers()).put("scope", scope(team)), exports, scope(team)));
            array.add(ofTree);
        }
    }

    private static void exportedBy(ObjectNode json, Map<String, List<String>> exports, String scope) {
        exports.getOrDefault(scope, List.of()).forEach(json.putArray("exportedBy")::add);
    }
}
