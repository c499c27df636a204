package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.seiexport.support.Configured;
import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All rules together, on files of a user beside the routes of this project. */
class OwnRoutesTest {
    @TempDir
    private Path folder;
    private RouteFolder routes;

    @BeforeEach
    void install() throws IOException {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
    }

    private List<String> findings(String... more) throws Exception {
        var lines = new ArrayList<>(List.of("camel.main.routes-include-pattern=" + routes.pattern()));
        lines.addAll(List.of(more));
        try (var configured = new Configured(folder, lines.toArray(String[]::new)).read()) {
            return configured.preflight().findings();
        }
    }

    @Test
    void a_start_that_a_setting_or_its_default_fills_in_is_found() throws Exception {
        routes.write("sinks", "sink-mine", """
                - route:
                    id: sink-mine
                    group: sinks
                    from:
                      uri: direct:sink-{{sink.label:mine}}
                      steps:
                        - to: direct:part-berlin
                - route:
                    id: part
                    from:
                      uri: direct
                      parameters:
                        name: part-{{sink.mine.city}}
                      steps:
                        - to: file:out
                """);

        assertThat(findings("sink.mine.city=berlin", "sink.mine.timeout=5m", "export.ba.sinks=direct:sink-mine"))
                .isEmpty();
    }

    @Test
    void a_column_for_a_field_that_the_request_does_not_have_is_found() throws Exception {
        var file = routes.file("export-ticket-data");
        Files.writeString(file, Files.readString(file).replace("status {issueStatuses}", "status {issueStates}"));

        assertThat(findings()).containsExactly("the line 'status {issueStates}: {value}_hours' in the columns of the "
                + "domain ticket-data names issueStates, which its request does not have");
    }

    @Test
    void a_start_that_a_setting_fills_in_serves_no_other_name() throws Exception {
        routes.write("sinks", "sink-mine", """
                - route:
                    id: sink-mine
                    group: sinks
                    from:
                      uri: direct:{{sink.mine.start:sink-mine}}
                      steps:
                        - to: {id: call, uri: 'direct:part-rome'}
                """);

        assertThat(findings()).singleElement().asString().contains("sink-mine.camel.yaml: the step call of the route "
                + "sink-mine calls direct:part-rome, which no route has");
    }

    @Test
    void a_template_may_have_parameters_and_start_where_its_routes_do() throws Exception {
        routes.write("sinks", "sink-templates", """
                - routeTemplate:
                    id: to-folder
                    parameters:
                      - name: directory
                      - name: start-name
                    from:
                      uri: direct:{{startName}}
                      steps:
                        - to:
                            uri: file
                            parameters:
                              directoryName: "{{directory}}"
                              auto-create: true
                - routeTemplate:
                    id: to-log
                    parameters:
                      - name: startName
                    from:
                      uri: direct:{{startName}}
                      steps:
                        - log: ${body}
                - templatedRoute:
                    routeTemplateRef: to-folder
                    routeId: sink-one
                    parameters:
                      - name: directory
                        value: one
                      - name: start-name
                        value: sink-one
                - route:
                    id: sink-two
                    from:
                      uri: direct:sink-two
                      steps:
                        - to: direct:sink-one
                """);

        assertThat(findings("export.ba.sinks=direct:sink-one,direct:sink-two")).isEmpty();
    }

    @Test
    void a_pipe_is_a_route_too() throws Exception {
        routes.write("sinks", "sink-pipe", """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata:
                  name: sink-pipe
                spec:
                  source:
                    uri: direct:sink-pipe
                  sink:
                    uri: file:{{sink.pipe.directory}}
                """);

        assertThat(findings("export.ba.sinks=direct:sink-pipe", "sink.pipe.directory=out")).isEmpty();
    }

    @Test
    void a_file_of_which_camel_reads_nothing_is_refused() throws Exception {
        var file = routes.write("sinks", "sink-mine", """
                apiVersion: camel.apache.org/v1
                kind: Integration
                spec:
                  flows:
                    - route:
                        id: sink-mine
                        from:
                          uri: direct:sink-mine
                """);

        assertThat(findings()).containsExactly(file + " is of kind: Integration, which Camel takes for a file without "
                + "routes; leave in it what stands below flows:, as a list of its own");
    }

    @Test
    void a_transform_may_change_columns_through_another_file() throws Exception {
        routes.write("transforms", "transform-own", """
                - route:
                    id: transform-own
                    group: transforms
                    from:
                      uri: direct:transform-own
                      steps:
                        - to: direct:helper
                """);
        routes.write("transforms", "helpers", """
                - route:
                    id: helper
                    group: transforms
                    from:
                      uri: direct:helper
                      steps:
                        - to: direct:transform-columns
                """);

        assertThat(findings("export.ba.transform=direct:transform-own", "export.ba.columns.drop=Developer")).isEmpty();
    }
}
