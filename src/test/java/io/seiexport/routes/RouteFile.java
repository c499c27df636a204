package io.seiexport.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** One YAML file of routes, parsed as Camel parses it. */
record RouteFile(String shelf, String name, String text, JsonNode entries) {

    static final String SUFFIX = ".camel.yaml";

    private static final Set<String> PROSE = Set.of("description", "note");

    /** A step of a route: what it does, and how. */
    record Step(String kind, JsonNode definition) {

        Optional<String> id() {
            return RouteFile.text(definition, "id");
        }
    }

    static RouteFile read(Path path) throws IOException {
        var text = Files.readString(path);
        var entries = new Load(LoadSettings.builder().build()).loadFromString(text);
        return new RouteFile(path.getParent().getFileName().toString(), path.getFileName().toString(), text,
                new ObjectMapper().valueToTree(entries));
    }

    static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    String nameWithoutSuffix() {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    List<JsonNode> routes() {
        return entriesOf("route");
    }

    List<JsonNode> routeConfigurations() {
        return entriesOf("routeConfiguration");
    }

    /** All steps, at any depth. */
    Stream<Step> steps() {
        return nodes(entries)
                .flatMap(node -> elements(node.path("steps")))
                .flatMap(step -> step.properties().stream())
                .map(step -> new Step(step.getKey(), step.getValue()));
    }

    /** The ids of routes, route configurations and all within them. */
    Stream<String> ids() {
        return Stream.concat(routes().stream(), routeConfigurations().stream())
                .flatMap(RouteFile::nodes)
                .flatMap(node -> text(node, "id").stream());
    }

    /** All objects, at any depth, but not the parameters of endpoints. */
    Stream<JsonNode> objects() {
        return nodes(entries);
    }

    /** All texts that Camel acts upon. */
    Stream<String> texts() {
        return texts(entries);
    }

    /** How many lines its longest entry has. */
    long linesOfTheLongest() {
        return Stream.of(text.split("(?m)^(?=- )")).mapToLong(entry -> entry.lines().count()).max().orElse(0);
    }

    /** The numbers of the lines, below the beginning of the first entry, that hold a comment. */
    List<Integer> commentLines() {
        var settings = LoadSettings.builder().setParseComments(true).build();
        var events = StreamSupport.stream(new Parse(settings).parseString(text).spliterator(), false).toList();
        return events.stream()
                .dropWhile(event -> event.getEventId() != Event.ID.SequenceStart)
                .filter(RouteFile::isComment)
                .flatMap(event -> event.getStartMark().stream())
                .map(Mark::getLine)
                .map(line -> line + 1)
                .toList();
    }

    private static boolean isComment(Event event) {
        return event instanceof CommentEvent comment && comment.getCommentType() != CommentType.BLANK_LINE;
    }

    private List<JsonNode> entriesOf(String kind) {
        return elements(entries).filter(entry -> entry.has(kind)).map(entry -> entry.get(kind)).toList();
    }

    private static Stream<JsonNode> nodes(JsonNode node) {
        var below = node.properties().stream().filter(field -> !field.getKey().equals("parameters"))
                .flatMap(field -> nodes(field.getValue()));
        var beside = elements(node).flatMap(RouteFile::nodes);
        return Stream.of(node.isObject() ? Stream.of(node) : Stream.<JsonNode>of(), below, beside)
                .flatMap(nodes -> nodes);
    }

    private static Stream<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return Stream.of(node.textValue());
        }
        var below = node.properties().stream().filter(field -> !PROSE.contains(field.getKey()))
                .flatMap(field -> texts(field.getValue()));
        return Stream.concat(below, elements(node).flatMap(RouteFile::texts));
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of();
    }
}
