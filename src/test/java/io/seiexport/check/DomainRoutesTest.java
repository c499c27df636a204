package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.support.Configured;
import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainRoutesTest {
    @TempDir
    private Path folder;
    private RouteFolder routes;
    private Path file;
    private String settings = "export.board.scopes=team:7\nexport.board.granularity=WEEKLY";

    /** A copy of a domain under a new name, as the manual has it. */
    @BeforeEach
    void add_a_domain() throws IOException {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        file = routes.write("exports", "export-board", Files.readString(routes.file("export-ba"))
                .replaceAll("(domain-|name: |export[-.]|triggerName: | )ba\\b", "$1board"));
    }

    private Configured configured() throws IOException {
        return new Configured(folder, "camel.main.routes-include-pattern=" + routes.pattern(), settings).read();
    }

    private List<String> findings() throws Exception {
        try (var configured = configured()) {
            return configured.preflight().findings();
        }
    }

    private void change(String text, String other) throws IOException {
        var before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, other));
    }

    @Test
    void a_domain_and_its_route_go_together() throws Exception {
        assertThat(findings()).isEmpty();
    }

    @Test
    void an_editor_may_put_the_route_before_its_beans_and_steps_before_the_domain() throws Exception {
        var entries = Files.readString(file).split("(?m)^(?=- )");
        Files.writeString(file, entries[1] + entries[0]);
        change("      steps:\n", """
                      steps:
                        - setVariable:
                            name: domain
                            expression:
                              constant:
                                expression: another
                        - setBody:
                            expression:
                              constant:
                                expression: another
                """);

        assertThat(findings()).isEmpty();
        try (var configured = configured()) {
            assertThat(configured.part(Domains.class).all()).map(Domain::name)
                    .containsExactly("ba", "board", "developers", "efficiency", "identities", "legacy-efficiency",
                            "legacy-productivity", "productivity", "sprint", "ticket-data");
        }
    }

    @Test
    void a_clock_that_gives_no_declared_domain_is_refused() throws Exception {
        Files.writeString(file, routes.text("export-board"));

        assertThat(findings())
                .containsExactly(file + ": the route export-board gives no domain; declare one among the beans "
                + "of this file, and let the route set the body to it by ${ref:<name of the bean>}");
    }

    @Test
    void a_clock_that_gives_two_domains_is_refused() throws Exception {
        change("expression: ${ref:domain-board}", "expression: ${ref:domain-board} ${ref:domain-ba}");

        assertThat(findings()).singleElement().asString()
                .startsWith(file + ": the route export-board gives 2 domains; declare one ");
    }

    @Test
    void a_clock_on_another_shelf_may_be_for_anything() throws Exception {
        Files.writeString(file, routes.text("export-board"));
        change("name: export-plan", "name: work-now");
        Files.move(file, routes.path().resolve("sinks/export-board.camel.yaml"));
        settings = "";

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_domain_without_a_clock_is_refused() throws Exception {
        routes.remove("export-board");

        assertThat(findings())
                .containsExactly(file + ": the bean domain-board declares the domain board, and no route gives "
                + "it; export-board has to start from quartz and to set the body to ${ref:domain-board}");
    }

    @Test
    void a_domain_in_the_route_of_another_name_is_refused() throws Exception {
        change("id: export-board", "id: export-boards");

        assertThat(findings()).containsExactly(
                file + ": the route export-boards gives the domain board, whose route is called export-board");
    }

    @Test
    void a_copy_that_declares_the_domain_of_its_original_is_refused() throws Exception {
        change("domain-board", "domain-ba");
        change("  name: board\n", "  name: ba\n");

        assertThat(findings()).containsExactly(
                file + ": the route export-board gives the domain ba, whose route is called export-ba",
                routes.file("export-ba") + " and " + file + ": several of their beans are called domain-ba, of which "
                        + "Camel makes only one; give each its own name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "paths", "request"})
    void a_domain_without_what_makes_it_one_is_refused(String property) throws Exception {
        Files.writeString(file, Files.readString(file)
                .replaceFirst("        " + property + ": (board|\\|\n( {10}.*\n)+)", "        " + property + ": ''\n"));

        assertThat(findings()).containsExactly(
                file + ": the bean domain-board declares a domain without its " + property);
    }

    @Test
    void a_report_stands_in_place_of_paths() throws Exception {
        change("paths: board", "report: POST /v2/board?format=csv");

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_report_beside_paths_is_refused() throws Exception {
        change("paths: board", "paths: board\n        report: POST /v2/board");

        assertThat(findings()).containsExactly(file + ": the bean domain-board declares both paths and a report; paths "
                + "are for a domain whose files are made in jobs, and a report is for one whose call is answered by "
                + "the file itself");
    }

    @Test
    void a_report_that_is_no_call_is_refused() throws Exception {
        change("paths: board", "report: /v2/board");

        assertThat(findings()).containsExactly(file + ": the bean domain-board declares the report '/v2/board'; a "
                + "report is a method and a path, such as POST /v2/insights/teams/reports?format=csv");
    }
}
