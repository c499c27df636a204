package io.seiexport.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.settings.SettingException;

/** Whose metrics an export holds: a team, an organization tree, or a team within a tree; the absent part is empty. */
public record Scope(String tree, String team) {
    private static final String TREE = "tree:";
    static final String TEAM = "team:";
    /** What the ledger takes. */
    private static final int LONGEST = 2000;
    private static final int SHOWN = 60;

    /** Reads {@code team:ID}, {@code tree:NAME} or {@code tree:NAME/team:ID}; the key is named when that fails. */
    static Scope parse(String key, String text) {
        var within = text.lastIndexOf("/" + TEAM);
        if (text.startsWith(TREE) && within > 0) {
            return new Scope(name(key, text, TREE.length(), within),
                    name(key, text, within + 1 + TEAM.length(), text.length()));
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
                + "teams:* or teams:NAME");
    }

    /** What the request of a domain may allow: {@code team}, {@code tree} or {@code tree/team}. */
    String kind() {
        return tree.isEmpty() ? "team" : team.isEmpty() ? "tree" : "tree/team";
    }

    /** The scope object of a request; a tree is only found together with its organization and project. */
    ObjectNode json(String org, String project) {
        var json = JsonNodeFactory.instance.objectNode();
        if (!tree.isEmpty()) {
            json.put("orgTreeName", tree).put("orgIdentifier", org).put("projectIdentifier", project);
        }
        if (!team.isEmpty()) {
            json.put("teamId", team);
        }
        return json;
    }

    /** One folder name; two scopes never share one. */
    String folder() {
        return switch (kind()) {
            case "team" -> "team-" + SafeName.of(team);
            case "tree" -> "tree-" + SafeName.of(tree);
            default -> "tree-" + SafeName.of(tree) + "~team-" + SafeName.of(team);
        };
    }

    @Override
    public String toString() {
        return switch (kind()) {
            case "team" -> TEAM + team;
            case "tree" -> TREE + tree;
            default -> TREE + tree + "/" + TEAM + team;
        };
    }
}
