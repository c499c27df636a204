package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {
    private static final String SINK = Written.path("sink-mine") + ": ";
    private static final String ADVICE = "; if another version of this program left this file, delete it, or compare "
            + "it with the one that came with this jar";
    private static final ProgramBeans BEANS = new ProgramBeans(withABean());

    private final Written written = new Written();

    private static DefaultCamelContext withABean() {
        var context = new DefaultCamelContext();
        context.getRegistry().bind("landing", new Folder());
        return context;
    }

    /** A bean as routes name it. */
    public static final class Folder {
        /** Takes two values. */
        public String write(String folder, String name) {
            return folder + name;
        }
    }

    private List<String> findings() {
        return new Calls(written.entries(), Set.of("direct:part-berlin"), BEANS, part -> false).findings();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "- to: {id: call, uri: direct, parameters: {name: part-mine}}",
        "- to: {id: call, uri: 'direct:part-mine?timeout=10'}",
        "- to: direct://part-mine",
        "- toD: seda:queue-mine",
        "- recipientList: {simple: 'direct:part-mine,direct:verify-${body}'}",
        "- log: this is no call of direct:nobody"})
    void a_route_is_found_by_where_it_starts_from_whatever_its_id_is(String step) {
        written.sink("sink-mine", step).file("routes/sinks/parts.camel.yaml", """
                - route:
                    id: another-id
                    from:
                      uri: direct
                      parameters:
                        name: part-mine
                - from:
                    uri: seda:queue-mine?size=10
                """);

        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "- to: {id: call, uri: direct, parameters: {name: part-mine}} | the step call",
        "- to: direct:part-mine                                       | a step to",
        "- wireTap: {id: tap, uri: 'direct:part-mine'}                | the step tap",
        "- recipientList: {id: all, constant: 'direct:part-mine'}     | the step all"})
    void a_route_with_the_right_id_and_another_start_is_not_found(String step, String named) {
        written.sink("sink-mine", step).file("routes/sinks/parts.camel.yaml", """
                - route:
                    id: part-mine
                    from:
                      uri: direct
                      parameters:
                        name: part-mien
                """);

        assertThat(findings()).containsExactly(SINK + named + " of the route sink-mine calls direct:part-mine, which "
                + "no route has; did you mean direct:part-mien?");
    }

    @Test
    void a_start_that_only_camel_knows_is_found() {
        written.sink("sink-mine", "- to: direct:part-berlin");

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_start_that_a_setting_fills_in_is_not_any() {
        written.sink("sink-mine", "- to: {id: call, uri: 'direct:part-rome'}").file("routes/sinks/parts.camel.yaml", """
                - route:
                    id: part
                    from:
                      uri: direct:{{sink.mine.label:part-berlin}}
                """);

        assertThat(findings()).singleElement().asString().startsWith(SINK + "the step call of the route sink-mine calls "
                + "direct:part-rome, which no route has");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "- pollEnrich: {simple: 'seda:queue-mine', timeout: 10}",
        "- pollEnrich: {expression: {constant: {expression: 'seda:queue-mine?size=10'}}}",
        "- poll: {uri: seda, parameters: {name: queue-mine}}",
        "- poll: seda:queue-mine"})
    void a_queue_that_a_step_takes_from_needs_no_route(String step) {
        written.sink("sink-mine", "- to: seda:queue-mine\n" + step);

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_route_configuration_that_is_nowhere_is_refused() {
        written.file("routes/sinks/sink-mine.camel.yaml", """
                - route:
                    id: sink-mine
                    routeConfigurationId: api-errors
                    from:
                      uri: direct:sink-mine
                """);

        assertThat(findings()).containsExactly(SINK + "the route sink-mine names the route configuration api-errors, "
                + "which does not exist" + ADVICE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            landing, method: 'writes(1, 2)' | landing (writes), which this program does not have; did you mean write?
            landing, method: 'write("a,b", ${f(1, 2)}, 3)' | landing (write), which this program does not have for 3 \
            values, only for 2%s
            floor, method: write | floor (write), which this program does not have, and no camel.beans.floor defines \
            it%s
            """)
    void a_bean_or_method_that_is_not_there_is_refused(String bean, String finding) {
        written.sink("sink-mine", "- bean: {id: use, ref: " + bean + "}");

        assertThat(findings()).containsExactly(SINK + "the step use of the route sink-mine uses the bean "
                + finding.formatted(ADVICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"method: write", "method: 'write(\"a, b\", ${exchange})'"})
    void a_method_that_is_there_may_be_used(String method) {
        written.sink("sink-mine", "- bean: {ref: landing, " + method + "}");

        assertThat(findings()).isEmpty();
    }
}
