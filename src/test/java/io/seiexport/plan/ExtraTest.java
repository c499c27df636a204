package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields of a request that only the settings know. */
class ExtraTest {
    private static final Window JANUARY = new Window(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31));
    private static final String BEFORE = "{\"scope\":{\"teamId\":\"1\"},"
            + "\"dateRange\":{\"start\":\"2026-01-01\",\"end\":\"2026-01-31\"},";

    private final Map<String, String> settings = new TreeMap<>(Map.of("sei.org", "Acme", "sei.project", "Metrics",
            "export.efficiency.granularity", "weekly", "export.efficiency.metric-groups", "df"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "UTC            | \"UTC\"",
        "true           | true",
        "7              | 7",
        "1.5            | 1.5",
        "null           | null",
        "007            | \"007\"",
        "\"true\"         | \"true\"",
        "[\"a\", 1]      | [\"a\",1]",
        "{\"b\": 1, \"a\": {\"c\": true} } | {\"b\":1,\"a\":{\"c\":true}}",
        "a, b           | \"a, b\"",
        "true or false  | \"true or false\"",
        "Pr\u00fcfung    | \"Pr\\u00FCfung\""})
    void a_value_that_is_json_is_sent_as_such_and_any_other_as_a_text(String value, String sent) throws IOException {
        settings.put("export.efficiency.extra.note", value);

        assertThat(request()).endsWith(",\"note\":" + sent + "}");
    }

    @Test
    void fields_are_added_where_their_paths_lead_in_an_order_that_does_not_change() throws IOException {
        settings.put("export.efficiency.extra.zone.name", "UTC");
        settings.put("export.efficiency.extra.options.later", "1");
        settings.put("export.efficiency.extra.options.earlier", "2");
        settings.put("export.efficiency.extra.zone.exact", "true");

        assertThat(request()).isEqualTo(BEFORE + "\"metricGroups\":[\"df\"],\"options\":{\"granularity\":\"WEEKLY\","
                + "\"format\":\"csv\",\"compression\":\"gzip\",\"earlier\":2,\"later\":1},"
                + "\"zone\":{\"exact\":true,\"name\":\"UTC\"}}").isEqualTo(request());
    }

    @Test
    void a_field_that_is_there_is_replaced_where_it_stands() throws IOException {
        settings.put("export.efficiency.extra.options.compression", "none");
        settings.put("export.efficiency.extra.metricGroups", "[\"flow\"]");

        assertThat(request()).isEqualTo(BEFORE + "\"metricGroups\":[\"flow\"],\"options\":{\"granularity\":\"WEEKLY\","
                + "\"format\":\"csv\",\"compression\":\"none\"}}");
    }

    @Test
    void an_empty_value_adds_nothing() throws IOException {
        settings.put("export.efficiency.extra.options.compression", "");
        settings.put("export.efficiency.extra.note", " ");

        assertThat(request()).isEqualTo(BEFORE + "\"metricGroups\":[\"df\"],\"options\":{\"granularity\":\"WEEKLY\","
                + "\"format\":\"csv\",\"compression\":\"gzip\"}}");
    }

    @Test
    void csv_may_be_named() throws IOException {
        settings.put("export.efficiency.extra.options.format", "CSV");

        assertThat(request()).contains("\"format\":\"CSV\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "scope               | x      | export.efficiency.extra.scope would change scope of the request, so that a "
                + "file holds something else than its name and the ledger say; export.efficiency.scopes and "
                + "export.efficiency.window set what is exported",
        "scope.managerId     | x      | export.efficiency.extra.scope.managerId would change scope of the request, so "
                + "that a file holds something else than its name and the ledger say; export.efficiency.scopes and "
                + "export.efficiency.window set what is exported",
        "dateRange           | x      | export.efficiency.extra.dateRange would change dateRange.end of the request, "
                + "so that a file holds something else than its name and the ledger say; export.efficiency.scopes and "
                + "export.efficiency.window set what is exported",
        "dateRange.zone      | UTC    | export.efficiency.extra.dateRange.zone would change dateRange of the request, "
                + "so that a file holds something else than its name and the ledger say; export.efficiency.scopes and "
                + "export.efficiency.window set what is exported",
        "options.granularity | DAILY  | export.efficiency.extra.options.granularity would change options.granularity "
                + "of the request, so that a file holds something else than its name and the ledger say; "
                + "export.efficiency.granularity sets it",
        "options             | {}     | export.efficiency.extra.options would change options.granularity of the "
                + "request, so that a file holds something else than its name and the ledger say; "
                + "export.efficiency.granularity sets it",
        "options.            | x      | export.efficiency.extra.options. names no field: between the dots of a path "
                + "there are names",
        "options.format      | json   | export.efficiency.extra.options.format = json: files are requested as CSV, "
                + "because only of a CSV it can be verified that it is whole; JSON lines are made of it by a "
                + "transform, see export.efficiency.transform-format",
        "options.format      | [1]    | export.efficiency.extra.options.format = [1]: files are requested as CSV, "
                + "because only of a CSV it can be verified that it is whole; JSON lines are made of it by a "
                + "transform, see export.efficiency.transform-format",
        "options.format.kind | json   | export.efficiency.extra.options.format.kind names a field below "
                + "options.format, which is a value in the request; give all of it as JSON instead",
        "metricGroups.0      | df     | export.efficiency.extra.metricGroups.0 names a field below metricGroups, which "
                + "is a list in the request; give all of it as JSON instead"})
    void a_field_that_would_make_the_ledger_lie_or_has_no_place_is_refused(String path, String value, String sentence) {
        settings.put("export.efficiency.extra." + path, value);

        assertThatThrownBy(this::request).isInstanceOf(SettingException.class).hasMessage(sentence);
    }

    @Test
    void what_begins_like_json_has_to_be_json() {
        settings.put("export.efficiency.extra.note", "{\"a\": 1");

        assertThatThrownBy(this::request).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("export.efficiency.extra.note = {\"a\": 1: this begins like JSON and is not "
                        + "valid: ");
    }

    @Test
    void all_that_cannot_be_sent_is_said_at_once() {
        settings.put("export.efficiency.extra.scope", "x");
        settings.put("export.efficiency.extra.note", "[");

        assertThatThrownBy(this::request).hasMessageContaining("export.efficiency.extra.scope would ")
                .hasMessageContaining("export.efficiency.extra.note = [: ");
    }

    private String request() throws IOException {
        var domain = DeclaredDomain.of("efficiency");
        var given = new Settings(settings::get, settings::keySet, new Secrets());
        var template = new RequestTemplate(domain, given);
        return template.with(Extra.read(domain, given, template.namingPlaces())).request(new Scope("", "1"), JANUARY);
    }
}
