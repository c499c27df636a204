package io.seiexport.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.plan.Team;
import io.seiexport.plan.TeamList;
import io.seiexport.plan.TeamTree;

/**
 * Reads the teams tree by tree: first the pages of the list of the trees, then the teams of each.
 *
 * @param unknown how many trees, from the first on, the server lists without knowing their teams
 */
record TreesReading(Pages trees, List<TeamTree> done, int unknown) implements TeamReading {
    private static final String PATH = "/v2/org-trees/";

    static TreesReading begin() {
        return new TreesReading(Pages.of("trees"), List.of(), 0);
    }

    @Override
    public boolean isOpen() {
        return !trees.isWhole() || next() < trees.elements().size();
    }

    @Override
    public ApiCall call() {
        return trees.isWhole() ? ApiCall.get(PATH + ApiCall.encoded(TeamAnswers.id(tree(), "id")) + "/teams")
                : ApiCall.post(PATH + "list?pageIndex=" + trees.read() + "&pageSize=" + Pages.SIZE);
    }

    @Override
    public String request() {
        return trees.isWhole() ? "" : "{}";
    }

    private int next() {
        return done.size() + unknown;
    }

    /** The one whose teams are read now. */
    private Map<?, ?> tree() {
        return trees.elements().get(next());
    }

    @Override
    public TreesReading with(Object answer) throws ExportFailed {
        if (!trees.isWhole()) {
            return new TreesReading(trees.with(answer, "records", "totalCount",
                    tree -> TeamAnswers.id(tree, "id")), done, unknown);
        }
        if (unknown > 0) {
            throw incomplete(trees.elements().get(0));
        }
        var name = TeamAnswers.name(tree(), "name");
        var teams = TeamAnswers.nested(name, answer);
        if (teams.stream().noneMatch(Team::leaf) && TeamAnswers.number(tree(), "teamCount") > 0) {
            throw new ExportFailed(Reason.UNEXPECTED_ANSWER, "the server sent no leaf team of the tree " + name
                    + ", which has " + TeamAnswers.number(tree(), "teamCount") + " teams by its own count");
        }
        var all = new ArrayList<>(done);
        all.add(new TeamTree(TeamAnswers.id(tree(), "id"), name, teams));
        return new TreesReading(trees, all, unknown);
    }

    @Override
    public boolean hasOtherWay() {
        return true;
    }

    /** Only a server that knows the teams of no tree is asked for its other list. */
    @Override
    public TeamReading withoutAnswer() throws ExportFailed {
        if (!trees.isWhole()) {
            return FlatReading.begin();
        }
        if (!done.isEmpty()) {
            throw incomplete(tree());
        }
        var rest = new TreesReading(trees, done, unknown + 1);
        return rest.isOpen() ? rest : FlatReading.begin();
    }

    private static ExportFailed incomplete(Map<?, ?> tree) {
        return new ExportFailed(Reason.UNEXPECTED_ANSWER, "the server lists the tree " + TeamAnswers.name(tree, "name")
                + ", but does not know its teams, although it knows those of others");
    }

    @Override
    public TeamList list() {
        return new TeamList(List.copyOf(done));
    }
}
