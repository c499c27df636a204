package io.seiexport.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;

import io.seiexport.csv.RefusedFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from each reason of a failure. */
class ReasonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            reason            | window    | next try    | holds   | attempt | sink
            bad-request       | counts    | new job     | nothing | another | held
            bomb              | counts    | new job     | nothing | none    | held
            corrupt           | counts    | new job     | nothing | another | held
            deadline          | counts    | same job    | nothing | none    | held
            double-gzip       | counts    | new job     | nothing | another | held
            empty             | counts    | new job     | nothing | another | held
            empty-replaces    | counts    | new job     | nothing | another | held
            encoding          | counts    | new job     | nothing | another | held
            file              | postpones | same job    | disk    | none    | held
            forbidden         | postpones | same job    | server  | another | held
            foreign-file      | counts    | same job    | nothing | another | spared
            foreign-host      | counts    | new job     | nothing | another | held
            foreign-job       | counts    | after reuse | nothing | another | held
            header            | counts    | new job     | nothing | another | held
            held              | counts    | new job     | nothing | another | spared
            html              | counts    | new job     | nothing | another | held
            input-output      | postpones | same job    | server  | another | held
            internal          | postpones | same job    | nothing | another | held
            job-cancelled     | counts    | after reuse | nothing | another | held
            job-failed        | counts    | after reuse | nothing | another | held
            json              | counts    | new job     | nothing | another | held
            lease-lost        | counts    | new job     | nothing | another | spared
            missing-columns   | counts    | new job     | nothing | another | held
            not-csv           | counts    | new job     | nothing | another | held
            not-found         | postpones | new job     | server  | another | held
            not-ready         | postpones | same job    | nothing | another | held
            open-window       | postpones | new job     | nothing | another | held
            orphan            | counts    | new job     | nothing | another | held
            ragged            | counts    | new job     | nothing | another | held
            redirect          | postpones | new job     | server  | another | held
            schema-drift      | counts    | new job     | nothing | another | held
            server-error      | postpones | same job    | server  | another | held
            settings          | postpones | same job    | nothing | another | held
            sink              | postpones | same job    | sinks   | another | held
            stale             | postpones | after reuse | nothing | another | held
            stalled           | postpones | same job    | nothing | another | held
            stopped           | neither   | same job    | nothing | another | held
            timeout           | postpones | same job    | server  | another | held
            tls               | postpones | same job    | server  | another | held
            too-large         | counts    | new job     | nothing | none    | held
            too-many-requests | postpones | same job    | server  | another | held
            trailing-bytes    | counts    | new job     | nothing | another | held
            truncated         | counts    | new job     | nothing | another | held
            unauthorized      | postpones | same job    | server  | another | held
            unclosed-quote    | counts    | new job     | nothing | another | held
            unexpected-answer | postpones | new job     | server  | another | held
            unframed          | counts    | new job     | nothing | another | held
            unreachable       | postpones | same job    | server  | another | held
            unreadable-answer | postpones | same job    | server  | another | held
            xml               | counts    | new job     | nothing | another | held
            """)
    void a_reason_entails(String word, String window, String next, String holds, String attempt, String sink)
            throws Exception {
        assertThat(Failure.reasons()).hasSize(50).contains(word);
        assertThat(list("job.Verdict", "OF_THE_WORLD").contains(word)).isEqualTo(window.equals("postpones"));
        assertThat(list("job.Verdict", "OF_THE_WAY").contains(word)).isEqualTo(next.equals("same job"));
        assertThat(list("job.RetryDecision", "OF_THE_JOB").contains(word)).isEqualTo(next.equals("after reuse"));
        assertThat(list("job.Outages", "OF_THE_SERVER").contains(word)).isEqualTo(holds.equals("server"));
        assertThat(list("http.Retry", "FINAL").contains(word)).isEqualTo(attempt.equals("none"));
    }

    private static Collection<?> list(String owner, String name) throws Exception {
        var field = Class.forName("io.seiexport." + owner).getDeclaredField(name);
        field.setAccessible(true);
        return (Collection<?>) field.get(null);
    }
}
