package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.csv.Expected;
import io.seiexport.csv.Proof;
import io.seiexport.failure.ExportFailed;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.support.SettingsOf;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What the next file of a series is held against. */
class DeliveredColumnsTest {
    private final Map<String, String> settings = new HashMap<>(Map.of("schema-drift", "warn"));
    private final Map<String, Object> row = new HashMap<>();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @Test
    void the_columns_of_the_last_delivery_come_with_the_row_of_the_window() throws Exception {
        row.put("columns", columns().delivered(exchange(List.of("Team", "Größe, m²", "\"quoted\""))));

        assertThat(recalled().before()).containsExactly("Team", "Größe, m²", "\"quoted\"");
    }

    @Test
    void a_series_that_is_new_has_none() throws Exception {
        assertThat(recalled().before()).isEmpty();
    }

    @Test
    void those_that_must_be_there_come_from_the_settings() throws Exception {
        settings.put("export.ba.expect-columns", "team, hours");

        assertThat(recalled().missingIn(List.of("TEAM", "points"))).containsExactly("hours");
    }

    @Test
    void what_nobody_can_read_is_said_and_not_taken_for_unknown() {
        row.put("columns", "[\"a\"");

        assertThatThrownBy(this::recalled).isInstanceOf(ExportFailed.class)
                .hasMessageStartingWith("the columns of this series cannot be read from the ledger: ");
    }

    @Test
    void the_file_is_held_against_them() throws Exception {
        row.put("columns", "[\"Team\",\"Hours\"]");
        var exchange = exchange(List.of("Team", "Points"));
        var drift = columns().drift(exchange, List.of("Team", "Points"));

        assertThat(drift).isEqualTo(Drift.between(List.of("Team", "Hours"), List.of("Team", "Points")));
        exchange.setVariable("staged", new Staged(new File("x.csv"), new Proof(1, 1, 8, 8, "abc", List.of(), List.of()),
                Duration.ZERO, drift, false));
        settings.put("schema-drift", "fail");
        assertThatThrownBy(() -> columns().refuseChanged(exchange)).isInstanceOf(ExportFailed.class)
                .hasMessageEndingWith("Set schema-drift=warn to accept files with these columns");
    }

    @Test
    void the_first_file_of_a_series_is_held_against_what_was_asked_for() throws Exception {
        var domain = new Domain();
        domain.setName("ba");
        domain.setRequest("{\"statuses\": [\"{statuses}\"]}");
        domain.setColumns("status {statuses}: {value}_hours");
        context.getRegistry().bind("domain-ba", domain);
        var exchange = exchange(List.of("Team", "Done_Hours"));
        var old = Export.of(exchange);
        exchange.setVariable("export", new Export("ba", old.paths(), old.scope(), old.window(), "weekly",
                "{\"statuses\":[\"QA\",\"Done\"]}", List.of()));

        var drift = columns().drift(exchange, List.of("Team", "Done_Hours"));

        assertThat(drift.kinds()).containsExactly("unanswered");
        assertThat(drift.sentence()).isEqualTo("The columns are not all that were asked for: asked for status 'QA', no "
                + "column qa_hours came.");
    }

    @Test
    void the_first_file_of_a_series_has_no_others_to_differ_from() throws Exception {
        var exchange = exchange(List.of("Team", "Points"));

        assertThat(columns().drift(exchange, List.of("Team", "Points"))).isEqualTo(Drift.NONE);
    }

    private Expected recalled() throws ExportFailed {
        return columns().expected(exchange(List.of()));
    }

    private Columns columns() {
        return new Columns(DeliverySettings.read(SettingsOf.orDefaults(settings)), SettingsOf.values(settings),
                new Domains(context, SettingsOf.values(settings)));
    }

    private Exchange exchange(List<String> header) {
        var exchange = new DefaultExchange(context);
        exchange.setVariable("export", new Export("ba", List.of("ba"), new Scope("", "1"),
                new Window(LocalDate.EPOCH, LocalDate.EPOCH), "weekly", "{}", List.of()));
        exchange.setVariable("entry", Entry.of(row));
        exchange.setVariable("staged",
                new Staged(new File("x.csv"), new Proof(1, 1, 8, 8, "abc", header, List.of()), Duration.ZERO));
        return exchange;
    }
}
