package io.seiexport.routes;

import static io.seiexport.routes.RouteFile.text;
import static java.util.Comparator.comparing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.seiexport.support.RouteFolder;
import com.fasterxml.jackson.databind.JsonNode;

/** Who calls whom in a folder of routes, and which sinks the settings name for them. */
record Flow(List<Node> routes, List<Policy> policies, List<SinkList> sinkLists) {

    /** Of a statement only the table that it is about. */
    private static final Pattern TABLE = Pattern.compile(
            "(?is)(?:select .*? from|insert into|update|delete from) (\\w+)");

    /** Routes that are called all along the way; their arrows would hide it. */
    private static final String BOOKKEEPING = "ledger-";

    /** A route: what starts it, what it calls in this order, and whether it hands on to a list of sinks. */
    record Node(String id, String description, String group, Endpoint start, List<Call> calls, boolean fansOut,
            Optional<String> policy) {

        /** A route also hands on to the sinks when one that it calls does so for it. */
        private Node withSinksOf(List<Node> routes) {
            var handsOn = fansOut || calls.stream().anyMatch(call -> routes.stream()
                    .anyMatch(route -> route.fansOut && route.start.equals(call.to())));
            return new Node(id, description, group, start, calls, handsOn, policy);
        }

        /** What it reaches outside of the routes. */
        List<Endpoint> reached() {
            return calls.stream().map(Call::to).filter(endpoint -> !endpoint.inner()).distinct().toList();
        }
    }

    /** A step that calls an endpoint. */
    record Call(String step, Endpoint to) {
    }

    /** An endpoint: its scheme, and the one parameter that tells it from others of this scheme. */
    record Endpoint(String scheme, String target) {

        static Endpoint of(String uri) {
            var parts = uri.split(":/{0,2}|\\?", 3);
            return new Endpoint(parts[0], parts.length > 1 ? parts[1] : "");
        }

        boolean inner() {
            return scheme.equals("direct") || scheme.equals("seda");
        }

        @Override
        public String toString() {
            return target.isEmpty() ? scheme : scheme + ":" + target;
        }
    }

    /** A route configuration with its rules. */
    record Policy(String id, String description, List<Rule> rules) {
    }

    /** What a route configuration does about one kind of failure. */
    record Rule(String id, String description) {
    }

    /** The sinks that the settings name for one domain. */
    record SinkList(String domain, List<Endpoint> sinks) {
    }

    static Flow read(Path folder, Properties settings) throws IOException {
        var routes = new ArrayList<Node>();
        var policies = new ArrayList<Policy>();
        for (var path : new RouteFolder(folder).files()) {
            var file = RouteFile.read(path);
            file.routes().forEach(route -> routes.add(node(route, file)));
            file.routeConfigurations().forEach(configuration -> policies.add(policy(configuration)));
        }
        return new Flow(routes.stream().map(route -> route.withSinksOf(routes)).toList(), List.copyOf(policies),
                sinkLists(settings));
    }

    /** The route that starts from an endpoint. */
    Optional<Node> startingFrom(Endpoint endpoint) {
        return routes.stream().filter(route -> route.start().equals(endpoint)).findFirst();
    }

    /** The routes that are sinks and the sinks that are no routes; at the end those that no list names. */
    List<Node> sinks() {
        var own = routes.stream().filter(route -> listsNaming(route) > 0 || route.start().toString()
                .startsWith("direct:sink-"));
        var others = sinkLists.stream().flatMap(list -> list.sinks().stream()).distinct()
                .filter(endpoint -> !endpoint.inner())
                .map(endpoint -> new Node(endpoint.scheme(), "An endpoint without a route of its own", "sinks",
                        endpoint, List.of(), false, Optional.empty()));
        return Stream.concat(own, others).sorted(comparing(sink -> listsNaming(sink) == 0)).toList();
    }

    long listsNaming(Node sink) {
        return sinkLists.stream().filter(list -> list.sinks().contains(sink.start())).count();
    }

    private static Node node(JsonNode route, RouteFile file) {
        var calls = file.stepsOfTheWay().flatMap(step -> endpoint(step.definition())
                .map(endpoint -> new Call(step.id().orElse(""), endpoint)).stream())
                .filter(call -> !call.to().target().startsWith(BOOKKEEPING)).toList();
        var fansOut = file.steps().anyMatch(step -> step.kind().equals("recipientList"));
        return new Node(text(route, "id").orElse("?"), text(route, "description").orElse(""),
                text(route, "group").orElse("routes"), endpoint(route.path("from")).orElse(new Endpoint("?", "")),
                calls, fansOut, text(route, "routeConfigurationId"));
    }

    private static Policy policy(JsonNode configuration) {
        var rules = elements(configuration.path("onException")).map(entry -> entry.path("onException"))
                .map(rule -> new Rule(text(rule, "id").orElse("?"), text(rule, "description").orElse("")))
                .toList();
        return new Policy(text(configuration, "id").orElse("?"), text(configuration, "description").orElse(""), rules);
    }

    /** Both {@code uri: direct} with its parameters and {@code uri: direct:name}. */
    private static Optional<Endpoint> endpoint(JsonNode definition) {
        var uri = definition.isTextual() ? Optional.of(definition.textValue()) : text(definition, "uri");
        return uri.map(written -> definition.has("parameters")
                ? new Endpoint(written, target(definition.path("parameters")))
                : Endpoint.of(written));
    }

    private static String target(JsonNode parameters) {
        var first = parameters.properties().stream().findFirst().map(field -> field.getValue().asText()).orElse("");
        var table = TABLE.matcher(first);
        return table.lookingAt() ? table.group(1) : first.replaceAll("\\{\\{|}}", "");
    }

    private static List<SinkList> sinkLists(Properties settings) {
        return settings.stringPropertyNames().stream().sorted()
                .filter(key -> key.matches("export\\..+\\.sinks"))
                .map(key -> new SinkList(key.split("\\.")[1], Stream.of(settings.getProperty(key).split(","))
                        .map(String::strip).filter(sink -> !sink.isEmpty()).map(Endpoint::of).toList()))
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
