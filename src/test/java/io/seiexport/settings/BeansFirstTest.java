package io.seiexport.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BeansFirstTest {
    private static final String BEAN = """
            - beans:
                - name: greeting
                  type: java.lang.StringBuilder
            """;
    private static final String ROUTE = """
            - route:
                id: greet
                from:
                  uri: direct:greet
                  steps:
                    - log: hello
            """;

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void readFiles() {
        new BeansFirst(context).bind();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void a_bean_is_known_before_any_route_is_read() throws Exception {
        preParse(BEAN + ROUTE);

        assertThat(context.getRegistry().lookupByName("greeting")).isInstanceOf(StringBuilder.class);
        assertThat(context.getRoutesSize()).isZero();
    }

    @Test
    void a_file_of_routes_alone_is_not_parsed_twice() throws Exception {
        preParse(ROUTE + "\n  - this is no YAML: [");

        assertThatThrownBy(() -> PluginHelper.getRoutesLoader(context).loadRoutes(
                ResourceHelper.fromString("a.camel.yaml", ROUTE + "\n  - this is no YAML: [")))
                .hasMessageContaining("a.camel.yaml");
    }

    @Test
    void routes_and_beans_are_read_as_ever() throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("a.camel.yaml", BEAN + ROUTE));
        context.start();

        assertThat(context.getRoute("greet")).isNotNull();
        assertThat(context.getRegistry().lookupByName("greeting")).isNotNull();
    }

    private void preParse(String text) throws Exception {
        PluginHelper.getRoutesLoader(context).preParseRoute(ResourceHelper.fromString("a.camel.yaml", text), false);
    }
}
