package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class UniqueIdsTest {
    private static final String LOG = """
            - log:
                id: %s
                message: here
            """;

    private final Written written = new Written();

    private List<String> findings() {
        return new UniqueIds(written.entries()).findings();
    }

    @Test
    void an_id_may_stand_once() {
        written.sink("sink-one", LOG.formatted("log-one")).sink("sink-two", LOG.formatted("log-two"));

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_step_with_the_id_of_a_step_in_another_file_is_refused_with_both_files() {
        written.sink("sink-one", LOG.formatted("log-it")).sink("sink-two", LOG.formatted("log-it"));

        assertThat(findings()).containsExactly(Written.path("sink-one") + " and " + Written.path("sink-two")
                + " both have the id log-it; give each route and step its own");
    }

    @Test
    void a_bean_with_the_name_of_a_bean_in_another_file_is_refused_with_both_files() {
        var bean = """
                - beans:
                    - name: rows
                      type: java.util.ArrayList
                """;
        written.file("routes/sinks/sink-one.camel.yaml", bean).file("routes/sinks/copy.camel.yaml", bean);

        assertThat(findings()).containsExactly("routes/sinks/sink-one.camel.yaml and routes/sinks/copy.camel.yaml: "
                + "several of their beans are called rows, of which Camel makes only one; give each its own name");
    }

    @Test
    void a_copied_file_whose_route_kept_its_id_is_refused() {
        written.sink("sink-one", "").file("routes/sinks/copy.camel.yaml", """
                - route:
                    id: sink-one
                    from:
                      uri: direct:sink-copy
                """);

        assertThat(findings()).containsExactly(Written.path("sink-one") + " and routes/sinks/copy.camel.yaml both have "
                + "the id sink-one; give each route and step its own");
    }

    @Test
    void a_file_that_was_copied_as_it_is_is_one_sentence_of_all_its_ids_and_one_of_its_start() {
        var steps = LOG.formatted("log-one") + LOG.formatted("log-two");
        written.sink("sink-one", steps).file("routes/sinks/copy.camel.yaml", """
                - route:
                    id: sink-one
                    from:
                      uri: direct:sink-one
                      steps:
                """ + steps.indent(8));

        assertThat(findings()).containsExactly(
                Written.path("sink-one") + " and routes/sinks/copy.camel.yaml both have the ids sink-one, log-one, "
                        + "log-two; give each route and step its own",
                Written.path("sink-one") + " and routes/sinks/copy.camel.yaml: several routes start from "
                        + "direct:sink-one; give all but one another name");
    }

    @Test
    void an_id_twice_in_one_file_is_refused_at_any_depth() {
        written.sink("sink-one", """
                - choice:
                    id: which
                    when:
                      - id: first
                        simple: ${body}
                        steps:
                          - log:
                              id: which
                              message: here
                """);

        assertThat(findings()).containsExactly(Written.path("sink-one") + " has the id which more than once; give "
                + "each route and step its own");
    }

    @Test
    void what_an_endpoint_calls_id_is_none() {
        written.sink("sink-one", """
                - to:
                    id: put
                    uri: azure-files
                    parameters:
                      id: put
                """);

        assertThat(findings()).isEmpty();
    }
}
