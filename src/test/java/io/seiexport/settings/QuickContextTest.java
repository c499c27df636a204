package io.seiexport.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;

class QuickContextTest {

    /** How often somebody looks at the steps of a route that starts together with so many others. */
    private static int looksBeside(int others) throws Exception {
        var watched = new WatchedRoute();
        try (var context = new QuickContext()) {
            context.addRoutes(routes(others));
            context.addRouteDefinition(watched);
            context.start();

            assertThat(context.getRoutesSize()).isEqualTo(others + 1);
        }
        return watched.looks;
    }

    private static RouteBuilder routes(int count) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                for (var i = 0; i < count; i++) {
                    from("direct:" + i).routeId("route-" + i).log("hello").id("step-" + i);
                }
            }
        };
    }

    @Test
    void the_ids_of_a_route_are_looked_at_as_often_however_many_others_there_are() throws Exception {
        assertThat(looksBeside(20)).isEqualTo(looksBeside(2));
    }

    @Test
    void an_id_that_stands_twice_is_refused() throws Exception {
        try (var context = new QuickContext()) {
            context.addRoutes(routes(2));
            context.getRouteDefinition("route-1").getOutputs().get(0).setId("step-0");

            assertThatThrownBy(context::start).hasStackTraceContaining("Duplicate id detected: step-0");
        }
    }

    private static final class WatchedRoute extends RouteDefinition {
        private int looks;

        WatchedRoute() {
            super("direct:watched");
            routeId("watched");
            log("hello").id("watched-step");
        }

        @Override
        public List<ProcessorDefinition<?>> getOutputs() {
            looks++;
            return super.getOutputs();
        }
    }
}
