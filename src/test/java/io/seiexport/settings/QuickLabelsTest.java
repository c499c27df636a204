package io.seiexport.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.seiexport.support.RouteFolder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickLabelsTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private List<ToDefinition> steps(String location) throws Exception {
        new BeansFirst(context).bind();
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveMandatoryResource(context, location));
        return context.getRouteDefinitions().stream().flatMap(route -> ProcessorDefinitionHelper
                .filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream()).toList();
    }

    @Test
    void the_steps_of_the_ledger_have_the_labels_that_Camel_gives_them() throws Exception {
        var steps = steps("file:" + RouteFolder.ofThisProject().file("ledger"));

        assertThat(steps).hasSizeGreaterThan(40).hasOnlyElementsOfType(QuickLabels.ToDefinition.class)
                .allSatisfy(step -> assertThat(step.getLabel())
                        .isEqualTo("to[" + URISupport.sanitizeUri(step.getUri()) + "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sql:select 1 where a=b&c?password=hunter2", "ftp://joe:hunter2@host/folder",
            "sftp:host?secretKey=RAW(hunter2)&username=joe", "mail:host&accessToken=hunter2"})
    void a_label_shows_no_secret(String uri) throws Exception {
        var step = new QuickLabels.ToDefinition();
        step.setUri(uri);

        assertThat(step.getLabel()).doesNotContain("hunter2").isEqualTo("to[" + URISupport.sanitizeUri(uri) + "]");
    }
}
