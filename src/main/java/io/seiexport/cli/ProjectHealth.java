package io.seiexport.cli;

import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Says at the port of the first project how another one is: each has checks of its own, and there is one port. */
final class ProjectHealth extends AbstractHealthCheck {
    private final CamelContext context;

    ProjectHealth(String project, CamelContext context) {
        super("camel", "project-" + project);
        this.context = context;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        var results = Kind.LIVENESS.equals(options.get(CHECK_KIND)) ? HealthCheckHelper.invokeLiveness(context)
                : HealthCheckHelper.invokeReadiness(context);
        var down = results.stream().filter(result -> result.getState() != State.UP)
                .map(result -> result.getCheck().getId()
                        + result.getMessage().map(said -> " (" + said + ")").orElse(""))
                .collect(Collectors.joining(", "));
        if (down.isEmpty()) {
            builder.up();
        } else {
            builder.down().message(down);
        }
    }
}
