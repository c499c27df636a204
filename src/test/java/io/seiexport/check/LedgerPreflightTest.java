package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.seiexport.plan.Domains;
import io.seiexport.plan.PlanSettings;
import io.seiexport.plan.Planner;
import io.seiexport.plan.SinkMarks;
import io.seiexport.plan.Teams;
import io.seiexport.settings.DomainDefaults;
import io.seiexport.settings.Findings;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import io.seiexport.settings.Utf8Main;
import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With settings and files of routes as a command has them that needs no route. */
class LedgerPreflightTest {
    private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");
    private static final RunMode LOOKS_ONLY = new RunMode(false, true);

    @TempDir
    private Path folder;
    private RouteFolder routes;

    @BeforeEach
    void install() throws IOException {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
    }

    private Collection<String> findings(boolean ofExports, String... lines) throws Exception {
        var file = Files.write(folder.resolve("application.properties"), Stream.concat(
                Stream.of("camel.main.routes-include-pattern=" + routes.pattern()), Stream.of(lines)).toList());
        var main = new Utf8Main();
        main.setPropertyPlaceholderLocations("file:" + file + ",classpath:"
                + Settings.class.getPackageName().replace('.', '/') + "/application.properties");
        var context = main.settingsAlone();
        try {
            new DomainDefaults().setCamelContext(context);
            var settings = Settings.of(context, new Secrets());
            var read = Findings.orDefaults(settings);
            var domains = new Domains(context, settings);
            var clock = (InstantSource) () -> NOW;
            var planner = new Planner(domains, settings, PlanSettings.read(read), LOOKS_ONLY, new SinkMarks(settings),
                    Teams.read(read, LOOKS_ONLY, new Secrets(), clock), clock);
            return new LedgerPreflight(context, settings, domains, planner).findings(Set.of(), ofExports, NOW);
        } finally {
            context.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_packaged_settings_and_routes_are_sound(boolean ofExports) throws Exception {
        assertThat(findings(ofExports, "export.ba.scopes=team:1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ledger.ulr, ledger.url",
        "sei.projekt, sei.project"})
    void a_mistyped_key_of_what_leads_to_the_ledger_is_refused(String key, String meant) throws Exception {
        assertThat(findings(false, key + "=x")).containsExactly(key + " is not a setting; did you mean " + meant + "?");
    }

    @Test
    void a_mistyped_key_of_an_export_is_refused_where_exports_are_read() throws Exception {
        var lines = new String[] {"sei.projects=web", "sei-export.project=web", "export.ba.scope=team:1",
            "sei.web.export.ba.scope=team:2"};

        assertThat(findings(false, lines)).isEmpty();
        assertThat(findings(true, lines)).containsExactly(
                "export.ba.scope is not a setting; did you mean export.ba.scopes?",
                "sei.web.export.ba.scope is not a setting; did you mean sei.web.export.ba.scopes?");
    }

    @Test
    void a_project_that_nobody_names_is_refused_as_one_of_a_setting_and_of_a_domain() throws Exception {
        assertThat(findings(false, "sei.web.org=acme")).containsExactly(
                "sei.web.org is not a setting: sei.projects does not name web");
        assertThat(findings(true, "sei.projects=web", "sei-export.project=web", "export.ba.projects=food"))
                .containsExactly("export.ba.projects = food: sei.projects names only web");
    }

    @Test
    void what_a_file_of_routes_names_is_a_setting_and_one_of_a_sink_is_not_looked_at() throws Exception {
        routes.write("sinks", "sink-moon", "- route:\n    id: sink-moon\n    description: {{ledger.moon}}\n");

        assertThat(findings(false, "ledger.moon=x", "sink.sun.host=x")).isEmpty();
    }

    @Test
    void a_domain_without_what_makes_it_one_is_refused_by_name() throws Exception {
        var ba = routes.file("export-ba");
        Files.writeString(ba, Files.readString(ba).replace("        paths: ba\n", ""));

        assertThat(findings(true)).containsExactly(ba + ": the bean domain-ba declares a domain without its paths");
        assertThat(findings(false)).isEmpty();
    }

    @Test
    void an_engine_of_another_version_is_all_that_is_said() throws Exception {
        routes.remove("ledger-forget");

        assertThat(findings(true, "ledger.ulr=x")).containsExactly(routes.path() + "/ is from another version than "
                + "this program: it lacks ledger-forget, which this program needs; use the routes that came with this jar");
    }

    @Test
    void an_engine_with_a_step_more_goes_with_this_program() throws Exception {
        routes.replace("ledger-read-teams", "      steps:\n", "      steps:\n        - log: Who is it?\n");

        assertThat(findings(true, "export.ba.scopes=team:1")).isEmpty();
    }

    @Test
    void files_that_lie_where_they_are_not_read_keep_nobody_from_looking() throws Exception {
        Files.writeString(routes.path().resolve("mine.camel.yaml"), "- nothing: {}\n");

        assertThat(findings(false)).isEmpty();
    }

    @Test
    void a_file_of_ones_own_that_is_no_yaml_keeps_nobody_from_looking_beside_a_changed_engine() throws Exception {
        var engine = routes.file("work");
        Files.writeString(engine, "# mine\n" + Files.readString(engine));
        Files.writeString(routes.path().resolve("sinks/sink-broken.camel.yaml"), "- route: [\n");

        assertThat(findings(false)).isEmpty();
    }
}
