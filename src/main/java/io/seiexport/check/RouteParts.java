package io.seiexport.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One entry of a file of routes, most often a route, as it is written: what it has, and what it uses of others.
 *
 * @param kind what the file calls it, such as route or routeConfiguration
 * @param id   empty for what is neither a route nor a route configuration
 * @param isUsers whether it is a sink or a transform, as its group says
 */
record RouteParts(String file, String kind, String id, boolean isUsers, List<Use> uses) {
    /** The shelf of the routes that an upgrade replaces. */
    private static final String ENGINE = "engine";

    /** Whether a file is on the shelf of the engine, before it is read. */
    static boolean liesInTheEngine(String location) {
        return location.contains("/" + ENGINE + "/");
    }

    enum Kind {
        /** Called, named or asked for. */
        ENDPOINT, CONFIGURATION, BEAN, DATA_FORMAT,
        /** A bean that it hands on whole. */
        OBJECT,
        /** Where it starts from: an endpoint such as direct:deliver, or a trigger as group/name. */
        SERVED, TRIGGER,
        /** A bean that it makes itself. */
        OWN_BEAN,
        /** The id of itself or of a step. */
        ID,
        /** A variable. */
        READ, WRITTEN, REMOVED,
        /** A setting without a default, and a condition without which it is left out. */
        SETTING, CONDITION,
        /** An option of an endpoint, whose scheme stands in the place of a method. */
        OPTION
    }

    /**
     * What is used; of a bean also by which method, or an empty one.
     *
     * @param values how many values the method is given, or -1 where that does not stand there
     */
    record Part(Kind kind, String name, String method, int values) {
        @Override
        public String toString() {
            return switch (kind) {
                case CONFIGURATION -> "the route configuration " + name;
                case BEAN -> "the bean " + name + (method.isEmpty() ? "" : " (" + method + ")");
                case DATA_FORMAT -> "the data format " + name;
                default -> name;
            };
        }
    }

    /** A part, and the step that uses it in words, or an empty text. */
    record Use(Part part, String step) {
        Kind kind() {
            return part.kind();
        }

        String name() {
            return part.name();
        }
    }

    Stream<Use> uses(Kind kind) {
        return uses.stream().filter(use -> use.kind() == kind);
    }

    Set<String> names(Kind kind) {
        return uses(kind).map(Use::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What others have to have. */
    Stream<Use> asking() {
        return uses.stream().filter(use -> use.kind().compareTo(Kind.DATA_FORMAT) <= 0);
    }

    Set<Part> asked() {
        return asking().map(Use::part).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether it starts from there, as far as no setting fills in the name. */
    boolean serves(String endpoint) {
        return names(Kind.SERVED).contains(endpoint);
    }

    boolean hasClock() {
        return uses(Kind.TRIGGER).findAny().isPresent();
    }

    /** The folder that its file is in, such as exports. */
    String shelf() {
        var end = endOfFolder(file);
        return end < 0 ? file : file.substring(endOfFolder(file.substring(0, end)) + 1, end);
    }

    private static int endOfFolder(String path) {
        return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    }

    String fileName() {
        return file.substring(endOfFolder(file) + 1);
    }

    boolean isOfTheEngine() {
        return shelf().equals(ENGINE);
    }

    /** Whether it is a domain, a sink or a transform, which others may stand in for. */
    boolean isReplaceable() {
        return isUsers || hasClock();
    }

    /** It in words. */
    String named() {
        var what = switch (kind) {
            case "route" -> "route";
            case "routeConfiguration" -> "route configuration";
            default -> "entry " + kind;
        };
        return id.isEmpty() ? "a " + what + " without an id" : "the " + what + " " + id;
    }

    /** Where it is used, to begin a sentence with. */
    String place(Use use) {
        return file + ": " + (use.step().isEmpty() ? "" : use.step() + " of ") + named();
    }
}
