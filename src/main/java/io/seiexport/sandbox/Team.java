package io.seiexport.sandbox;

import java.util.List;
import java.util.stream.IntStream;

/** A team of the invented company. */
record Team(String name, String hierarchy, List<Developer> developers) {

    record Developer(String name, String email) {
    }

    private static final List<String> NAMES = List.of("Platform Team", "Payments, EU", "Zürich Data", "Checkout Team");
    private static final List<Developer> PEOPLE = List.of(
            new Developer("Ada Lovelace", "ada@example.com"),
            new Developer("O'Neil \"Dev\"", "oneil@example.com"),
            new Developer("Zoë Müller", "zoe@example.com"),
            new Developer("王 Wei", "wei@example.com"),
            new Developer("Grace Hopper", "grace@example.com"));
    private static final int SIZE = 3;

    /** The team that a request names, or all teams of its tree, or those of one manager in it. */
    static List<Team> of(Request request) {
        var root = request.tree().isEmpty() ? "Engineering" : request.tree();
        if (request.team().isEmpty()) {
            return IntStream.range(0, NAMES.size()).filter(i -> manages(request.manager(), i))
                    .mapToObj(i -> team(root, i, "")).toList();
        }
        if (request.team().equals("1")) {
            return List.of(team(root, 0, ""));
        }
        int kind = Math.floorMod(request.team().hashCode(), NAMES.size());
        return List.of(team(root, kind, " " + request.team()));
    }

    /** Every manager has half of the teams; without a name it is about all of them. */
    private static boolean manages(String manager, int kind) {
        return manager.isEmpty() || (kind + manager.hashCode()) % 2 == 0;
    }

    /** All people of the company. */
    static List<Developer> everybody() {
        return PEOPLE;
    }

    private static Team team(String root, int kind, String suffix) {
        var name = NAMES.get(kind) + suffix;
        var people = IntStream.range(0, SIZE).mapToObj(i -> PEOPLE.get((kind + i) % PEOPLE.size())).toList();
        return new Team(name, root + "/" + name.replace(" Team", ""), people);
    }
}
