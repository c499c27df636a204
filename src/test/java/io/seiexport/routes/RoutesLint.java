package io.seiexport.routes;

import static io.seiexport.routes.RouteFile.text;
import static java.util.function.Predicate.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;

/**
 * Tells, in sentences, where a folder of routes breaks the rules for how they are written: the schema, names, sentences,
 * lengths. What a route needs in order to run is checked by the program itself at each start, in its package check.
 */
final class RoutesLint {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(
            RoutesLint.class.getResourceAsStream("/schema/camelYamlDsl.json"),
            SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build());

    private static final String ENGINE = "engine";
    private static final int MOST_PARTS = 12;
    private static final int MOST_LINES = 110;
    private static final int LONGEST_LINE = 150;
    private static final Pattern KEBAB_CASE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern SENTENCE = Pattern.compile("\\p{Lu}\\S*(\\s+\\S+){2,}");
    private static final Pattern INNER_ENDPOINT = Pattern.compile("\\b(direct|seda):(?://)?([\\w.-]++)(?![{$])");
    private static final Pattern REQUIRED_PLACEHOLDER = Pattern.compile("\\{\\{([^{}?:]+)}}");
    private static final Pattern DATA = Pattern.compile("\\$(simple)?\\{(in\\.)?(body|header|(mandatory|pretty)Body)");
    private static final Set<String> STEPS_WITH_ID = Set.of("to", "toD", "bean", "unmarshal", "loop", "delay",
            "choice", "doTry", "recipientList", "split");

    private final Properties settings;
    private final List<RouteFile> files = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    RoutesLint(Path folder, Properties settings) throws IOException {
        this.settings = settings;
        try (var paths = Files.walk(folder)) {
            for (var path : paths.filter(RoutesLint::isYaml).sorted().toList()) {
                read(path);
            }
        }
    }

    private static boolean isYaml(Path path) {
        return path.toString().endsWith(".yaml") || path.toString().endsWith(".yml");
    }

    private void read(Path path) throws IOException {
        try {
            files.add(RouteFile.read(path));
        } catch (YamlEngineException e) {
            unreadable.add(path.getFileName() + ": is not YAML: " + e.getMessage());
        }
    }

    /** All that is wrong, each finding as {@code file: what}. */
    List<String> findings() {
        List<Function<RouteFile, Stream<String>>> rules = List.of(this::schema, this::names,
                this::descriptions, this::comments, this::logs, this::ids, this::length, this::placeholders, this::slowStarts);
        var found = new ArrayList<>(unreadable);
        if (files.isEmpty()) {
            found.add("routes: there is no route to look at");
        }
        for (var file : files) {
            rules.stream().flatMap(rule -> rule.apply(file)).map(what -> file.name() + ": " + what).forEach(found::add);
        }
        var parts = files.stream().filter(file -> file.shelf().equals(ENGINE)).count();
        if (parts > MOST_PARTS) {
            found.add("routes: " + ENGINE + " has " + parts + " files, more than " + MOST_PARTS);
        }
        return found;
    }

    /** Camel shows no secret of an address: it looks for one in a time that grows with the square of a line. */
    private Stream<String> slowStarts(RouteFile file) {
        var lines = file.steps().filter(step -> step.definition().path("parameters").path("query").asText().lines()
                        .anyMatch(line -> line.length() > LONGEST_LINE))
                .map(step -> step.id().orElse(step.kind()) + " has a statement with a line of more than " + LONGEST_LINE
                        + " characters, which makes every start slow");
        var whole = file.texts().filter(text -> text.contains("${camelContext."))
                .map(text -> "asks " + text + ", for which Camel looks through its whole context at every start");
        return Stream.concat(lines, whole);
    }

    private Stream<String> schema(RouteFile file) {
        return SCHEMA.validate(file.entries()).stream()
                .map(message -> "breaks the schema: " + message.getMessage());
    }

    /** What users name or copy is found by its name; the parts of the engine may hold several routes of one thought. */
    private Stream<String> names(RouteFile file) {
        var all = named(file).toList();
        var suffix = when(!file.name().endsWith(RouteFile.SUFFIX), "its name does not end in " + RouteFile.SUFFIX);
        var number = when(all.isEmpty(), "holds no route and no configuration");
        var name = (file.shelf().equals(ENGINE) ? Stream.<JsonNode>of() : all.stream()).limit(1)
                .flatMap(first -> text(first, "id").stream())
                .filter(not(file.nameWithoutSuffix()::equals))
                .map(id -> "the id " + id + " is not the name of the file");
        var start = file.routes().stream()
                .filter(route -> route.has("id") && consumed(route).startsWith("direct:"))
                .filter(route -> !consumed(route).equals("direct:" + id(route)))
                .map(route -> id(route) + " starts from " + consumed(route));
        return Stream.of(suffix, number, name, start).flatMap(findings -> findings);
    }

    private Stream<String> descriptions(RouteFile file) {
        var missing = named(file).flatMap(entry -> Stream.of("id", "description")
                .filter(field -> text(entry, field).isEmpty())
                .map(field -> id(entry) + " has no " + field));
        var prose = named(file).flatMap(entry -> text(entry, "description").stream()
                .filter(not(SENTENCE.asMatchPredicate()))
                .map(description -> "the description of " + id(entry) + " is no sentence: " + description));
        var group = file.routes().stream().filter(route -> text(route, "group").isEmpty())
                .map(route -> id(route) + " has no group");
        return Stream.of(missing, prose, group).flatMap(findings -> findings);
    }

    private Stream<String> comments(RouteFile file) {
        return file.commentLines().stream().map(line -> "line " + line + " holds a comment, which Kaoto deletes");
    }

    private Stream<String> logs(RouteFile file) {
        return file.steps().filter(step -> step.kind().equals("log"))
                .map(step -> text(step.definition(), "message").orElse(step.definition().asText()))
                .filter(DATA.asPredicate())
                .map(message -> "logs a body or headers: " + message);
    }

    private Stream<String> ids(RouteFile file) {
        var misspelt = file.ids().filter(not(KEBAB_CASE.asMatchPredicate()))
                .map(id -> "the id " + id + " is not in kebab-case");
        var missing = file.steps().filter(step -> STEPS_WITH_ID.contains(step.kind()) && step.id().isEmpty())
                .map(step -> "a step has no id: " + step.kind() + " " + step.definition());
        return Stream.of(misspelt, missing).flatMap(findings -> findings);
    }

    private Stream<String> length(RouteFile file) {
        var lines = file.linesOfTheLongest();
        return when(lines > MOST_LINES, "has a route of " + lines + " lines, more than " + MOST_LINES);
    }

    private Stream<String> placeholders(RouteFile file) {
        return file.texts().flatMap(text -> REQUIRED_PLACEHOLDER.matcher(text).results())
                .map(match -> match.group(1).strip()).distinct()
                .filter(key -> settings.getProperty(key) == null)
                .map(key -> "application.properties has no " + key);
    }

    private static Stream<String> when(boolean wrong, String what) {
        return wrong ? Stream.of(what) : Stream.of();
    }

    private static Stream<JsonNode> named(RouteFile file) {
        return Stream.concat(file.routes().stream(), file.routeConfigurations().stream());
    }

    private static String id(JsonNode entry) {
        return text(entry, "id").orElse("it");
    }

    private static String consumed(JsonNode route) {
        var from = route.path("from");
        return Stream.concat(composed(from), text(from, "uri").stream().flatMap(RoutesLint::endpoints))
                .findFirst().orElse("");
    }

    private static Stream<String> endpoints(String text) {
        return INNER_ENDPOINT.matcher(text).results().map(match -> match.group(1) + ":" + match.group(2));
    }

    /** An endpoint written as a scheme with its name among the parameters. */
    private static Stream<String> composed(JsonNode node) {
        return text(node, "uri").stream()
                .flatMap(scheme -> text(node.path("parameters"), "name").map(name -> scheme + ":" + name).stream())
                .flatMap(RoutesLint::endpoints);
    }
}
