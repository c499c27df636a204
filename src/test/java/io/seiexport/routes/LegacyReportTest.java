package io.seiexport.routes;

import static io.seiexport.sandbox.Call.REPORT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;

/** The way of an export whose call is answered by the file itself. */
@Execution(ExecutionMode.CONCURRENT)
class LegacyReportTest extends RouteTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String DOMAIN = "legacy-efficiency";
    private static final String LANDED = "legacy-efficiency/team-123/monthly/2026-04-01_2026-04-30";
    private static final String REQUEST = "{\"teamRefId\":123,\"collectionId\":\"123\",\"dateStart\":\"2026-04-01\","
            + "\"dateEnd\":\"2026-04-30\",\"granularity\":\"monthly\",\"efficiency\":{\"metrics\":["
            + "\"LEAD_TIME_FOR_CHANGES\",\"DEPLOYMENT_FREQUENCY\",\"CHANGE_FAILURE_RATE\","
            + "\"MEAN_TIME_TO_RESTORE\"]}}";

    private static Map<String, String> settings(String... more) {
        var settings = new HashMap<>(Map.of("export.legacy-efficiency.enabled", "true",
                "export.legacy-efficiency.scopes", "team:123"));
        for (var i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private Staged export() throws Exception {
        ring(DOMAIN);
        assertThat(ends.await().delivered()).hasSize(1);
        return ends.delivered().values().iterator().next();
    }

    private Failure failure() throws Exception {
        ring(DOMAIN);
        return ends.await().failed().values().iterator().next();
    }

    private JsonNode manifest() throws Exception {
        return JsonMapper.builder().build().readTree(data().resolve(LANDED + ".manifest.json").toFile());
    }

    private int asked() {
        return sandbox().count(REPORT, "report");
    }

    @Test
    void one_call_brings_the_file_and_no_job_is_made() throws Exception {
        start(settings("sei.auth", "x-api-key"));

        var staged = export();

        assertThat(sandbox().received()).singleElement().satisfies(call -> {
            assertThat(call.method() + " " + call.path()).isEqualTo("POST /v2/insights/teams/reports");
            assertThat(call.query()).isEqualTo(
                    Map.of("format", "csv", "projectIdentifier", "Metrics", "orgIdentifier", "Acme"));
            assertThat(call.headers()).containsEntry("x-api-key", "key-of-the-tests")
                    .containsEntry("Content-Type", "application/json")
                    .containsEntry("Accept", "text/csv, application/gzip, */*;q=0.8");
            assertThat(call.body()).isEqualTo(REQUEST);
        });
        assertThat(Files.readString(data().resolve(LANDED + ".csv"))).hasLineCount(2).startsWith("Collection Name,"
                + "Lead Time for Changes (mean),Deployment Frequency,Change Failure Rate,Mean Time to Restore (mean)\n");
        assertThat(staged.proof().rows()).isEqualTo(1);
        assertThat(waiting()).isEmpty();
        assertThat(inLedger("select state || coalesce(export_id, '-') from sei_window")).isEqualTo("delivered-");
        assertThat(inLedger("select count(*) from sei_job")).isEqualTo("0");
        assertThat(inLedger("select took_millis >= 0 from sei_series")).isEqualTo("1");
    }

    @Test
    void its_manifest_has_no_export_id_and_tells_when_it_was_asked_for() throws Exception {
        start(settings());

        export();

        var manifest = manifest();
        assertThat(manifest.path("exportId").isNull()).isTrue();
        assertThat(manifest.path("request").toString()).isEqualTo(REQUEST);
        assertThat(manifest.path("reused").booleanValue()).isFalse();
        assertThat(manifest.path("completedAt").asText()).isGreaterThanOrEqualTo(manifest.path("createdAt").asText());
        assertThat(manifest.path("rows").asInt()).isEqualTo(1);
    }

    @Test
    void contributors_are_the_rows_where_they_are_asked_for() throws Exception {
        start(Map.of("export.legacy-productivity.enabled", "true", "export.legacy-productivity.scopes", "team:123",
                "export.legacy-productivity.level", "contributor", "export.legacy-productivity.metrics", "CODING_DAYS",
                "export.legacy-productivity.include-ratings", "true"));

        ring("legacy-productivity");

        assertThat(ends.await().delivered().values()).singleElement().satisfies(staged -> {
            assertThat(staged.proof().header())
                    .containsExactly("Contributor Name", "Coding Days", "Coding Days Rating");
            assertThat(staged.proof().rows()).isEqualTo(3);
        });
    }

    @Test
    void zero_bytes_land_as_an_empty_file_without_rows_and_are_warned_of() throws Exception {
        start(settings("schema-drift", "fail", "empty-replaces", "warn", "export.legacy-efficiency.transform",
                "direct:transform-columns", "export.legacy-efficiency.columns.keep", "Collection Name"));
        export();
        var columns = inLedger("select columns from sei_series");
        sandbox().faults().next(REPORT, Fault.body("text/csv", new byte[0]));

        ring(DOMAIN);
        var staged = ends.await().delivered().values().stream().filter(file -> file.proof().rows() == 0).findFirst();

        assertThat(staged).hasValueSatisfying(file -> assertThat(file.warnings()).containsExactly(
                "The server answered with 0 bytes, which means that the report has no rows."));
        assertThat(data().resolve(LANDED + ".csv")).isEmptyFile();
        assertThat(manifest().path("rows").asInt(-1)).isZero();
        assertThat(manifest().path("bytes").asInt(-1)).isZero();
        assertThat(inLedger("select columns from sei_series")).isEqualTo(columns);
    }

    @Test
    void zero_bytes_take_no_place_of_rows_unless_a_person_says_so() throws Exception {
        start(settings());
        export();
        sandbox().faults().next(REPORT, Fault.body("text/csv", new byte[0])).forEver();

        assertThat(failure().reason()).isEqualTo(Reason.EMPTY_REPLACES);
        assertThat(data().resolve(LANDED + ".csv")).isNotEmptyFile();
    }

    @Test
    void an_answer_in_json_is_an_error_in_the_words_of_the_server() throws Exception {
        start(settings("retry.max-attempts", "1"));
        sandbox().faults().next(REPORT, Fault.answer(200, "{\"message\": \"Team 123 is being set up\"}"));

        assertThat(failure()).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.JSON);
            assertThat(failure.sentence()).isEqualTo("the downloaded file was refused: The server answered with JSON "
                    + "instead of a report: Team 123 is being set up");
        });
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | bad-request | dateEnd is wrong            | the server answered 400: dateEnd is wrong; check the "
                + "export.<domain>.* settings, sei.org and sei.project",
        "404 | not-found   | {\"message\":\"No such\"}   | the server answered 404: No such; check whether the API has "
                + "POST /v2/insights/teams/reports?format=csv, which is the property report of the domain "
                + "legacy-efficiency in routes/exports/export-legacy-efficiency.camel.yaml, and then sei.base-url"})
    void an_answer_that_is_an_error_is_said_with_what_to_check(int code, String reason, String body, String sentence)
            throws Exception {
        start(settings("retry.max-attempts", "1"));
        sandbox().faults().next(REPORT, Fault.answer(code, body).header("Content-Type", "text/plain"));

        assertThat(failure()).satisfies(failure -> {
            assertThat(failure.reason().word()).isEqualTo(reason);
            assertThat(failure.sentence()).isEqualTo(sentence);
        });
    }

    @Test
    void a_report_may_take_longer_to_make_than_other_answers() throws Exception {
        start(settings("camel.component.http.response-timeout", "2000", "camel.component.http.so-timeout", "2000"));
        sandbox().faults().next(REPORT, Fault.delay(Duration.ofMillis(4000)));

        export();

        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void a_report_that_takes_longer_than_its_own_setting_allows_is_given_up_in_a_sentence_that_names_it()
            throws Exception {
        start(settings("report.timeout", "300ms", "retry.max-attempts", "1"));
        sandbox().faults().next(REPORT, Fault.delay(LIMIT));

        assertThat(failure()).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(failure.sentence()).isEqualTo("the server did not answer in time: no complete answer came "
                    + "within 300 ms; allow more with report.timeout");
        });
    }

    @Test
    void a_report_whose_answer_was_lost_is_asked_for_again_by_the_same_bytes() throws Exception {
        start(settings());
        sandbox().faults().next(REPORT, Fault.lostAnswer()).times(2);

        export();

        assertThat(requests()).containsExactly(REQUEST, REQUEST, REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"0, false, input-output", "40, false, input-output", "0, true, truncated", "40, true, truncated"})
    void a_report_that_breaks_off_is_never_taken_for_whole(long bytes, boolean chunked, String reason)
            throws Exception {
        start(settings("retry.max-attempts", "2"));
        var cut = chunked ? Fault.ordinary().withoutLength() : Fault.ordinary();
        sandbox().faults().next(REPORT, cut.cutAfter(bytes)).times(2);

        assertThat(failure().reason().word()).isEqualTo(reason);
        assertThat(files()).isEmpty();

        assertThat(export().proof().rows()).isEqualTo(1);
        assertThat(asked()).isEqualTo(3);
    }

    @Test
    void a_program_that_ended_while_it_waited_asks_again_when_it_is_started_anew() throws Exception {
        start(settings("retry.max-attempts", "1"));
        sandbox().faults().next(REPORT, Fault.drop());
        failure();
        assertThat(inLedger("select state from sei_window")).isEqualTo("asked");

        startAgain(settings());
        export();

        assertThat(requests()).containsExactly(REQUEST, REQUEST);
        assertThat(inLedger("select state from sei_window")).isEqualTo("delivered");
    }

    @Test
    void a_staged_report_goes_on_to_its_sink_without_being_asked_for_again() throws Exception {
        Files.writeString(data(), "no folder");
        start(settings());
        failure();
        assertThat(inLedger("select state from sei_window")).isEqualTo("staged");

        Files.delete(data());
        export();

        assertThat(asked()).isEqualTo(1);
        assertThat(manifest().path("exportId").isNull()).isTrue();
        assertThat(manifest().path("createdAt").asText()).isNotEmpty();
    }

    @Test
    void as_they_come_both_are_switched_off_and_nobody_needs_their_settings() throws Exception {
        start(Map.of());

        assertThat(context().getRoutes()).extracting("id").contains("export-efficiency")
                .doesNotContain("export-legacy-efficiency", "export-legacy-productivity");
    }

    @Test
    void a_team_that_is_no_number_is_refused_at_the_start() {
        assertThatThrownBy(() -> start(settings("export.legacy-efficiency.scopes", "team:abc")))
                .hasMessageContaining("scopes = team:abc: legacy-efficiency takes team:NUMBER, such as team:123");
        assertThat(sandbox().received()).isEmpty();
    }

    @Test
    void jobs_are_downloaded_as_before_beside_reports() throws Exception {
        start(settings("export.ba.scopes", "team:101"));
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));

        ring(DOMAIN);
        ring("ba");

        assertThat(ends.await().delivered()).hasSize(2);
    }
}
