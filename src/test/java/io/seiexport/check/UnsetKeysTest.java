package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsetKeysTest {
    private static final Set<String> SET = Set.of("sink.mine.directory");

    private static List<String> findings(Written written, String... said) {
        return new UnsetKeys(written.entries(), SET::contains, condition -> condition.equals("holds")).findings(List.of(said));
    }

    @Test
    void a_setting_that_a_step_names_and_nobody_sets_is_refused() {
        assertThat(findings(new Written().sink("sink-mine", "- to: {id: put, uri: 'file:{{sink.mine.folder}}'}")))
                .containsExactly("sink.mine.folder is not set: " + Written.path("sink-mine") + ": the step put of the "
                        + "route sink-mine needs it; put it into application.properties, or give it a default by "
                        + "{{sink.mine.folder:...}}");
    }

    @Test
    void so_is_one_that_the_start_of_a_route_names() {
        assertThat(findings(new Written().file("routes/exports/clock.camel.yaml", """
                - route:
                    id: clock
                    from:
                      uri: timer
                      parameters:
                        timerName: clock
                        period: "{{clock.period}}"
                """))).singleElement().asString().startsWith("clock.period is not set: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:{{sink.mine.directory}}", "file:{{?sink.mine.folder}}",
        "file:{{sink.mine.folder:x}}"})
    void what_is_set_or_has_a_default_is_fine(String uri) {
        assertThat(findings(new Written().sink("sink-mine", "- to: '" + uri + "'"))).isEmpty();
    }

    @Test
    void a_route_whose_precondition_does_not_hold_may_do_without() {
        assertThat(findings(new Written().file("routes/sinks/sink-mine.camel.yaml", """
                - route:
                    id: sink-mine
                    precondition: "'{{?sink.mine.host}}' != ''"
                    from:
                      uri: direct:sink-mine
                      steps:
                        - to: ftp:{{sink.mine.host}}
                """))).isEmpty();
    }

    @Test
    void a_route_whose_precondition_holds_may_not() {
        assertThat(findings(new Written().file("routes/sinks/sink-mine.camel.yaml", """
                - route:
                    id: sink-mine
                    precondition: holds
                    from:
                      uri: direct:sink-mine
                      steps:
                        - to: ftp:{{sink.mine.host}}
                """))).singleElement().asString().startsWith("sink.mine.host is not set: ");
    }

    @Test
    void what_was_said_of_a_list_of_sinks_is_not_said_again() {
        assertThat(findings(new Written().sink("sink-mine", "- to: file:{{sink.mine.folder}}"), "sink.mine.folder"))
                .isEmpty();
    }
}
