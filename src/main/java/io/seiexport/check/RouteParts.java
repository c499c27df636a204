package io.seiexport.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a route, or another entry of a file of routes, has, and what it asks for elsewhere, as it is written.
 *
 * @param id         empty for what is neither a route nor a route configuration
 * @param served     where it starts from, such as direct:deliver
 * @param beans      those that it makes itself
 * @param references the beans that it hands on whole
 */
record RouteParts(String file, String id, boolean isSink, boolean hasClock, Set<String> served, Set<String> beans,
        Set<String> references, Set<Part> asked) {
    private static final Pattern ENDPOINT = Pattern.compile("\\b(direct|seda):(?://)?([\\w.-]++)(?![{$])");
    private static final Pattern BEAN = Pattern.compile("\\$\\{bean:([\\w-]+)(?:(?:\\?method=|\\.)(\\w+))?");
    private static final Pattern OBJECT = Pattern.compile("\\$\\{ref:([\\w.-]+)}");
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");
    private static final Pattern REFERENCE = Pattern.compile("\\w+Ref|aggregationStrategy|executorService");
    private static final Set<String> PROSE = Set.of("id", "description", "note", "group");

    enum Kind {
        ENDPOINT, CONFIGURATION, BEAN, DATA_FORMAT
    }

    /** What is asked for; of a bean also by which method, or an empty one. */
    record Part(Kind kind, String name, String method) {
        @Override
        public String toString() {
            return switch (kind) {
                case ENDPOINT -> name;
                case CONFIGURATION -> "the route configuration " + name;
                case BEAN -> "the bean " + name + (method.isEmpty() ? "" : " (" + method + ")");
                case DATA_FORMAT -> "the data format " + name;
            };
        }
    }

    static List<RouteParts> of(String location, String text) {
        var file = location.replaceFirst("^file:", "");
        var read = new Load(LoadSettings.builder().build()).loadFromString(text);
        return read instanceof List<?> entries
                ? entries.stream().map(entry -> of(file, map(entry))).toList() : List.of();
    }

    private static RouteParts of(String file, Map<?, ?> entry) {
        var named = entry.get("route") == null ? map(entry.get("routeConfiguration")) : map(entry.get("route"));
        var route = entry.get("from") == null ? named : Map.of("from", entry.get("from"));
        var parts = new RouteParts(file, text(route, "id"), text(route, "group").equals("sinks"),
                text(map(route.get("from")), "uri").startsWith("quartz"), new LinkedHashSet<>(), new LinkedHashSet<>(),
                new LinkedHashSet<>(), new LinkedHashSet<>());
        parts.visit("route", route);
        if (entry.get("beans") instanceof List<?> own) {
            own.forEach(bean -> parts.beans.add(text(map(bean), "name")));
        }
        return parts;
    }

    private void visit(String key, Object node) {
        if (node instanceof Map<?, ?> map) {
            visit(key, map);
        } else if (node instanceof List<?> list) {
            list.forEach(each -> visit(key, each));
        } else if (node instanceof String text) {
            endpoints(text, "").forEach(name -> ask(Kind.ENDPOINT, name, ""));
            BEAN.matcher(text).results().forEach(bean -> ask(Kind.BEAN, bean.group(1),
                    bean.group(2) == null ? "" : bean.group(2)));
            OBJECT.matcher(text).results().forEach(bean -> references.add(bean.group(1)));
        }
    }

    private void visit(String key, Map<?, ?> map) {
        var uri = text(map, "uri");
        var name = text(map(map.get("parameters")), "name");
        endpoints(uri, name).forEach(endpoint -> ask(Kind.ENDPOINT, endpoint, ""));
        if (key.equals("bean") || key.equals("method")) {
            ask(Kind.BEAN, text(map, "ref"), text(map, "method").replaceFirst("\\W.*", ""));
        } else if (key.equals("custom")) {
            ask(Kind.DATA_FORMAT, text(map, "ref"), "");
        }
        map.forEach((field, value) -> {
            if (field.equals("from")) {
                served.addAll(endpoints(text(map(value), "uri"), text(map(map(value).get("parameters")), "name")));
                visit("steps", map(value).get("steps"));
            } else if (field.equals("routeConfigurationId")) {
                ask(Kind.CONFIGURATION, String.valueOf(value), "");
            } else if (REFERENCE.matcher(String.valueOf(field)).matches()) {
                ask(Kind.BEAN, String.valueOf(value), "");
            } else if (!PROSE.contains(field)) {
                visit(String.valueOf(field), value);
            }
        });
    }

    private void ask(Kind kind, String name, String method) {
        if (NAME.matcher(name).matches() || kind == Kind.ENDPOINT) {
            asked.add(new Part(kind, name, method));
        }
    }

    /** Of an address, or of a scheme whose name stands among the parameters. */
    private static List<String> endpoints(String uri, String name) {
        return ENDPOINT.matcher(name.isEmpty() ? uri : uri + ":" + name).results()
                .map(match -> match.group(1) + ":" + match.group(2)).toList();
    }

    private static Map<?, ?> map(Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> map, String field) {
        return map.get(field) instanceof String text ? text : "";
    }

    /** The folder that its file is in, such as exports. */
    String shelf() {
        return file.replaceFirst("[/\\\\][^/\\\\]*$", "").replaceFirst(".*[/\\\\]", "");
    }

    /** Whether it is a domain or a sink, which others may stand in for. */
    boolean isReplaceable() {
        return isSink || hasClock;
    }
}
