package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    private static final String SINK = Written.path("sink-mine");

    private List<String> findings(String steps) {
        return new Variables(new Written().sink("sink-mine", steps).entries()).findings();
    }

    @Test
    void those_of_an_export_are_the_ones_that_the_manual_lists() throws Exception {
        var manual = Files.readString(Path.of("src/docs/architecture.md"));
        var listed = Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                .matcher(manual.substring(manual.indexOf("## The variables that travel")));

        assertThat(Variables.OF_AN_EXPORT).containsExactlyInAnyOrderElementsOf(
                listed.results().map(row -> row.group(1)).toList());
    }

    @Test
    void the_engine_of_this_project_reads_what_it_writes() throws Exception {
        assertThat(new Variables(Written.withTheEngine().entries()).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"selection", "entry", "export", "polling", "job", "call", "staged", "delivery", "sink",
        "failure", "trial"})
    void what_the_engine_gives_may_be_read(String name) {
        assertThat(findings("- log: ${variable." + name + ".more}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "- log: ${variable.exprot.name}                                       | a step log",
        "- setBody: {id: set, simple: '${variable.exprot[name]}'}             | the step set",
        "- setBody: {id: set, simple: '${variable:exprot}'}                   | the step set",
        "- setBody: {id: set, simple: '${variableAs(exprot, String)}'}        | the step set",
        "- setBody: {id: set, expression: {variable: {expression: exprot}}}   | the step set",
        "- setBody: {id: set, variable: exprot}                               | the step set",
        "- bean: {id: call, ref: mine, method: 'of(${variable.exprot})'}      | the step call",
        "- to: {id: send, uri: 'direct:x', variableSend: exprot}              | the step send",
        "- convertVariableTo: {id: turn, name: exprot, toName: x, type: int}  | the step turn"})
    void what_nobody_writes_may_not_be_read_in_any_way(String step, String named) {
        assertThat(findings(step)).containsExactly(SINK + ": " + named + " of the route sink-mine reads the variable "
                + "exprot, which no step writes; did you mean export? If not, set it by a step before, where Java or a "
                + "script of yours writes it");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "- setVariable: {name: mine, constant: x}",
        "- setVariables: {variables: [{name: mine, constant: x}]}",
        "- to: {uri: 'direct:x', variableReceive: mine}",
        "- convertVariableTo: {name: export, toName: mine, type: String}"})
    void what_a_step_writes_may_be_read(String step) {
        assertThat(findings(step + "\n- log: ${variable.mine}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "- setHeader: {name: x, variable: my.own}",
        "- setHeader: {name: x, expression: {variable: {expression: my.own}}}",
        "- to: {uri: 'direct:x', variableSend: my.own}",
        "- log: ${variable.my.own}"})
    void a_name_with_dots_may_be_read_in_any_way(String step) {
        assertThat(findings("- setVariable: {name: my.own, constant: x}\n" + step)).isEmpty();
    }

    @Test
    void what_another_file_of_the_users_writes_may_be_read() {
        var written = new Written().sink("sink-mine", "- log: ${variable.shared}")
                .sink("sink-other", "- setVariable: {name: shared, constant: x}");

        assertThat(new Variables(written.entries()).findings()).isEmpty();
    }

    @Test
    void what_the_engine_writes_for_itself_alone_may_not_be_read_by_others() throws Exception {
        var written = Written.withTheEngine().sink("sink-mine", "- log: ${variable.expected}");

        assertThat(new Variables(written.entries()).findings()).singleElement().asString()
                .startsWith(SINK + ": a step log of the route sink-mine reads the variable expected, which no ");
    }

    @Test
    void variables_of_the_whole_program_may_be_set_elsewhere() {
        assertThat(findings("- log: ${variable.global:greeting} ${variable.route:other:x}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "- setVariable: {id: set, name: export, constant: x}                  | the step set  | export",
        "- setVariables: {id: all, variables: [{name: job, constant: x}]}     | the step all  | job",
        "- to: {id: send, uri: 'direct:x', variableReceive: sink}             | the step send | sink",
        "- setVariable: {id: set, name: heldSink, constant: x}                | the step set  | heldSink"})
    void what_the_engine_needs_may_not_be_written(String step, String named, String variable) {
        assertThat(findings(step)).containsExactly(SINK + ": " + named + " of the route sink-mine writes the variable "
                + variable + ", which the engine needs; give yours another name");
    }

    @Test
    void nor_may_it_be_what_a_route_starts_with() {
        assertThat(new Variables(new Written().file("routes/sinks/sink-mine.camel.yaml", """
                - route:
                    id: sink-mine
                    from:
                      uri: direct:sink-mine
                      variableReceive: staged
                """).entries()).findings()).containsExactly("routes/sinks/sink-mine.camel.yaml: the route sink-mine "
                        + "writes the variable staged, which the engine needs; give yours another name");
    }

    @Test
    void what_the_engine_needs_may_not_be_removed() {
        assertThat(findings("- removeVariable: {id: drop, name: delivery}\n- removeVariable: '*'\n"
                + "- removeVariable: mine")).containsExactly(
                        SINK + ": the step drop of the route sink-mine removes the variable delivery, which the engine "
                                + "needs; give yours another name",
                        SINK + ": a step removeVariable of the route sink-mine removes the variable *, and with it "
                                + "those of the engine; name those of your own");
    }
}
