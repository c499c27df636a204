package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.settings.Settings;
import io.seiexport.support.Configured;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainsTest {

    @Test
    void each_file_of_an_export_declares_its_domain(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder).read()) {
            var domains = configured.part(Domains.class).all();

            assertThat(domains).map(Domain::name)
                    .containsExactly("ba", "developers", "efficiency", "identities", "legacy-efficiency",
                            "legacy-productivity", "productivity", "sprint", "ticket-data");
            assertThat(domains).map(Domain::paths)
                    .containsExactly("ba", "", "efficiency", "", "", "", "productivity", "sprint, sprints",
                            "ticket-data");
            assertThat(domains).filteredOn(Domain::isSnapshot).map(Domain::name)
                    .containsExactly("developers", "identities");
            assertThat(domains).allSatisfy(domain -> {
                assertThat(domain.request()).startsWith("{")
                        .contains(domain.isSnapshot() ? "{}" : "\"{granularity, required: ");
                assertThat(domain.route()).isEqualTo("export-" + domain.name());
                assertThat(domain.key("window")).isEqualTo("export." + domain.name() + ".window");
            });
        }
    }

    @Test
    void only_what_is_switched_on_is_worked_on(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder, "export.sprint.enabled=false", "export.ba.enabled=false").read()) {
            assertThat(planner(configured).domains())
                    .isEqualTo("[{\"id\":\"efficiency\"},{\"id\":\"productivity\"},{\"id\":\"ticket-data\"}]");
        }
    }

    @Test
    void a_domain_that_is_switched_off_has_no_clock(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder, "export.sprint.enabled=false", "export.ba.enabled=TRUE",
                "camel.metrics.enabled=false").start()) {
            assertThat(configured.context().getRoute("export-sprint")).isNull();
            assertThat(configured.context().getRoute("export-ba")).isNotNull();
            assertThat(configured.context().getRoute("work-window-counts")).isNull();
        }
    }

    @Test
    void a_row_that_was_claimed_is_asked_for_as_the_settings_want_it_now(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder, "export.ba.scopes=team:1", "export.ba.metric-groups=CATEGORIZED")
                .read()) {
            var export = planner(configured).export(claimed(configured, Map.of()));

            assertThat(export.name()).isEqualTo("ba/team-1/weekly/2026-04-01_2026-04-30");
            assertThat(export.request()).contains("CATEGORIZED", "2026-04-01", "2026-04-30");
            assertThat(export.paths()).containsExactly("ba");
            assertThat(export.sinks()).containsExactly("direct:sink-file");
        }
    }

    @Test
    void a_row_for_a_new_sink_goes_only_to_those_that_lack_it(@TempDir Path folder) throws Exception {
        try (var configured =
                new Configured(folder, "export.ba.scopes=team:1", "export.ba.sinks=direct:sink-file,direct:new")
                .read()) {
            var exchange = claimed(configured, Map.of("why", Entry.NEW_SINK, "sha256", "abc"));
            var mark = new SinkMarks(configured.part(Settings.class)).of("direct:sink-file");
            exchange.setVariable("deliveries", List.of(Map.of("sink", mark, "sha256", "abc", "delivered_at", 1L)));
            exchange.setVariable("entry", planner(configured).entry(exchange));

            assertThat(planner(configured).export(exchange).sinks()).containsExactly("direct:new");
        }
    }

    @ParameterizedTest
    @CsvSource({"domain, gone", "scope, team:2", "id, ba/team-1/monthly/2026-04-01_2026-04-30"})
    void what_no_setting_asks_for_any_more_is_an_orphan(String column, String value, @TempDir Path folder)
            throws Exception {
        try (var configured = new Configured(folder, "export.ba.scopes=team:1").read()) {
            var exchange = claimed(configured, Map.of(column, value));

            assertThatThrownBy(() -> planner(configured).export(exchange)).isInstanceOf(ExportFailed.class)
                    .hasMessageStartingWith("no setting asks for ba/team-1/weekly any more; the command forget ")
                    .extracting(thrown -> ((ExportFailed) thrown).reason()).isEqualTo(Reason.ORPHAN);
        }
    }

    private static Planner planner(Configured configured) {
        return configured.context().getRegistry().findSingleByType(Planner.class);
    }

    private static Exchange claimed(Configured configured, Map<String, Object> columns) {
        var row = new HashMap<String, Object>(Map.of("id", "ba/team-1/weekly/2026-04-01_2026-04-30", "series",
                "ba/team-1/weekly",
                "domain", "ba", "scope", "team:1", "granularity", "weekly", "window_start", "2026-04-01", "window_end",
                "2026-04-30", "state", Entry.OWED, "why", "new"));
        row.putAll(columns);
        var exchange = new DefaultExchange(configured.context());
        exchange.getMessage().setBody(row);
        exchange.setVariable("entry", Entry.of(row));
        return exchange;
    }
}
