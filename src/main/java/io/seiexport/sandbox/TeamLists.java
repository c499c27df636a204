package io.seiexport.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.sandbox.OrgTrees.Node;
import io.seiexport.sandbox.OrgTrees.Tree;

/** The answers about organization trees and teams: pages of trees, the teams of a tree, and pages of all teams. */
final class TeamLists {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int USUAL_SIZE = 50;
    private static final int LARGEST_SIZE = 100;
    /** The number of a team in the database is another one than that by which it is named. */
    private static final int OF_DATABASE = 9000;
    private static final Set<String> ACCOUNT = Set.of("projectIdentifier", "orgIdentifier");

    private final List<Tree> trees;
    private final ReceivedCall received;

    TeamLists(OrgTrees trees, ReceivedCall received) {
        this.trees = trees.now();
        this.received = received;
    }

    JsonNode trees() {
        demandParameters("pageIndex", "pageSize");
        var body = body("searchKey", "searchValue", "sortBy", "sortOrder");
        var found = trees.stream().filter(tree -> contains(body, "orgTreeName", tree.name())).toList();
        var json = JsonNodeFactory.instance.objectNode();
        var records = json.putArray("records");
        page("pageIndex", found).forEach(tree -> records.add(record(tree)));
        return json.put("totalCount", found.size()).put("pageIndex", number("pageIndex", 0))
                .put("pageSize", number("pageSize", USUAL_SIZE));
    }

    private ObjectNode record(Tree tree) {
        return JsonNodeFactory.instance.objectNode().put("id", Integer.parseInt(tree.id())).put("name", tree.name())
                .put("projectIdentifier", received.query().get("projectIdentifier"))
                .put("orgIdentifier", received.query().get("orgIdentifier"))
                .put("rootTeamRefId", Integer.parseInt(tree.root().id())).put("teamCount", all(tree).size());
    }

    JsonNode teams(String id) {
        demandParameters("there_is_no_cache");
        return trees.stream().filter(tree -> tree.id().equals(id)).findFirst()
                .map(tree -> nested(tree.root(), null))
                .orElseThrow(() -> new Refused(404, "Org tree not found: " + id));
    }

    private static ObjectNode nested(Node node, String parent) {
        var json = team(node, parent);
        var children = json.putArray("children");
        node.children().forEach(child -> children.add(nested(child, node.id())));
        return json;
    }

    private static ObjectNode team(Node node, String parent) {
        var json = JsonNodeFactory.instance.objectNode().put("id", OF_DATABASE + Integer.parseInt(node.id()))
                .put("refId", Integer.parseInt(node.id())).put("name", node.name()).put("displayName", node.name());
        json.set("parentRefId", parent == null ? json.nullNode() : json.numberNode(Integer.parseInt(parent)));
        return json.put("leaf", node.children().isEmpty()).put("developerCount", node.allDevelopers());
    }

    private record Placed(Tree tree, Node node, String parent) {
    }

    JsonNode flat() {
        demandParameters("page", "pageSize");
        var body = body("searchKey", "searchValue", "leafTeamsOnly", "sortBy", "sortOrder");
        var leavesOnly = body.path("leafTeamsOnly").asBoolean(true);
        var found = trees.stream().flatMap(tree -> all(tree).stream())
                .filter(placed -> !leavesOnly || placed.node().children().isEmpty())
                .filter(placed -> contains(body, "name", placed.node().name())
                        && contains(body, "orgTreeName", placed.tree().name())).toList();
        var json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("items");
        page("page", found).forEach(placed -> items.add(team(placed.node(), placed.parent())
                .put("status", "CONFIGURED").put("orgTree", placed.tree().name())));
        int size = number("pageSize", USUAL_SIZE);
        int page = number("page", 0);
        return json.put("totalItems", found.size()).put("pageIndex", page).put("pageSize", size)
                .put("totalPages", (found.size() + size - 1) / size)
                .put("hasNext", (page + 1L) * size < found.size()).put("hasPrevious", page > 0);
    }

    private static List<Placed> all(Tree tree) {
        var all = new ArrayList<Placed>();
        collect(new Placed(tree, tree.root(), null), all);
        return all;
    }

    private static void collect(Placed placed, List<Placed> all) {
        all.add(placed);
        placed.node().children().forEach(child -> collect(new Placed(placed.tree(), child, placed.node().id()), all));
    }

    private <T> List<T> page(String parameter, List<T> found) {
        int size = number("pageSize", USUAL_SIZE);
        return found.stream().skip((long) number(parameter, 0) * size).limit(size).toList();
    }

    private int number(String name, int otherwise) {
        return name.equals("pageSize") ? Listing.number(received.query(), name, otherwise, 1, LARGEST_SIZE)
                : Listing.number(received.query(), name, otherwise, 0, Integer.MAX_VALUE);
    }

    private void demandParameters(String... more) {
        received.query().keySet().stream().filter(name -> !ACCOUNT.contains(name) && !List.of(more).contains(name))
                .findFirst().ifPresent(name -> {
                    throw Refused.request("Unrecognized request parameter: " + name);
                });
    }

    private JsonNode body(String... fields) {
        Api.demandJson(received);
        try {
            var body = JSON.readTree(received.body().isBlank() ? "{}" : received.body());
            if (!body.isObject()) {
                throw Refused.request("The request body must be an object");
            }
            body.fieldNames().forEachRemaining(name -> {
                if (!List.of(fields).contains(name)) {
                    throw Refused.request("Unrecognized field: " + name);
                }
            });
            return body;
        } catch (JsonProcessingException e) {
            throw Refused.request("Malformed JSON request: " + e.getOriginalMessage());
        }
    }

    private static boolean contains(JsonNode body, String key, String name) {
        Function<String, String> lower = text -> text.toLowerCase(Locale.ROOT);
        return !body.path("searchKey").asText().equals(key)
                || lower.apply(name).contains(lower.apply(body.path("searchValue").asText()));
    }
}
