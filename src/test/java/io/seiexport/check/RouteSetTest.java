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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar of these tests is that of this build; what changes are the routes beside it. */
class RouteSetTest {
    private static final String ADVICE = "; use the routes that came with this jar";

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

    private String isOld(String route) throws IOException {
        return routes.fileWith(route) + " is from another version than this program: ";
    }

    @Test
    void the_routes_of_this_build_go_with_it() throws Exception {
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_route_that_is_missing_is_named_with_those_that_ask_for_it() throws Exception {
        routes.remove("ledger-lease");

        assertThat(findings()).containsExactly(routes.path() + "/ is from another version than this program: it lacks "
                + "ledger-lease, which " + routes.fileWith("job-download") + " and " + routes.fileWith("ledger-offered")
                + " and " + routes.fileWith("sink-file") + " and "
                + routes.fileWith("sink-s3") + " use" + ADVICE);
    }

    @Test
    void a_route_that_the_program_itself_calls_is_missed_too() throws Exception {
        routes.remove("ledger-forget");

        assertThat(findings()).containsExactly(routes.path() + "/ is from another version than this program: it lacks "
                + "ledger-forget, which this program needs" + ADVICE);
    }

    @Test
    void the_route_configuration_without_which_nothing_is_tried_again_is_missed() throws Exception {
        routes.remove("api-errors");

        assertThat(findings()).singleElement().asString().contains("it lacks api-errors, which ")
                .contains(routes.fileWith("job-create").toString());
    }

    @Test
    void a_route_that_starts_from_another_name_than_its_callers_use_is_refused() throws Exception {
        routes.replace("ledger-lease", "name: ledger-lease", "name: ledger-leese");

        assertThat(findings()).containsExactly(isOld("ledger-lease")
                + "its route ledger-lease does not start from direct:ledger-lease" + ADVICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-call", "api-errors", "await", "create", "deliver", "download", "failed", "job",
        "ledger", "plan", "work"})
    void each_file_of_the_engine_that_is_missing_is_one_sentence(String file) throws Exception {
        var engine = Written.withTheEngine().entries();
        var left = engine.stream().filter(entry -> !entry.file().endsWith("/" + file + ".camel.yaml")).toList();

        assertThat(left).hasSizeLessThan(engine.size());
        assertThat(new RouteSet(new RouteFiles(left, engine, "routes/", List.of())).findings()).singleElement()
                .asString().startsWith("routes/ is from another version than this program: it lacks ").endsWith(ADVICE);
    }

    @Test
    void a_file_of_several_routes_is_named_with_the_files_that_use_them() throws Exception {
        Files.delete(routes.file("create"));

        assertThat(findings()).containsExactly(routes.path() + "/ is from another version than this program: it lacks "
                + "engine/create.camel.yaml, which " + routes.file("await") + " and " + routes.file("job") + " use"
                + ADVICE);
    }

    @Test
    void the_route_configuration_without_which_nothing_waits_for_the_ledger_is_missed() throws Exception {
        routes.remove("ledger-errors");

        assertThat(findings()).containsExactly(routes.path() + "/ is from another version than this program: it lacks "
                + "ledger-errors, which " + routes.path() + "/engine/ledger.camel.yaml uses" + ADVICE);
    }

    @Test
    void routes_that_do_not_yet_have_a_step_of_this_program_are_refused() throws Exception {
        routes.replace("job-download", """
                        - bean:
                            id: refuse-stale-file
                            description: A file that was created before the window closed is not final
                            ref: freshness
                            method: refuseStale
                """, "");

        assertThat(findings()).containsExactly(
                isOld("job-download") + "it does not use the bean freshness (refuseStale)" + ADVICE);
    }

    @Test
    void routes_that_ask_for_what_a_later_program_has_are_refused() throws Exception {
        routes.replace("deliver-one", "method: sync\n", "method: syncTwice\n");
        routes.replace("job-find", "ref: lostJobs", "ref: foundJobs");
        routes.replace("job-await", "${bean:pollSchedule?method=lasts}",
                "${bean:pollSchedule?method=lasts} && ${bean:later.on}");

        assertThat(findings()).contains(
                isOld("deliver-one") + "it uses the bean bareSinks (syncTwice), which this program does not have"
                        + ADVICE,
                isOld("job-find") + "it uses the bean foundJobs (find), which this program does not have" + ADVICE,
                isOld("job-await") + "it uses the bean later (on), which this program does not have" + ADVICE);
    }

    @Test
    void a_call_of_a_route_that_is_nowhere_is_refused() throws Exception {
        routes.replace("job-create", "name: ledger-ask", "name: ledger-begged");

        assertThat(findings()).containsExactly(
                isOld("job-create") + "it does not use direct:ledger-ask" + ADVICE,
                isOld("job-create") + "it calls direct:ledger-begged, which no route has" + ADVICE);
    }

    @Test
    void a_file_that_another_version_has_left_is_told_from_the_others() throws Exception {
        routes.write("exports", "export-later", """
                - route:
                    id: export-later
                    from:
                      uri: direct:export-later
                      steps:
                        - bean:
                            ref: formerly
                            method: begin
                """);

        assertThat(findings()).containsExactly(routes.file("export-later") + ": a step bean of the route export-later "
                + "uses the bean formerly (begin), which this program does not have, and no camel.beans.formerly "
                + "defines it; if another version of this program left this file, delete it, or compare it with the "
                + "one that came with this jar");
    }

    @Test
    void routes_of_ones_own_may_have_beans_of_their_own_and_steps_may_be_added_to_all() throws Exception {
        routes.write("sinks", "sink-mine", """
                - beans:
                    - name: mine
                      type: java.lang.Object
                - route:
                    id: sink-mine
                    group: sinks
                    from:
                      uri: direct:sink-mine
                      steps:
                        - bean:
                            ref: mine
                            method: toString
                        - bean:
                            ref: yours
                            method: size
                        - threads:
                            executorService: transfer
                """);
        routes.replace("delivered", "      steps:\n", """
                      steps:
                        - log:
                            id: log-mine
                            message: delivered
                        - to: direct:sink-mine
                """);

        assertThat(findings("camel.beans.yours=#class:java.util.ArrayList")).isEmpty();
    }

    @Test
    void a_configuration_that_would_apply_to_the_engine_too_is_refused() throws Exception {
        routes.write("sinks", "watch", """
                - routeConfiguration:
                    intercept:
                      - intercept:
                          id: watch-all
                          steps:
                            - log: "seen"
                """);

        assertThat(findings()).singleElement().asString().contains("watch.camel.yaml: a route configuration without an "
                + "id would apply to all routes; give it an id");
    }

    @Test
    void a_file_beside_the_shelves_is_named_since_nobody_reads_it() throws Exception {
        var stray = Files.move(routes.file("sink-file"), routes.path().resolve("sink-file.camel.yaml"));

        assertThat(findings("export.ba.sinks=file:data")).contains(stray + " is not read; move it to " + routes.path()
                + "/exports, " + routes.path() + "/sinks, " + routes.path() + "/transforms or " + routes.path()
                + "/engine");
    }

    @Test
    void domains_and_sinks_may_be_left_out() throws Exception {
        Files.delete(routes.file("export-sprint"));
        Files.delete(routes.file("sink-s3"));

        assertThat(findings()).isEmpty();
    }
}
