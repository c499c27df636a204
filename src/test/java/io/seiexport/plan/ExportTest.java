package io.seiexport.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.seiexport.settings.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTest {
    private static final Window JANUARY = new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31"));

    @Test
    void it_lands_by_domain_scope_granularity_and_window() {
        assertThat(export("ba", new Scope("Engineering", ""), "WEEKLY").name())
                .isEqualTo("ba/tree-Engineering/weekly/2026-01-01_2026-01-31");
    }

    @Test
    void it_is_staged_as_a_single_file() {
        assertThat(export("ba", new Scope("Engineering", "456"), "Monthly").stagedName())
                .isEqualTo("ba~tree-Engineering~team-456~monthly~2026-01-01_2026-01-31");
    }

    @Test
    void the_letter_case_of_the_granularity_setting_does_not_move_the_files() {
        assertThat(Stream.of("weekly", "Weekly", "WEEKLY").map(text -> export("ba", new Scope("", "1"), text).name()))
                .containsOnly("ba/team-1/weekly/2026-01-01_2026-01-31");
    }

    @Test
    void no_part_of_a_name_leaves_the_folder_or_is_a_windows_device() {
        assertThat(export("aux", new Scope("", ".."), "../..").name().split("/"))
                .hasSize(4)
                .doesNotContain("aux", "..");
    }

    @Test
    void every_part_of_a_name_and_the_staged_name_as_a_whole_fit_into_255_bytes() {
        var export = export("legacy-productivity", new Scope("\u00e4".repeat(300), "x".repeat(300)), "quarterly");

        assertThat(export.name().split("/")).allMatch(part -> part.getBytes(UTF_8).length < 255);
        assertThat((export.stagedName() + ".csv.part").getBytes(UTF_8)).hasSizeLessThan(255);
    }

    @Test
    void messages_call_it_by_domain_scope_and_window() {
        assertThat(export("ba", new Scope("R&D/Platform", "456"), "weekly"))
                .hasToString("ba tree:R&D/Platform/team:456 2026-01-01..2026-01-31");
    }

    @Test
    void messages_call_its_sinks_without_their_secrets() {
        var export = new Export("ba", List.of("ba"), new Scope("", "456"), JANUARY, "weekly", "{}",
                List.of("direct:sink-file",
                        "sftp:robot:swordfish@files.example.com/in?password=RAW(sword&fish)&passive=true"));

        assertThat(export.sinkNames()).containsExactly("direct:sink-file",
                "sftp:robot:xxxxxx@files.example.com/in");
        assertThat(Export.sinkName("ftp://robot:swordfish@files.example.com:21/in"))
                .isEqualTo("ftp:robot:xxxxxx@files.example.com:21/in");
    }

    @Test
    void of_several_projects_each_lands_below_a_folder_of_its_own() {
        var one = export("ba", new Scope("", "456"), "weekly");
        var web = new Export(one.domain(), one.paths(), one.scope(), one.window(), one.granularity(), one.request(),
                one.sinks(), one.transform(), one.format(), one.report(), new Project("web"));

        assertThat(web.name()).isEqualTo("web/" + one.name());
        assertThat(web.fileName()).isEqualTo("web/ba/team-456/weekly/2026-01-01_2026-01-31.csv");
        assertThat(web.stagedName()).isEqualTo("web~ba~team-456~weekly~2026-01-01_2026-01-31");
        assertThat(web.id()).as("what the ledger calls it").isEqualTo(one.id());
        assertThat(web.toThoseWithout(Set.of(), Book.MARKS)).isEqualTo(web);
    }

    private static Export export(String domain, Scope scope, String granularity) {
        return new Export(domain, List.of(domain), scope, JANUARY, granularity, "{}", List.of("direct:sink-file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "web"})
    void the_staged_name_of_a_window_begins_with_that_of_its_series_also_in_one_of_several_projects(String project) {
        var day = LocalDate.parse("2026-01-31");
        var export = new Export("ba", List.of("ba"), new Scope("", "456"), new Window(day, day), "weekly", "{}",
                List.of(), "", Format.CSV, null, new Project(project));

        assertThat(export.stagedName()).isEqualTo(export.series() + "~2026-01-31_2026-01-31");
    }
}
