package io.seiexport.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.seiexport.failure.ExportFailed;
import io.seiexport.http.ApiCall;
import io.seiexport.plan.Team;
import io.seiexport.plan.TeamList;
import io.seiexport.plan.TeamTree;

/** Reads the teams from the one list of all of them, where a server shows no trees. */
record FlatReading(Pages teams) implements TeamReading {

    static FlatReading begin() {
        return new FlatReading(Pages.of("teams"));
    }

    @Override
    public boolean isOpen() {
        return !teams.isWhole();
    }

    @Override
    public ApiCall call() {
        return ApiCall.post("/v2/teams/list?page=" + teams.read() + "&pageSize=" + Pages.SIZE);
    }

    /** Also those that others are below, which a scope may name. */
    @Override
    public String request() {
        return "{\"leafTeamsOnly\":false}";
    }

    @Override
    public FlatReading with(Object answer) throws ExportFailed {
        return new FlatReading(teams.with(answer, "items", "totalItems", FlatReading::key));
    }

    @Override
    public boolean hasOtherWay() {
        return false;
    }

    @Override
    public FlatReading withoutAnswer() {
        throw new IllegalStateException("there is no other list of the teams");
    }

    /** A team may be in several trees. */
    private static String key(Map<?, ?> item) {
        var id = TeamAnswers.id(item, "refId");
        return id.isEmpty() ? "" : id + " " + tree(item);
    }

    /** A tree has no id here; what the server says of no tree is in one without a name. */
    @Override
    public TeamList list() {
        var parents = teams.elements().stream().map(item -> TeamAnswers.id(item, "parentRefId"))
                .collect(Collectors.toSet());
        var trees = new LinkedHashMap<String, List<Team>>();
        for (var item : teams.elements()) {
            var id = TeamAnswers.id(item, "refId");
            trees.computeIfAbsent(tree(item), name -> new ArrayList<>()).add(TeamAnswers.team(item, id,
                    TeamAnswers.id(item, "parentRefId"), !parents.contains(id)));
        }
        return new TeamList(trees.entrySet().stream()
                .map(tree -> new TeamTree("", tree.getKey(), List.copyOf(tree.getValue()))).toList());
    }

    /** The documents do not say how its tree is given. */
    private static String tree(Map<?, ?> item) {
        return item.get("orgTree") instanceof Map<?, ?> tree ? TeamAnswers.name(tree, "name", "orgTreeName")
                : TeamAnswers.name(item, "orgTree", "orgTreeName");
    }
}
