package io.seiexport.plan;

import java.util.List;
import java.util.stream.Collectors;

/** How the list of the teams differs from the one before. */
public record TeamChange(TeamList before, TeamList after) {
    private static final TeamList NOTHING = new TeamList(List.of());
    static final TeamChange NONE = new TeamChange(NOTHING, NOTHING);

    /** The teams of a domain that are there no more. */
    List<Team> gone(TeamScopes scopes) {
        return lacking(scopes.of(before), scopes.of(after));
    }

    /** The teams of a domain that were not there before. */
    List<Team> come(TeamScopes scopes) {
        return lacking(scopes.of(after), scopes.of(before));
    }

    private static List<Team> lacking(List<Team> some, List<Team> others) {
        var ids = others.stream().map(Team::id).collect(Collectors.toSet());
        return some.stream().filter(team -> !ids.contains(team.id())).toList();
    }
}
