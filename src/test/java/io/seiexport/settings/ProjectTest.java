package io.seiexport.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.seiexport.http.Account;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.support.Configured;
import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectTest {
    private static final Project WEB = new Project("web");

    private static List<Project> named(String projects) {
        return Project.all(SettingsOf.values(Map.of("sei.projects", projects)));
    }

    @Test
    void without_a_name_there_is_one_project() {
        assertThat(named("")).containsExactly(Project.ONLY);
        assertThat(named(" , ")).containsExactly(Project.ONLY);
    }

    @Test
    void several_are_in_the_order_of_the_setting() {
        assertThat(named("web, shop,a1")).containsExactly(WEB, new Project("shop"), new Project("a1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Web        | use a name of at most 40 lower-case letters, digits and hyphens; what Harness calls the project "
                + "stands in sei.<name>.project",
        "my_project | use a name of at most 40 lower-case letters, digits and hyphens; what Harness calls the project "
                + "stands in sei.<name>.project",
        "../web     | use a name of at most 40 lower-case letters, digits and hyphens; what Harness calls the project "
                + "stands in sei.<name>.project",
        "auth       | choose another name, since sei.auth is a setting already",
        "base-url   | choose another name, since sei.base-url is a setting already",
        "projects   | choose another name, since sei.projects is a setting already",
    })
    void a_name_that_cannot_be_one_is_refused(String name, String why) {
        assertThatThrownBy(() -> named("shop," + name)).isInstanceOf(SettingException.class)
                .hasMessage("sei.projects = " + name + ": " + why);
    }

    @Test
    void a_name_that_stands_twice_is_refused() {
        assertThatThrownBy(() -> named("web,shop,web")).isInstanceOf(SettingException.class)
                .hasMessage("sei.projects = web: this project is named twice");
    }

    @Test
    void what_is_set_for_it_alone_goes_before_what_is_set_for_all(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder, "sei-export.project=web", "sei.projects=web,shop", "sei.org=acme",
                "sei.web.project=Web", "sei.shop.project=Shop", "sei.shop.org=other",
                "sink.s3.prefix={{sei.project}}/x",
                "export.max-in-flight=3", "sei.web.export.ba.scopes=team:{{sei.project}}").read()) {
            assertThat(configured.part(Account.class))
                    .isEqualTo(new Account("http://127.0.0.1:9", "acme", "Web"));
            var settings = configured.part(Settings.class);
            assertThat(settings.text("sink.s3.prefix")).isEqualTo("Web/x");
            assertThat(settings.text("export.ba.scopes")).isEqualTo("team:Web");
            assertThat(settings.text("export.max-in-flight")).isEqualTo("3");
        }
    }

    @Test
    void what_is_set_for_it_alone_may_refer_to_what_is_set_for_all(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder, "sei-export.project=web", "sei.projects=web,shop",
                "export.ba.scopes=team:1", "sei.web.export.ba.scopes={{export.ba.scopes}},team:9").read()) {
            assertThat(configured.part(Settings.class).text("export.ba.scopes")).isEqualTo("team:1,team:9");
        }
    }

    @Test
    void fields_that_are_set_for_it_alone_are_found_among_those_for_all(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder, "sei-export.project=web", "sei.projects=web,shop",
                "export.ba.extra.note=for all", "sei.web.export.ba.extra.options.timeZone=UTC",
                "sei.shop.export.ba.extra.other=1").read()) {
            var settings = configured.part(Settings.class);
            assertThat(settings.endsOf("export.ba.extra.")).containsExactly("note", "options.timeZone");
            assertThat(settings.text("export.ba.extra.options.timeZone")).isEqualTo("UTC");
        }
    }

    @Test
    void the_one_project_reads_the_settings_as_they_are(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder, "sei.project=web", "staging.directory=s").read()) {
            assertThat(configured.part(Account.class).project()).isEqualTo("web");
            assertThat(configured.part(Settings.class).text("staging.directory")).isEqualTo("s");
        }
    }

    @Test
    void each_has_a_staging_folder_of_its_own(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder, "sei-export.project=web", "sei.projects=web,shop",
                "staging.directory=s").read()) {
            assertThat(configured.part(Settings.class).text("staging.directory")).isEqualTo("s/web");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"|true", "web|true", "shop, web|true", "shop|false"})
    void a_domain_of_other_projects_is_switched_off(String projects, boolean isOn, @TempDir Path folder)
            throws Exception {
        try (var configured = new Configured(folder, "sei-export.project=web", "sei.projects=web,shop",
                "export.sprint.projects=" + (projects == null ? "" : projects)).read()) {
            assertThat(configured.part(Domains.class).enabled().stream().map(Domain::name).anyMatch("sprint"::equals))
                    .isEqualTo(isOn);
        }
    }

    @Test
    void which_domains_are_its_own_is_set_for_all_of_them() {
        assertThat(WEB.ownKey("export.ba.cron")).isEqualTo("sei.web.export.ba.cron");
        assertThat(WEB.ownKey("export.ba.projects")).isEmpty();
        assertThat(WEB.ownKey("sink.file.directory")).isEmpty();
    }

    @Test
    void the_simulator_calls_it_by_its_name() {
        var settings = SettingsOf.values(Map.of("sei.base-url", "sandbox", Project.NAME, "web"));

        assertThat(settings.project()).isEqualTo("web");
        assertThat(settings.org()).isEqualTo("sandbox");
    }

    @Test
    void a_sentence_names_the_setting_that_mends_it() {
        var given = Map.of("sei.org", "acme", "sei.web.auth", "bearer", "sei.project", "",
                "sei.web.export.ba.scopes", "x", "sei.api-key", "secret-of-all");

        assertThat(WEB.inWords("sei.auth = bearer: use ...", given::get)).isEqualTo("sei.web.auth = bearer: use ...");
        assertThat(WEB.inWords("sei.project is missing: see sei.org.", given::get))
                .isEqualTo("sei.web.project is missing: see sei.org.");
        assertThat(WEB.inWords("export.ba.scopes = x, not export.ba.cron", given::get))
                .isEqualTo("sei.web.export.ba.scopes = x, not export.ba.cron");
        assertThat(WEB.inWords("sei.api-key: the environment variable SEI_API_KEY", given::get))
                .isEqualTo("sei.api-key: the environment variable SEI_API_KEY");
        assertThat(WEB.inWords("sei.api-key is missing: give the environment variable SEI_API_KEY", key -> null))
                .isEqualTo("sei.web.api-key is missing: give the environment variable SEI_WEB_API_KEY");
        assertThat(Project.ONLY.inWords("sei.auth = bearer", given::get)).isEqualTo("sei.auth = bearer");
    }
}
