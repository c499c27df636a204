package io.seiexport.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.check.RouteParts.Part;
import io.seiexport.check.RouteParts.Use;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the entries of a file of routes, so that the rules need not know how YAML spells what they are about. */
final class RouteReader {
    private static final Pattern ENDPOINT = Pattern.compile("\\b(direct|seda):(?://)?([\\w.-]++)(?![{$])");
    private static final Pattern BEAN = Pattern.compile("\\$\\{bean:(?!type:)([\\w-]+)(?:(?:\\?method=|\\.)(\\w+))?");
    private static final Pattern OBJECT = Pattern.compile("\\$\\{ref:([\\w.-]+)}");
    private static final Pattern VARIABLE = Pattern.compile(
            "\\{variable(?:\\??[.:\\[]['\"]?|As\\(\\s*)([\\w:-]+)");
    private static final Pattern SETTING = Pattern.compile("\\{\\{([a-zA-Z][\\w.-]*)}}");
    private static final Pattern QUEUE = Pattern.compile("(direct|seda):(?://)?(.+)");
    private static final Pattern CLOCK = Pattern.compile("quartz(?=:|$):?(?://)?(.*)");
    private static final Pattern BEHIND_METHOD = Pattern.compile("\\W.*");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+-]*");
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");
    private static final Pattern REFERENCE = Pattern.compile(
            "(?!routeTemplate)\\w+Ref|aggregationStrategy|executorService");
    private static final Set<String> USERS = Set.of("sinks", "transforms");
    private static final Set<String> CALLS = Set.of("to", "toD", "wireTap");
    private static final Set<String> POLLS = Set.of("poll", "pollEnrich");
    private static final Set<String> PROSE = Set.of("id", "description", "note", "group");
    private static final String TRIGGERS_WITHOUT_GROUP = "Camel";

    private final List<Use> uses = new ArrayList<>();

    private RouteReader() {
    }

    private static Object yaml(String file, String text, Optional<Node> composed) {
        var settings = LoadSettings.builder().build();
        try {
            return composed.isPresent() ? new StandardConstructor(settings).constructSingleDocument(composed)
                    : new Load(settings).loadFromString(text);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(file + " is no YAML that can be read: " + e.getMessage().lines()
                    .filter(line -> !line.startsWith("    ")).map(String::strip).collect(Collectors.joining(" ")), e);
        }
    }

    static List<RouteParts> read(String location, String text) {
        return read(location, text, Optional.empty());
    }

    /** The same where the text has been composed by whoever read it before. */
    static List<RouteParts> read(String location, String text, Optional<Node> composed) {
        var file = RouteFile.path(location);
        var read = yaml(file, text, composed);
        if (read instanceof Map<?, ?> resource && text(resource, "kind").equals("Integration")) {
            throw new IllegalArgumentException(file + " is of kind: Integration, which Camel takes for a file without "
                    + "routes; leave in it what stands below flows:, as a list of its own");
        }
        return elements(read).stream().map(entry -> new RouteReader().entry(file, entry)).toList();
    }

    private RouteParts entry(String file, Map<?, ?> entry) {
        var kind = entry.keySet().stream().map(String::valueOf).findFirst().orElse("");
        if (kind.equals("beans")) {
            elements(entry.get(kind)).forEach(bean -> add(Kind.OWN_BEAN, text(bean, "name"), ""));
            return new RouteParts(file, kind, "", false, List.copyOf(uses));
        }
        var written = kind.equals("from") ? entry : map(entry.get(kind));
        var id = text(written, "id");
        if (!id.isEmpty()) {
            add(Kind.ID, id, "");
        }
        fields(written, "");
        if (kind.equals("routeTemplate")) {
            uses.removeIf(use -> isOfItsRoutes(use, elements(written.get("parameters"))));
        }
        return new RouteParts(file, kind.equals("from") ? "route" : kind, id, USERS.contains(text(written, "group")),
                List.copyOf(uses));
    }

    /** A template itself starts from nowhere, and what it names may be a parameter of its own. */
    private static boolean isOfItsRoutes(Use use, List<Map<?, ?>> parameters) {
        return use.kind() == Kind.SERVED || use.kind() == Kind.TRIGGER || use.kind() == Kind.SETTING
                && parameters.stream().map(parameter -> text(parameter, "name"))
                        .anyMatch(name -> EndpointOptions.isSame(name, use.name()));
    }

    private void visit(String key, Object node, String step) {
        if (node instanceof Map<?, ?> map) {
            visit(key, map, step);
        } else if (node instanceof List<?> list) {
            list.forEach(each -> visit(key, each, key.equals("steps") ? unnamed(each) : step));
        } else if (node instanceof String text) {
            texts(key, text, step);
        }
    }

    private void visit(String key, Map<?, ?> map, String outer) {
        var id = text(map, "id");
        var step = id.isEmpty() || key.equals("parameters") ? outer : "the step " + id;
        if (!step.equals(outer)) {
            add(Kind.ID, id, step);
        }
        variables(key, map, step);
        endpoints(text(map, "uri"), text(map(map.get("parameters")), "name"))
                .forEach(endpoint -> add(Kind.ENDPOINT, endpoint, step));
        options(map, step);
        if (key.equals("bean") || key.equals("method")) {
            bean(text(map, "ref"), text(map, "method"), step);
        } else if (key.equals("policy")) {
            named(Kind.BEAN, text(map, "ref"), step);
        } else if (key.equals("custom")) {
            named(Kind.DATA_FORMAT, text(map, "ref"), step);
        }
        fields(map, step);
    }

    private void fields(Map<?, ?> map, String step) {
        map.forEach((name, value) -> {
            var field = String.valueOf(name);
            if (field.equals("from")) {
                from(value instanceof String uri ? Map.of("uri", uri) : map(value));
            } else if (field.equals("routeConfigurationId")) {
                named(Kind.CONFIGURATION, String.valueOf(value), step);
            } else if (field.equals("precondition")) {
                add(Kind.CONDITION, String.valueOf(value), step);
            } else if (REFERENCE.matcher(field).matches()) {
                named(Kind.BEAN, String.valueOf(value), step);
            } else if (!PROSE.contains(field)) {
                visit(field, value, step);
            }
            if (POLLS.contains(field)) {
                polled(value);
            }
        });
    }

    /** Who takes messages from a queue in the midst of a route is its end as well as one that starts from it. */
    private void polled(Object node) {
        if (node instanceof String text) {
            endpoints(text, "").forEach(queue -> add(Kind.SERVED, queue, ""));
        } else if (node instanceof Map<?, ?> map) {
            endpoints(text(map, "uri"), text(map(map.get("parameters")), "name"))
                    .forEach(queue -> add(Kind.SERVED, queue, ""));
            map.values().forEach(this::polled);
        }
    }

    private void from(Map<?, ?> from) {
        var parameters = map(from.get("parameters"));
        var uri = text(from, "uri").split("\\?", 2)[0];
        var whole = uri.contains(":") ? uri : uri + ":" + text(parameters, "name");
        var queue = QUEUE.matcher(whole);
        var clock = CLOCK.matcher(uri);
        if (queue.matches()) {
            add(Kind.SERVED, queue.group(1) + ":" + queue.group(2), "");
        } else if (clock.matches()) {
            add(Kind.TRIGGER, trigger(clock.group(1), parameters), "");
        }
        variables("from", from, "");
        options(from, "");
        settings(text(from, "uri"), "");
        parameters.values().forEach(value -> settings(String.valueOf(value), ""));
        visit("steps", from.get("steps"), "");
    }

    private static String trigger(String path, Map<?, ?> parameters) {
        if (!path.isEmpty()) {
            return path.contains("/") ? path : TRIGGERS_WITHOUT_GROUP + "/" + path;
        }
        var group = text(parameters, "groupName");
        return (group.isEmpty() ? TRIGGERS_WITHOUT_GROUP : group) + "/" + text(parameters, "triggerName");
    }

    private void variables(String key, Map<?, ?> map, String step) {
        add(Kind.WRITTEN, text(map, "variableReceive"), step);
        add(Kind.READ, text(map, "variableSend"), step);
        switch (key) {
            case "setVariable" -> add(Kind.WRITTEN, text(map, "name"), step);
            case "setVariables" -> elements(map.get("variables"))
                    .forEach(each -> add(Kind.WRITTEN, text(each, "name"), step));
            case "removeVariable" -> add(Kind.REMOVED, text(map, "name"), step);
            case "convertVariableTo" -> {
                add(Kind.READ, text(map, "name"), step);
                add(Kind.WRITTEN, text(map, map.get("toName") == null ? "name" : "toName"), step);
            }
            case "variable" -> add(Kind.READ, text(map, "expression"), step);
            default -> {
                // no variable
            }
        }
    }

    private void texts(String key, String text, String step) {
        if (key.equals("removeVariable")) {
            add(Kind.REMOVED, text, step);
        } else if (key.equals("variable")) {
            add(Kind.READ, text, step);
        }
        // What is logged may well name an endpoint, and calls none.
        if (!key.equals("log") && !key.equals("message")) {
            endpoints(text, "").forEach(endpoint -> add(Kind.ENDPOINT, endpoint, step));
        }
        if (CALLS.contains(key)) {
            options(text, EndpointOptions.in(text), step);
        }
        settings(text, step);
        if (text.contains("${") || text.contains("$simple{")) {
            BEAN.matcher(text).results().forEach(bean -> bean(bean.group(1),
                    bean.group(2) == null ? "" : bean.group(2), step));
            OBJECT.matcher(text).results().forEach(bean -> add(Kind.OBJECT, bean.group(1), step));
            VARIABLE.matcher(text).results().forEach(read -> add(Kind.READ, read.group(1), step));
        }
    }

    private void options(Map<?, ?> map, String step) {
        var uri = text(map, "uri");
        options(uri, map(map.get("parameters")).keySet(), step);
        options(uri, EndpointOptions.in(uri), step);
    }

    private void options(String uri, Collection<?> names, String step) {
        var scheme = uri.split(":", 2)[0];
        if (SCHEME.matcher(scheme).matches()) {
            names.forEach(option -> uses.add(new Use(new Part(Kind.OPTION, String.valueOf(option), scheme, -1), step)));
        }
    }

    private void settings(String text, String step) {
        if (text.contains("{{")) {
            SETTING.matcher(text).results().forEach(setting -> add(Kind.SETTING, setting.group(1), step));
        }
    }

    private void bean(String name, String call, String step) {
        if (NAME.matcher(name).matches()) {
            uses.add(new Use(new Part(Kind.BEAN, name, BEHIND_METHOD.matcher(call).replaceFirst(""), values(call)), step));
        }
    }

    /** How many values stand between the brackets of a call. */
    private static int values(String call) {
        var open = call.indexOf('(');
        if (open < 0 || !call.endsWith(")")) {
            return -1;
        }
        var given = call.substring(open + 1, call.length() - 1);
        var values = given.isBlank() ? 0 : 1;
        var depth = 0;
        var quote = ' ';
        for (var letter : given.toCharArray()) {
            if (quote != ' ') {
                quote = letter == quote ? ' ' : quote;
            } else if (letter == '"' || letter == '\'') {
                quote = letter;
            } else {
                depth += "({[".indexOf(letter) >= 0 ? 1 : ")}]".indexOf(letter) >= 0 ? -1 : 0;
                values += letter == ',' && depth == 0 ? 1 : 0;
            }
        }
        return values;
    }

    private void named(Kind kind, String name, String step) {
        if (NAME.matcher(name).matches()) {
            add(kind, name, step);
        }
    }

    private void add(Kind kind, String name, String step) {
        if (!name.isEmpty() || kind == Kind.TRIGGER) {
            uses.add(new Use(new Part(kind, name, "", -1), step));
        }
    }

    /** Of an address, or of a scheme whose name stands among the parameters. */
    private static List<String> endpoints(String uri, String name) {
        if (!uri.contains("direct") && !uri.contains("seda")) {
            return List.of();
        }
        return ENDPOINT.matcher(name.isEmpty() ? uri : uri + ":" + name).results()
                .map(match -> match.group(1) + ":" + match.group(2)).toList();
    }

    /** A step without an id is called by what it does. */
    private static String unnamed(Object step) {
        return map(step).keySet().stream().map(kind -> "a step " + kind).findFirst().orElse("");
    }

    private static List<Map<?, ?>> elements(Object node) {
        return node instanceof List<?> list ? list.stream().<Map<?, ?>>map(RouteReader::map).toList() : List.of();
    }

    private static Map<?, ?> map(Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> map, String field) {
        return map.get(field) instanceof String text ? text : "";
    }
}
