package io.seiexport.job;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.plan.Team;

/** Reads what an answer of the server says of teams and of their trees. */
final class TeamAnswers {
    private static final Pattern ID = Pattern.compile("\\p{Graph}{1,200}");
    private static final int LONGEST_NAME = 300;
    private static final int MOST = 200_000;
    /** Deeper than any company is, and not so deep that a program would mind. */
    private static final int DEEPEST = 200;

    /** A team that was not looked at yet, with the place that it has. */
    private record Waiting(Map<?, ?> team, String parent, int depth) {
    }

    private TeamAnswers() {
    }

    /** An id is a whole number or a word; else this is empty. */
    static String id(Map<?, ?> answer, String field) {
        var value = answer.get(field);
        var text = value instanceof Integer || value instanceof Long || value instanceof BigInteger
                || value instanceof String ? value.toString().strip() : "";
        return ID.matcher(text).matches() && !text.endsWith("/") ? text : "";
    }

    /** As far as anybody would read it. */
    static String name(Map<?, ?> answer, String... fields) {
        for (var field : fields) {
            if (answer.get(field) instanceof String text && !text.isBlank()) {
                var name = text.strip();
                return name.length() > LONGEST_NAME ? name.substring(0, name.offsetByCodePoints(0,
                        Math.min(LONGEST_NAME, name.codePointCount(0, name.length())))) : name;
            }
        }
        return "";
    }

    static long number(Map<?, ?> answer, String field) {
        return answer.get(field) instanceof Number number ? Math.max(0, number.longValue()) : 0;
    }

    /** All teams of a tree, whose answer holds them within each other; each after the one above it. It may have none. */
    static List<Team> nested(String tree, Object answer) throws ExportFailed {
        if (isEmpty(answer)) {
            return List.of();
        }
        var waiting = new ArrayDeque<Waiting>();
        if (answer instanceof Map<?, ?> root) {
            waiting.add(new Waiting(root, "", 0));
        }
        var parents = new HashMap<String, String>();
        var teams = new ArrayList<Team>();
        while (!waiting.isEmpty()) {
            var next = waiting.pop();
            var id = id(next.team, "refId");
            if (id.isEmpty()) {
                throw broken(tree, "hold one without a usable refId");
            }
            if (next.depth > DEEPEST || parents.size() >= MOST) {
                throw broken(tree, "lie deeper than " + DEEPEST + " levels, or are more than " + MOST);
            }
            if (isBelow(next.parent, id, parents)) {
                throw broken(tree, "hold " + id + " below itself");
            }
            if (parents.putIfAbsent(id, next.parent) != null) {
                continue;
            }
            var children = children(tree, next.team);
            teams.add(team(next.team, id, next.parent, children.isEmpty()));
            for (var i = children.size() - 1; i >= 0; i--) {
                if (!(children.get(i) instanceof Map<?, ?> child)) {
                    throw broken(tree, "hold one that is none");
                }
                waiting.push(new Waiting(child, id, next.depth + 1));
            }
        }
        if (teams.isEmpty()) {
            throw broken(tree, "are none");
        }
        return teams;
    }

    private static boolean isEmpty(Object answer) {
        return answer == null || answer instanceof Collection<?> list && list.isEmpty()
                || answer instanceof Map<?, ?> root && root.get("refId") == null
                && (root.get("children") == null || root.get("children") instanceof List<?> list && list.isEmpty());
    }

    private static boolean isBelow(String team, String other, Map<String, String> parents) {
        for (var above = team; above != null && !above.isEmpty(); above = parents.get(above)) {
            if (above.equals(other)) {
                return true;
            }
        }
        return false;
    }

    private static List<?> children(String tree, Map<?, ?> team) throws ExportFailed {
        var children = team.get("children");
        if (children != null && !(children instanceof List<?>)) {
            throw broken(tree, "hold one whose children are no list");
        }
        return children == null ? List.of() : (List<?>) children;
    }

    /** One without others below it is a leaf, unless the server says that it is none. */
    static Team team(Map<?, ?> answer, String id, String parent, boolean childless) {
        return new Team(id, name(answer, "name", "displayName"), parent,
                childless && !Boolean.FALSE.equals(answer.get("leaf")), number(answer, "developerCount"), false);
    }

    private static ExportFailed broken(String tree, String how) {
        return new ExportFailed(Reason.UNEXPECTED_ANSWER, "the teams of the tree " + tree + " that the server sent "
                + how);
    }
}
