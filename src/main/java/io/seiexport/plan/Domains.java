package io.seiexport.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.apache.camel.CamelContext;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetVariableDefinition;

/** Finds the metric domains among the routes: each route that a clock starts and that asks a question. */
public final class Domains {
    private static final String PREFIX = "export-";

    private Domains() {
    }

    /** A metric domain as its route describes it. */
    public record Domain(String name, String paths, String question) {
        public String route() {
            return PREFIX + name;
        }

        public String key(String setting) {
            return "export." + name + "." + setting;
        }
    }

    public static List<Domain> of(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> route.getInput().getEndpointUri().startsWith("quartz"))
                .map(Domains::read)
                .sorted(Comparator.comparing(Domain::name))
                .toList();
    }

    private static Domain read(RouteDefinition route) {
        var question = route.getOutputs().stream()
                .filter(SetBodyDefinition.class::isInstance)
                .map(step -> text((ExpressionNode) step))
                .findFirst();
        return new Domain(variable(route, "domain").orElseGet(() -> route.getRouteId().replaceFirst(PREFIX, "")),
                variable(route, "paths").orElse(""), question.orElse(""));
    }

    private static Optional<String> variable(RouteDefinition route, String name) {
        return route.getOutputs().stream()
                .filter(step -> step instanceof SetVariableDefinition set && set.getName().equals(name))
                .map(step -> text((ExpressionNode) step))
                .findFirst();
    }

    private static String text(ExpressionNode step) {
        return step.getExpression().getExpression();
    }
}
