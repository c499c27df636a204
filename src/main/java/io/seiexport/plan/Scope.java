package io.seiexport.plan;

import io.seiexport.settings.SettingException;

/**
 * Whose metrics an export holds: a team, an organization tree, or within a tree a team or the teams of a manager. What
 * is absent is empty.
 *
 * @param manager the name that the settings give to a manager
 */
public record Scope(String tree, String team, String manager) {
    /** All that the key can see, which is the only scope of a snapshot. */
    static final Scope ALL = new Scope("", "", "");
    /** The kind that a request of its own setting belongs to. */
    static final String OF_A_MANAGER = "tree/manager";
    private static final String TREE = "tree:";
    private static final String OF_ALL = "all";
    static final String TEAM = "team:";
    private static final String MANAGER = "manager:";
    /** What the ledger takes. */
    private static final int LONGEST = 2000;
    private static final int SHOWN = 60;

    /** A team, a tree, or a team within a tree. */
    public Scope(String tree, String team) {
        this(tree, team, "");
    }

    /** Reads its words as they stand in a setting; the key is named when that fails. */
    static Scope parse(String key, String text) {
        var team = text.lastIndexOf("/" + TEAM);
        var manager = text.lastIndexOf("/" + MANAGER);
        if (text.startsWith(TREE) && manager > team) {
            if (text.indexOf('@', manager) > 0) {
                throw new SettingException(key + ": tree:NAME/manager:NAME takes a name of your own for the manager; "
                        + "the e-mail address behind it belongs into " + Managers.beside(key));
            }
            return new Scope(name(key, text, TREE.length(), manager), "",
                    name(key, text, manager + 1 + MANAGER.length(), text.length()));
        }
        if (text.startsWith(TREE) && team > 0) {
            return new Scope(name(key, text, TREE.length(), team),
                    name(key, text, team + 1 + TEAM.length(), text.length()));
        }
        if (text.startsWith(TREE)) {
            return new Scope(name(key, text, TREE.length(), text.length()), "");
        }
        if (text.startsWith(TEAM)) {
            return new Scope("", name(key, text, TEAM.length(), text.length()));
        }
        throw notAScope(key, text);
    }

    private static String name(String key, String text, int from, int to) {
        var name = text.substring(from, to).strip();
        if (name.isEmpty() || name.endsWith("/")) {
            throw notAScope(key, text);
        }
        if (text.length() > LONGEST) {
            throw new SettingException(key, text.substring(0, SHOWN) + "…",
                    "a scope has " + LONGEST + " characters at most");
        }
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new SettingException(key, text.replaceAll("\\p{Cs}", "\ufffd"),
                    "it holds half of a surrogate pair, which cannot be printed");
        }
        return name;
    }

    private static SettingException notAScope(String key, String text) {
        return new SettingException(key, text, "a scope is team:ID, tree:NAME, tree:NAME/team:ID, "
                + "tree:NAME/manager:NAME, teams:* or teams:NAME");
    }

    /** What the request of a domain may allow: {@code team}, {@code tree}, {@code tree/team}, {@code tree/manager}. */
    String kind() {
        if (equals(ALL)) {
            return OF_ALL;
        }
        return !manager.isEmpty() ? OF_A_MANAGER : tree.isEmpty() ? "team" : team.isEmpty() ? "tree" : "tree/team";
    }

    /** Whether the rows of another one are among its own, as far as their words tell. */
    boolean holds(Scope other) {
        return kind().equals("tree") && !other.equals(this) && other.tree.equals(tree)
                || !team.isEmpty() && tree.isEmpty() && !other.tree.isEmpty() && other.team.equals(team);
    }

    /** One folder name; two scopes never share one. */
    String folder() {
        return switch (kind()) {
            case OF_ALL -> OF_ALL;
            case "team" -> "team-" + SafeName.of(team);
            case "tree" -> "tree-" + SafeName.of(tree);
            case OF_A_MANAGER -> "tree-" + SafeName.of(tree) + "~manager-" + SafeName.of(manager);
            default -> "tree-" + SafeName.of(tree) + "~team-" + SafeName.of(team);
        };
    }

    @Override
    public String toString() {
        return switch (kind()) {
            case OF_ALL -> OF_ALL;
            case "team" -> TEAM + team;
            case "tree" -> TREE + tree;
            case OF_A_MANAGER -> TREE + tree + "/" + MANAGER + manager;
            default -> TREE + tree + "/" + TEAM + team;
        };
    }
}
