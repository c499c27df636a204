package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggersTest {
    private final Written written = new Written();

    private void clock(String name, String uri, String parameters) {
        written.file("routes/exports/" + name + ".camel.yaml", """
                - route:
                    id: %s
                    from:
                      uri: %s
                      parameters:
                        cron: 0 0 5 * * ?
                """.formatted(name, uri) + parameters.indent(8));
    }

    private List<String> findings() {
        return new Triggers(written.entries()).findings();
    }

    @Test
    void clocks_with_names_of_their_own_are_fine() {
        clock("export-a", "quartz", "groupName: sei-export\ntriggerName: a");
        clock("export-b", "quartz", "groupName: sei-export\ntriggerName: b");
        clock("export-c", "quartz", "groupName: others\ntriggerName: a");

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_copied_domain_that_kept_its_trigger_is_refused_with_both_files() {
        clock("export-a", "quartz", "groupName: sei-export\ntriggerName: a");
        clock("export-b", "quartz", "groupName: sei-export\ntriggerName: a");

        assertThat(findings()).containsExactly("the route export-a in routes/exports/export-a.camel.yaml and the route "
                + "export-b in routes/exports/export-b.camel.yaml have the same triggerName a; give one of them "
                + "another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quartz:Camel/a", "quartz:a", "quartz://a?cron=0+0+5+*+*+?"})
    void a_name_in_the_address_is_a_name_too(String uri) {
        clock("export-a", "quartz", "triggerName: a");
        clock("export-b", uri, "stateful: true");

        assertThat(findings()).hasSize(1);
    }

    @Test
    void a_clock_without_a_name_is_refused() {
        clock("export-a", "quartz", "groupName: sei-export");

        assertThat(findings()).containsExactly("routes/exports/export-a.camel.yaml: the route export-a starts from "
                + "quartz without a triggerName; give it the name of its domain");
    }
}
