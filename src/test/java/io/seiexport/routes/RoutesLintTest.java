package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesLintTest {

    private static final String EXPORT = """
            # The clock of this export stands in application.properties.

            # So do its sinks.
            - route:
                id: export-ba
                description: PlanRequest for the business alignment export every night
                group: exports
                routeConfigurationId: api-errors
                streamCache: false
                from:
                  uri: quartz
                  parameters:
                    groupName: exports
                    triggerName: ba
                    cron: "{{export.ba.cron}}"
                  steps:
                    - log:
                        message: "Export ${variable.domain} begins, {{?export.ba.greeting}} {{export.word:hello}}"
                    - setBody:
                        expression:
                          constant:
                            expression: '{"granularity": "MONTHLY"}'
                    - doTry:
                        id: try-export
                        steps:
                          - to:
                              id: create-job
                              uri: direct
                              parameters:
                                name: deliver
                        doCatch:
                          - exception:
                              - java.lang.Exception
                            steps:
                              - to:
                                  id: report-failure
                                  uri: seda:report
            """;
    private static final String DELIVER = """
            - route:
                id: deliver
                description: Send the file to every sink of its domain
                group: sinks
                from:
                  uri: direct
                  parameters:
                    name: deliver
                  steps:
                    - recipientList:
                        id: to-sinks
                        expression:
                          simple:
                            expression: "direct:report-${variable.domain},${properties:export.ba.sinks}"
            """;
    private static final String REPORT = """
            - route:
                id: report
                description: Tell what has become of an export
                group: exports
                from:
                  uri: seda
                  parameters:
                    name: report
                  steps:
                    - toD:
                        id: send-report
                        uri: file
                        parameters:
                          directoryName: "{{report.directory}}"
            """;
    private static final String API_ERRORS = """
            - routeConfiguration:
                id: api-errors
                description: Try again what is worth it
                onException:
                  - onException:
                      id: on-io-error
                      exception:
                        - java.io.IOException
                      redeliveryPolicy:
                        maximumRedeliveries: 3
            """;

    @TempDir
    private Path folder;
    private final Properties settings = new Properties();

    @BeforeEach
    void clean_routes() throws IOException {
        write("export-ba.camel.yaml", EXPORT);
        write("deliver.camel.yaml", DELIVER);
        write("report.camel.yaml", REPORT);
        write("api-errors.camel.yaml", API_ERRORS);
        settings.setProperty("export.ba.cron", "0 0 3 * * ?");
        settings.setProperty("export.ba.sinks", "direct:deliver,file:out?fileName=${variable.fileName}");
        settings.setProperty("report.directory", "reports");
    }

    @Test
    void the_routes_of_this_project_have_no_findings() throws IOException {
        var own = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("application.properties"))) {
            own.load(reader);
        }

        assertThat(new RoutesLint(Path.of("routes"), own).findings()).isEmpty();
    }

    @Test
    void clean_routes_have_no_findings() throws IOException {
        assertFindings().isEmpty();
    }

    @Test
    void an_empty_folder_is_found() throws IOException {
        for (var name : new String[] {"export-ba", "deliver", "report", "api-errors"}) {
            Files.delete(folder.resolve(name + ".camel.yaml"));
        }
        settings.clear();

        assertFindings().containsExactly("routes: there is no route to look at");
    }

    @Test
    void a_file_that_is_not_yaml_is_found() throws IOException {
        write("broken.camel.yaml", "- route: [");

        assertFindings().singleElement().asString().startsWith("broken.camel.yaml: is not YAML: ");
    }

    @Test
    void an_option_that_the_schema_does_not_know_is_found() throws IOException {
        change("deliver.camel.yaml", "        id: to-sinks", "        id: to-sinks\n            colour: red");

        assertFindings().singleElement().asString()
                .startsWith("deliver.camel.yaml: breaks the schema: ").contains("'colour'");
    }

    @Test
    void an_option_of_the_wrong_type_is_found() throws IOException {
        change("export-ba.camel.yaml", "streamCache: false", "streamCache: 'false'");

        assertFindings().singleElement().asString()
                .startsWith("export-ba.camel.yaml: breaks the schema: ").contains("streamCache");
    }

    @Test
    void a_setting_in_the_place_of_a_truth_value_is_found_since_editors_refuse_it() throws IOException {
        settings.setProperty("export.cache", "false");
        change("export-ba.camel.yaml", "streamCache: false", "streamCache: '{{export.cache}}'");

        assertFindings().singleElement().asString()
                .startsWith("export-ba.camel.yaml: breaks the schema: ").contains("streamCache");
    }

    @Test
    void a_setting_in_the_place_of_a_list_is_found() throws IOException {
        settings.setProperty("api.errors", "java.io.IOException");
        change("api-errors.camel.yaml", "\n            - java.io.IOException", " '{{api.errors}}'");

        assertFindings().singleElement().asString()
                .startsWith("api-errors.camel.yaml: breaks the schema: ").contains("exception");
    }

    @Test
    void a_number_in_place_of_a_delay_is_found() throws IOException {
        change("deliver.camel.yaml", "      steps:\n", "      steps:\n        - delay: 100\n");

        assertFindings().anySatisfy(finding -> assertThat(finding)
                .startsWith("deliver.camel.yaml: breaks the schema: ").contains("delay"));
    }

    @Test
    void a_file_that_is_not_named_as_one_of_routes_is_found() throws IOException {
        Files.move(folder.resolve("report.camel.yaml"), folder.resolve("report.yaml"));

        assertFindings().containsExactly("report.yaml: its name does not end in .camel.yaml",
                "report.yaml: the id report is not the name of the file");
    }

    @Test
    void an_id_that_is_not_the_name_of_the_file_is_found() throws IOException {
        change("export-ba.camel.yaml", "id: export-ba", "id: export-alignment");

        assertFindings().containsExactly(
                "export-ba.camel.yaml: the id export-alignment is not the name of the file");
    }

    @Test
    void a_file_may_hold_more_routes_behind_the_one_that_it_is_named_after() throws IOException {
        Files.delete(folder.resolve("report.camel.yaml"));
        write("deliver.camel.yaml", DELIVER + REPORT);

        assertFindings().isEmpty();
    }

    @Test
    void a_part_of_the_engine_may_have_a_name_of_its_own_and_others_may_not() throws IOException {
        Files.createDirectories(folder.resolve("engine"));
        Files.move(folder.resolve("deliver.camel.yaml"), folder.resolve("engine/hand-over.camel.yaml"));
        Files.move(folder.resolve("report.camel.yaml"), folder.resolve("tell.camel.yaml"));

        assertFindings().containsExactly("tell.camel.yaml: the id report is not the name of the file");
    }

    @Test
    void an_engine_of_more_than_a_dozen_files_is_found() throws IOException {
        Files.createDirectories(folder.resolve("engine"));
        for (var part = 1; part <= 13; part++) {
            write("engine/part-" + part + ".camel.yaml", REPORT.replace("id: report", "id: report-" + part)
                    .replace("id: send-report", "id: send-" + part));
        }

        assertFindings().containsExactly("routes: engine has 13 files, more than 12");
    }

    @Test
    void a_file_without_a_route_is_found() throws IOException {
        write("beans.camel.yaml", "- beans:\n    - name: clock\n      type: java.time.Clock\n");

        assertFindings().containsExactly("beans.camel.yaml: holds no route and no configuration");
    }

    @Test
    void a_route_that_starts_from_another_name_than_its_own_is_found() throws IOException {
        change("deliver.camel.yaml", "name: deliver", "name: delivery");
        change("export-ba.camel.yaml", "name: deliver", "name: delivery");
        settings.remove("export.ba.sinks");

        assertFindings().containsExactly("deliver.camel.yaml: deliver starts from direct:delivery");
    }

    @Test
    void a_route_without_id_is_found() throws IOException {
        change("export-ba.camel.yaml", "    id: export-ba\n", "");

        assertFindings().containsExactly("export-ba.camel.yaml: it has no id");
    }

    @Test
    void a_route_without_description_is_found() throws IOException {
        change("deliver.camel.yaml", "    description: Send the file to every sink of its domain\n", "");

        assertFindings().containsExactly("deliver.camel.yaml: deliver has no description");
    }

    @Test
    void a_description_of_two_words_is_found() throws IOException {
        change("deliver.camel.yaml", "Send the file to every sink of its domain", "Sends files");

        assertFindings().containsExactly(
                "deliver.camel.yaml: the description of deliver is no sentence: Sends files");
    }

    @Test
    void a_description_that_begins_small_is_found() throws IOException {
        change("api-errors.camel.yaml", "Try again what", "try again what");

        assertFindings().containsExactly("api-errors.camel.yaml: the description of api-errors is no sentence: "
                + "try again what is worth it");
    }

    @Test
    void a_route_without_group_is_found() throws IOException {
        change("deliver.camel.yaml", "    group: sinks\n", "");

        assertFindings().containsExactly("deliver.camel.yaml: deliver has no group");
    }

    @Test
    void a_route_configuration_without_id_and_description_is_found() throws IOException {
        change("api-errors.camel.yaml", "    id: api-errors\n    description: Try again what is worth it\n", "");
        change("export-ba.camel.yaml", "    routeConfigurationId: api-errors\n", "");

        assertFindings().containsExactly("api-errors.camel.yaml: it has no id",
                "api-errors.camel.yaml: it has no description");
    }

    @Test
    void a_comment_below_the_first_entry_is_found() throws IOException {
        change("deliver.camel.yaml", "    group: sinks\n", "    # all of them\n    group: sinks # the shelf\n");

        assertFindings().containsExactly("deliver.camel.yaml: line 4 holds a comment, which Kaoto deletes",
                "deliver.camel.yaml: line 5 holds a comment, which Kaoto deletes");
    }

    @Test
    void a_hash_within_a_text_is_no_comment() throws IOException {
        change("export-ba.camel.yaml", "expression: '{\"granularity\": \"MONTHLY\"}'",
                "expression: |\n                    # all\n                    of it");

        assertFindings().isEmpty();
    }

    @Test
    void a_log_of_the_body_is_found() throws IOException {
        change("export-ba.camel.yaml", "${variable.domain} begins", "${body} begins");

        assertFindings().singleElement().asString()
                .startsWith("export-ba.camel.yaml: logs a body or headers: Export ${body} begins");
    }

    @Test
    void a_log_of_headers_or_of_one_header_is_found() throws IOException {
        change("deliver.camel.yaml", "      steps:\n",
                "      steps:\n        - log: ${headers}\n        - log: of ${header.SEI_API_KEY}\n");

        assertFindings().containsExactly("deliver.camel.yaml: logs a body or headers: ${headers}",
                "deliver.camel.yaml: logs a body or headers: of ${header.SEI_API_KEY}");
    }

    @Test
    void a_statement_with_a_long_line_is_found() throws IOException {
        change("deliver.camel.yaml", "      steps:\n", "      steps:\n        - to:\n            id: read-rows\n"
                + "            uri: sql\n            parameters:\n              query: select " + "a".repeat(150)
                + "\n");

        assertFindings().containsExactly("deliver.camel.yaml: read-rows has a statement with a line of more than 150 "
                + "characters, which makes every start slow");
    }

    @Test
    void a_question_to_the_whole_context_is_found() throws IOException {
        change("export-ba.camel.yaml", "${variable.domain} begins", "${camelContext.stopping}");

        assertFindings().singleElement().asString()
                .startsWith("export-ba.camel.yaml: asks Export ${camelContext.stopping}");
    }

    @Test
    void an_id_that_is_not_in_kebab_case_is_found() throws IOException {
        change("deliver.camel.yaml", "id: to-sinks", "id: toSinks");

        assertFindings().containsExactly("deliver.camel.yaml: the id toSinks is not in kebab-case");
    }

    @Test
    void a_step_without_id_is_found_at_any_depth() throws IOException {
        change("export-ba.camel.yaml", "                  id: report-failure\n", "");

        assertFindings().containsExactly(
                "export-ba.camel.yaml: a step has no id: to {\"uri\":\"seda:report\"}");
    }

    @Test
    void every_kind_of_step_that_needs_an_id_is_found_without_one() throws IOException {
        change("deliver.camel.yaml", "      steps:\n", """
                      steps:
                        - to: seda:report
                        - toD: seda:report
                        - bean:
                            ref: clock
                        - unmarshal:
                            json: {}
                        - loop:
                            constant: "2"
                            steps:
                              - log: again
                        - delay:
                            constant: "100"
                        - choice:
                            when:
                              - simple: "true"
                                steps:
                                  - log: yes
                        - doTry:
                            steps:
                              - log: try
                            doFinally:
                              steps:
                                - log: done
                        - recipientList:
                            constant: seda:report
                        - split:
                            simple: "${variable.domain}"
                            steps:
                              - log: part
                """);

        assertFindings()
                .allSatisfy(finding -> assertThat(finding).startsWith("deliver.camel.yaml: a step has no id: "))
                .extracting(finding -> finding.split(" ")[6])
                .containsExactlyInAnyOrder("to", "toD", "bean", "unmarshal", "loop", "delay", "choice", "doTry",
                        "recipientList", "split");
    }

    @Test
    void a_route_of_a_hundred_and_ten_lines_is_short_enough() throws IOException {
        write("deliver.camel.yaml", DELIVER + "\n".repeat((int) (110 - DELIVER.lines().count())));

        assertFindings().isEmpty();
    }

    @Test
    void a_longer_route_is_found() throws IOException {
        write("deliver.camel.yaml", DELIVER + "\n".repeat((int) (111 - DELIVER.lines().count())));

        assertFindings().containsExactly("deliver.camel.yaml: has a route of 111 lines, more than 110");
    }

    @Test
    void a_placeholder_that_nobody_sets_is_found() throws IOException {
        settings.remove("report.directory");

        assertFindings().containsExactly("report.camel.yaml: application.properties has no report.directory");
    }

    private ListAssert<String> assertFindings() throws IOException {
        return assertThat(new RoutesLint(folder, settings).findings());
    }

    private void change(String file, String from, String to) throws IOException {
        var text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        write(file, text.replace(from, to));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
