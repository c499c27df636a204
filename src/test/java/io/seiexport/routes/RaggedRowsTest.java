package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Fault;

class RaggedRowsTest extends RouteTest {
    private static final String LANDED = "ba/team-101/weekly/2026-04-01_2026-04-30.csv";
    private static final byte[] TWO_IN_ONE = "a,b\n1,2\n\"a\",b\n3,4\n".getBytes(UTF_8);
    private static final byte[] RAGGED = "a,b\n1,2\n3\n".getBytes(UTF_8);

    @Test
    void fail_refuses_a_file_with_a_ragged_row() throws Exception {
        export("fail");

        assertThat(ends.failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.RAGGED);
            assertThat(failure.sentence()).contains("Row 2 has 1 fields, but the header has 2");
        });
        assertThat(files()).isEmpty();
    }

    @Test
    void warn_delivers_it_as_it_is() throws Exception {
        export("warn");

        assertThat(ends.failed()).isEmpty();
        assertThat(data().resolve(LANDED)).hasBinaryContent(RAGGED);
        assertThat(ends.delivered().values()).singleElement().satisfies(staged -> assertThat(staged.proof().warnings())
                .containsExactly("Row 2 has 1 fields, but the header has 2; it starts at byte 8. Ragged rows in all: "
                        + "1."));
    }

    @Test
    void fail_refuses_two_files_in_one() throws Exception {
        export("fail", TWO_IN_ONE);

        assertThat(ends.failed().values()).containsExactly(new Failure(Reason.HEADER, "the downloaded file was "
                + "refused: Row 2 repeats the header, as if one file was appended to another; it starts at byte 8. "
                + "ragged-rows=warn accepts it as a row."));
        assertThat(files()).isEmpty();
    }

    @Test
    void warn_delivers_two_files_in_one_as_they_are() throws Exception {
        export("warn", TWO_IN_ONE);

        assertThat(data().resolve(LANDED)).hasBinaryContent(TWO_IN_ONE);
        assertThat(ends.delivered().values()).singleElement().satisfies(staged -> {
            assertThat(staged.proof().rows()).isEqualTo(3);
            assertThat(staged.proof().warnings()).containsExactly("Row 2 repeats the header, as if one file was "
                    + "appended to another; it starts at byte 8. Repeated headers in all: 1.");
        });
    }

    private void export(String raggedRows) throws Exception {
        export(raggedRows, RAGGED);
    }

    private void export(String raggedRows, byte[] body) throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "ragged-rows", raggedRows, "retry.max-attempts", "1"));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", body));
        ring("ba");
        ends.await();
    }
}
