package io.seiexport.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The organization trees of the invented company, whose teams may come and go. */
public final class OrgTrees {

    /** A team with those below it. */
    record Node(String id, String name, int developers, List<Node> children) {
        static Node of(int id, String name, Node... children) {
            return new Node(Integer.toString(id), name, 3, new ArrayList<>(List.of(children)));
        }

        int allDevelopers() {
            return children.isEmpty() ? developers : children.stream().mapToInt(Node::allDevelopers).sum();
        }
    }

    /** A tree with the team at its root. */
    record Tree(String id, String name, Node root) {
    }

    private final List<Tree> trees = new ArrayList<>();
    private final Set<String> removed = new HashSet<>();

    /** The data team is in two trees, and one tree has a name with a comma. */
    OrgTrees() {
        add(1, "Engineering", Node.of(100, "Engineering",
                Node.of(110, "Platform", Node.of(101, "Platform Team"), Node.of(102, "Payments, EU")),
                Node.of(120, "Commerce", Node.of(121, "Web", Node.of(103, "Checkout Team")),
                        Node.of(104, "Zürich Data"))));
        add(2, "Product", Node.of(200, "Product", Node.of(201, "Discovery Team"), Node.of(104, "Zürich Data")));
        add(3, "Sales, EMEA", Node.of(300, "Sales, EMEA", Node.of(301, "Tools Team")));
    }

    private void add(int id, String name, Node root) {
        trees.add(new Tree(Integer.toString(id), name, root));
    }

    /** From here on the team is in no tree, nor is what is below it. */
    public synchronized void remove(String id) {
        removed.add(id);
    }

    /** It is back where it was. */
    public synchronized void restore(String id) {
        removed.remove(id);
    }

    /** Another team, below the root of a tree. */
    public synchronized void add(String tree, int id, String name) {
        trees.stream().filter(one -> one.name().equals(tree)).forEach(one ->
                one.root().children().add(Node.of(id, name)));
    }

    /** Another tree, with a team of its own at its root and so many below it. */
    public synchronized void addTree(int id, String name, int teams) {
        var root = Node.of(id, name);
        for (var i = 1; i <= teams; i++) {
            root.children().add(Node.of(id + i, name + " " + i));
        }
        add(id, name, root);
    }

    /** As they are now, without those whose root is removed. */
    synchronized List<Tree> now() {
        return trees.stream().filter(tree -> !removed.contains(tree.root().id()))
                .map(tree -> new Tree(tree.id(), tree.name(), now(tree.root()))).toList();
    }

    private Node now(Node node) {
        return new Node(node.id(), node.name(), node.developers(), node.children().stream()
                .filter(child -> !removed.contains(child.id())).map(this::now).toList());
    }
}
