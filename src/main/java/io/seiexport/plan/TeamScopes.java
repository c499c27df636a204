package io.seiexport.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/**
 * The scopes of a domain that stand for many teams, {@code teams:*} and {@code teams:TREE}, and which teams they mean.
 *
 * @param trees     the names of trees; one is {@code *} for all of them
 * @param newSince  whether a team that came later owes what an older one does
 */
record TeamScopes(List<String> trees, List<Pattern> include, List<Pattern> exclude, boolean newSince) {
    static final TeamScopes NONE = new TeamScopes(List.of(), List.of(), List.of(), false);
    private static final String TEAMS = "teams:";
    private static final String ALL = "*";
    private static final Pattern WILD = Pattern.compile("[*?]|[^*?]+");

    static boolean isOne(String scope) {
        return scope.startsWith(TEAMS);
    }

    /** Those among the scopes of a domain, if there are any. */
    static TeamScopes read(Domain domain, Settings settings) {
        var key = domain.key("scopes");
        var trees = new ArrayList<String>();
        for (var scope : settings.list(key)) {
            if (isOne(scope)) {
                var tree = scope.substring(TEAMS.length()).strip();
                if (tree.isEmpty()) {
                    throw new SettingException(key, scope, "use teams:* for the teams of all trees, or teams:NAME for "
                            + "those of one");
                }
                if (trees.contains(tree)) {
                    throw new SettingException(key, scope, "this scope is listed twice");
                }
                trees.add(tree);
            }
        }
        var include = patterns(domain.key("teams-include"), settings, trees);
        var exclude = patterns(domain.key("teams-exclude"), settings, trees);
        return new TeamScopes(List.copyOf(trees), include, exclude,
                !trees.isEmpty() && settings.flag(domain.key("new-teams-since")));
    }

    private static List<Pattern> patterns(String key, Settings settings, List<String> trees) {
        var patterns = settings.list(key);
        if (!patterns.isEmpty() && trees.isEmpty()) {
            throw new SettingException(key, settings.text(key), "it selects among the teams of teams:* or teams:TREE, "
                    + "and " + key.replaceFirst("[^.]+$", "scopes") + " lists neither");
        }
        return patterns.stream().map(TeamScopes::pattern).toList();
    }

    /** Of names in any letter case: a star is any text, a question mark any character. */
    private static Pattern pattern(String text) {
        return Pattern.compile(WILD.matcher(text).results().map(part -> switch (part.group()) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> Pattern.quote(part.group());
        }).collect(Collectors.joining()).replaceAll("(\\.\\*)+", ".*"),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    boolean isEmpty() {
        return trees.isEmpty();
    }

    /** The leaf teams that they stand for, each once. */
    List<Team> of(TeamList list) {
        return isEmpty() ? List.of() : matching(list.leaves(list.trees().stream().filter(this::takes)));
    }

    /** The leaf team with this id, if they stand for it. */
    Optional<Team> find(String id, TeamList list) {
        return matching(list.trees().stream().filter(this::takes).flatMap(tree -> tree.teams().stream())
                .filter(team -> team.leaf() && team.id().equals(id)).limit(1)).stream().findFirst();
    }

    /** Those that one of them stands for. */
    List<Team> of(String tree, TeamList list) {
        return matching(list.leaves(list.trees().stream()
                .filter(one -> tree.equals(ALL) || tree.equals(one.name()))));
    }

    private boolean takes(TeamTree tree) {
        return trees.contains(ALL) || trees.contains(tree.name());
    }

    private List<Team> matching(Stream<Team> teams) {
        return teams.filter(team -> include.isEmpty() || matches(include, team))
                .filter(team -> !matches(exclude, team)).toList();
    }

    private static boolean matches(List<Pattern> patterns, Team team) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(team.name()).matches());
    }

    /** As the settings spell them. */
    @Override
    public String toString() {
        return trees.stream().map(TEAMS::concat).collect(Collectors.joining(", "));
    }

    static String word(String tree) {
        return TEAMS + tree;
    }

    /** Whether it names one tree that is not in the list. */
    static boolean isUnknown(String tree, TeamList list) {
        return !tree.equals(ALL) && !list.hasTree(tree);
    }
}
