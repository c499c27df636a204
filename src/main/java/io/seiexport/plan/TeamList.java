package io.seiexport.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** All teams that the key can see, by their trees, in the form in which the ledger keeps them. */
public record TeamList(List<TeamTree> trees) {

    /** Made when there is a list: most commands need none, and it takes a tenth of the time of a short one. */
    private static final class Json {
        /** ASCII only: so no name holds what a database cannot store. */
        private static final JsonMapper MAPPER = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    }

    /** As it was written; empty if nothing was, or if it is no list. */
    static Optional<TeamList> of(String json) {
        try {
            return json == null ? Optional.empty() : Optional.of(Json.MAPPER.readValue(json, TeamList.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public String json() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts can always be written", e);
        }
    }

    /** Each team once, whatever trees it is in, also those that others are below. */
    public Stream<Team> teams() {
        return distinct(trees.stream());
    }

    /** The leaf teams of some trees, each once. */
    Stream<Team> leaves(Stream<TeamTree> some) {
        return distinct(some).filter(Team::leaf);
    }

    private static Stream<Team> distinct(Stream<TeamTree> some) {
        var seen = new HashSet<String>();
        return some.flatMap(tree -> tree.teams().stream()).filter(team -> seen.add(team.id()));
    }

    public boolean hasTeam(String id) {
        return trees.stream().flatMap(tree -> tree.teams().stream()).anyMatch(team -> team.id().equals(id));
    }

    public boolean hasTree(String name) {
        return trees.stream().anyMatch(tree -> tree.name().equals(name));
    }

    /** How many leaf teams there are. */
    public long size() {
        return leaves(trees.stream()).count();
    }

    /** The same, with a mark on those that are not in the list before, and on those that had it there. */
    TeamList after(TeamList before) {
        Map<String, Team> known = before.teams().collect(Collectors.toMap(Team::id, Function.identity()));
        return new TeamList(trees.stream().map(tree -> new TeamTree(tree.id(), tree.name(), tree.teams().stream()
                .map(team -> team.late(!known.containsKey(team.id()) || known.get(team.id()).late())).toList()))
                .toList());
    }
}
