package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkContractTest {
    private static final String FILE = "routes/sinks/sink-share.camel.yaml";

    /** A user's copy of a shipped sink in which something is otherwise. */
    private static List<String> findings(String original, String text, String other) throws Exception {
        var shipped = Files.readString(Path.of("routes/sinks", original + ".camel.yaml"));
        assertThat(shipped).contains(text);
        return new SinkContract(new Written().file(FILE, shipped.replace(text, other)).entries()).findings();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sink-file | ref: foreignFiles                       | the bean foreignFiles (refuse)",
        "sink-file | ref: manifest                           | the bean manifest (write)",
        "sink-file | ref: withdrawal                         | the bean withdrawal (withdraw)",
        "sink-file | name: ledger-lease                      | direct:ledger-lease",
        "sink-s3   | ref: foreignFiles                       | the bean foreignFiles (refuse)",
        "sink-s3   | ref: manifest                           | the bean manifest (write)",
        "sink-s3   | name: ledger-lease                      | direct:ledger-lease",
        "sink-s3   | method: demandGone                      | the bean bucketProof (demandGone)"})
    void a_copy_from_before_the_program_counted_on_a_step_is_refused(String original, String step, String named)
            throws Exception {
        assertThat(findings(original, step, step + "Not")).containsExactly(FILE + " is older than this program, or "
                + "lost a step: it does not use " + named + "; take the step over from the " + original
                + " that came with this jar");
    }

    @Test
    void what_a_copy_does_in_its_own_way_is_its_own() throws Exception {
        assertThat(findings("sink-file", "sink-file", "sink-share")).isEmpty();
    }

    @Test
    void a_sink_that_is_no_copy_owes_nothing() {
        assertThat(new SinkContract(new Written().sink("sink-mine", "- to: file:out").entries()).findings()).isEmpty();
    }
}
