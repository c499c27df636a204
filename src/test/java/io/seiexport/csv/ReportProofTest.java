package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.seiexport.failure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is a report: it may be of zero bytes, and JSON in its place is what the server has to say. */
class ReportProofTest {
    private static final Expected ANY = new Expected("export.legacy-efficiency.expect-columns", List.of(), List.of());

    private static Proof proof(byte[] body, BodyEnd ending, Expected expected, String... types) throws IOException {
        var check = new HeaderCheck(DeclaredType.of(Stream.of(types)), expected);
        try (var stream = new ProvingStream(new ByteArrayInputStream(body), FileLimits.DEFAULT, check, false, ending,
                () -> false, Runnable::run)) {
            stream.readAllBytes();
            return stream.proof();
        }
    }

    private static Proof report(String body, String type) throws IOException {
        return proof(body.getBytes(UTF_8), BodyEnd.KNOWN, ANY.ofReport(true), type);
    }

    private static void assertRefused(Reason reason, String sentence, String body, String type) {
        assertThatThrownBy(() -> report(body, type)).isInstanceOfSatisfying(RefusedFile.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.getMessage()).isEqualTo(sentence);
        });
    }

    @Test
    void one_of_zero_bytes_has_no_rows() throws IOException {
        var proof = report("", "text/csv");

        assertThat(proof.rows()).isZero();
        assertThat(proof.columns()).isZero();
        assertThat(proof.bytes()).isZero();
        assertThat(proof.warnings())
                .containsExactly("The server answered with 0 bytes, which means that the report has no rows.");
    }

    @Test
    void one_of_zero_bytes_need_not_have_the_columns_that_others_must_have() throws IOException {
        var expected = new Expected("expect-columns", List.of("Team"), List.of("Team", "Points")).ofReport(true);

        assertThat(proof(new byte[0], BodyEnd.KNOWN, expected, "text/csv").rows()).isZero();
    }

    @Test
    void nothing_that_is_packed_as_gzip_has_no_rows_either() throws IOException {
        var gzip = new ByteArrayOutputStream();
        new GZIPOutputStream(gzip).close();

        assertThat(proof(gzip.toByteArray(), BodyEnd.KNOWN, ANY.ofReport(true), "text/csv").bytes()).isZero();
    }

    @Test
    void zero_bytes_whose_end_nobody_has_told_may_be_a_cut_answer() {
        assertThatThrownBy(() -> proof(new byte[0], BodyEnd.REFUSED, ANY.ofReport(true), "text/csv"))
                .isInstanceOfSatisfying(RefusedFile.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.UNFRAMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " ", "\r\n\r\n"})
    void blank_bytes_are_no_report(String body) {
        assertThatThrownBy(() -> report(body, "text/csv")).isInstanceOfSatisfying(RefusedFile.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.EMPTY));
    }

    @Test
    void zero_bytes_are_no_people() {
        assertThatThrownBy(() -> proof(new byte[0], BodyEnd.KNOWN, ANY.ofReport(false), "text/csv"))
                .isInstanceOfSatisfying(RefusedFile.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.EMPTY));
    }

    @Test
    void zero_bytes_are_no_file_of_a_job() {
        assertThatThrownBy(() -> proof(new byte[0], BodyEnd.KNOWN, ANY, "text/csv"))
                .isInstanceOfSatisfying(RefusedFile.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.EMPTY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"status\":400,\"message\":\"No such team\"} | application/json                | : No such team",
        "{\"error\":\"Team is gone\"}                 | text/csv                        | : Team is gone",
        "\"no data\"                                  | application/json;charset=UTF-8  | : \"no data\"",
        "''                                           | application/json                | ''",
        "{\"records\":[{\"name\":\"Zoë Müller\"}]}      | application/json                | ''",
        "{\"records\":[{\"name\":\"Zoë Mül             | text/csv                        | ''",
        "Team,Points                                  | application/problem+json        | : Team,Points"})
    void json_is_an_error_in_the_words_of_the_server(String body, String type, String words) {
        assertRefused(Reason.JSON, "The server answered with JSON instead of a report" + words, body, type);
    }

    @Test
    void json_is_an_error_also_where_a_person_vouches_for_the_columns() {
        var expected = new Expected("expect-columns", List.of("Team"), List.of()).ofReport(true);

        assertThatThrownBy(() -> proof("Team,Points\nA,1\n".getBytes(UTF_8), BodyEnd.KNOWN, expected,
                "application/json")).isInstanceOf(RefusedFile.class);
    }

    @Test
    void a_csv_is_proven_as_the_file_of_a_job_is() throws IOException {
        var proof = report("Collection Name,Lead Time for Changes Rating\nParent Team,—\n", "text/csv");

        assertThat(proof.rows()).isEqualTo(1);
        assertThat(proof.warnings()).isEmpty();
        assertThatThrownBy(() -> report("a,b\n1\n", "text/csv")).isInstanceOfSatisfying(RefusedFile.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.RAGGED));
    }
}
