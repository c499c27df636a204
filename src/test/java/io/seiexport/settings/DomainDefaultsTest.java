package io.seiexport.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import io.seiexport.support.CamelWith;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings of a domain are worth that leaves them out. */
class DomainDefaultsTest {
    /** Snapshots have fewer settings. */
    private static final String OF_A_SERIES = "export\\.(?!developers|identities)[^.]+\\.";

    @ParameterizedTest
    @ValueSource(strings = {"enabled", "auth", "cron", "window", "range-end", "closing-lag", "since", "settle",
        "expect-columns", "sinks"})
    void they_are_those_that_the_manual_shows(String name) {
        assertThat(settings(Map.of()).text("export.board." + name))
                .isEqualTo(Settings.manual().getProperty("export.ba." + name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "window", "range-end", "closing-lag", "since", "settle", "expect-columns", "sinks"})
    void the_manual_shows_the_same_for_every_domain(String name) {
        assertThat(Settings.manual().stringPropertyNames()).filteredOn(key -> key.matches(OF_A_SERIES + name))
                .hasSize(7).extracting(key -> Settings.manual().getProperty(key)).containsOnly(
                        settings(Map.of()).text("export.board." + name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"export.board.scopes", "export.board.granularity", "export.board.metrics", "export.zone",
        "export.board.sub.settle", "sink.file.enabled"})
    void others_have_none(String key) {
        assertThat(settings(Map.of()).text(key)).isEmpty();
    }

    @Test
    void what_is_set_counts() {
        assertThat(settings(Map.of("export.board.settle", "3")).text("export.board.settle")).isEqualTo("3");
        assertThat(settings(Map.of("export.board.sinks", "")).text("export.board.sinks")).isEmpty();
    }

    @Test
    void a_variant_has_what_its_domain_has() {
        var settings = settings(Map.of("export.ba.variants", "a, by-team", "export.ba.granularity", "weekly",
                "export.ba.columns.drop", "Team", "export.ba.settle", "2", "export.ba.by-team.settle", "3",
                "export.ba.a.granularity", ""));

        assertThat(settings.text("export.ba.by-team.granularity")).isEqualTo("weekly");
        assertThat(settings.text("export.ba.by-team.columns.drop")).isEqualTo("Team");
        assertThat(settings.text("export.ba.by-team.settle")).isEqualTo("3");
        assertThat(settings.text("export.ba.a.settle")).isEqualTo("2");
        assertThat(settings.text("export.ba.a.granularity")).as("set to nothing").isEmpty();
        assertThat(settings.text("export.ba.a.window")).as("the default of all domains").isEqualTo("month");
        assertThat(settings.text("export.ba.c.granularity")).as("not in the list").isEmpty();
    }

    private static Settings settings(Map<String, String> settings) {
        var context = CamelWith.settings(settings);
        new DomainDefaults().setCamelContext(context);
        return Settings.of(context, new Secrets());
    }
}
