package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.http.BaseUrl;
import io.seiexport.http.ServerClock;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-05-13T10:00:00Z");
    private static final Job KNOWN = new Job("exp_1", true, "QUEUED", "2026-05-13T09:58:00Z", "", "", "", "");

    private final JobAnswers answers = new JobAnswers(
            new ServerClock(new BaseUrl("http://127.0.0.1:9"), () -> NOW), () -> NOW);

    @Test
    void business_alignment_time_in_status_and_efficiency_answer_with_a_status() throws Exception {
        var job = created(202, """
                {"exportId": "exp_2B3C4D5E", "status": "QUEUED", "createdAt": "2026-05-13T10:00:00Z",
                 "message": "Export job created successfully"}""");

        assertThat(job).isEqualTo(new Job("exp_2B3C4D5E", false, "QUEUED", "2026-05-13T10:00:00Z", "",
                "Export job created successfully", "", ""));
        assertThat(job.waiting()).isTrue();
    }

    @Test
    void productivity_answers_without_a_status() throws Exception {
        var job = created(202, """
                {"exportId": "exp_7a8b9c0d", "createdAt": "2026-05-13T09:59:30Z",
                 "message": "Export created successfully"}""");

        assertThat(job.status()).isEmpty();
        assertThat(job.waiting()).isTrue();
        assertThat(job.unknown()).isFalse();
        assertThat(job.reused()).isFalse();
    }

    @Test
    void sprints_answer_with_much_that_nobody_asked_for() throws Exception {
        var job = created(202, """
                {"exportId": "exp_7a8b9c0d", "createdAt": "2025-12-29T10:00:00Z",
                 "createdBy": {"userId": "user_789", "name": "Alice Wong", "email": "alice.wong@company.com"},
                 "metadata": {"scope": {"teamId": "456"}, "dateRange": {"start": "2025-01-01", "end": "2025-12-31"},
                              "metricGroups": ["work"], "options": {"granularity": "sprint"}},
                 "message": "Export created successfully", "unheardOf": [1, {"a": null}]}""");

        assertThat(job.exportId()).isEqualTo("exp_7a8b9c0d");
        assertThat(job.waiting()).isTrue();
    }

    @Test
    void a_reused_job_may_be_done_already() throws Exception {
        var job = created(202, """
                {"exportId": "exp_9F0A1B2C", "status": "COMPLETED", "createdAt": "2025-05-13T10:00:00Z",
                 "createdBy": {"userId": "user_789"}, "message": "Duplicate request - returning existing export"}""");

        assertThat(job.reused()).isTrue();
        assertThat(job.completed()).isTrue();
        assertThat(job.createdAt()).isEqualTo("2025-05-13T10:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "200, '',                                                                       false",
        "200, Export created successfully,                                              false",
        "200, Using existing export with identical parameters,                          true",
        "202, Using existing export with identical parameters,                          true",
        "202, Using Existing export with identical parameters created by Jane Smith,    true",
        "202, DUPLICATE REQUEST,                                                        true",
        "202, Export created successfully,                                              false",
        "201, '',                                                                       false"})
    void a_job_is_reused_where_its_message_says_so_whatever_its_code(int code, String message, boolean reused)
            throws Exception {
        assertThat(created(code, "{\"exportId\": \"exp_1\", \"message\": \"" + message + "\"}").reused())
                .isEqualTo(reused);
    }

    @ParameterizedTest
    @CsvSource({"2026-05-13T09:58:59Z, true", "2026-05-13T09:59:01Z, false", "2026-05-13T10:00:30Z, false"})
    void a_job_that_is_older_than_its_request_is_reused_whatever_its_message(String createdAt, boolean reused)
            throws Exception {
        assertThat(created(202, "{\"exportId\": \"exp_1\", \"createdAt\": \"" + createdAt
                + "\", \"message\": \"Export created successfully\"}").reused()).isEqualTo(reused);
    }

    @Test
    void a_job_that_an_earlier_attempt_of_the_request_has_begun_is_not_reused() throws Exception {
        var exchange = answered("{\"exportId\": \"exp_1\", \"createdAt\": \"2026-05-13T09:50:00Z\"}");
        new ApiCall("POST", "/v2/insights/ba/exports", "ba", "", ApiCall.Limits.NONE, ApiCall.Course.STRAIGHT,
                new ApiCall.Attempts(1, 0, Instant.parse("2026-05-13T09:50:10Z")), 0, null).keep(exchange);

        assertThat(answers.created(exchange).reused()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"exportId\": null}", "{\"exportId\": \" \"}", "{\"exportId\": {\"id\": 1}}",
        "{\"id\": \"exp_1\"}", "[{\"exportId\": \"exp_1\"}]", "\"exp_1\"", "null"})
    void an_answer_that_names_no_export_ends_it(String answer) {
        assertThatThrownBy(() -> created(202, answer)).isInstanceOf(ExportFailed.class)
                .hasMessage("the server accepted the request but sent no exportId")
                .extracting(thrown -> ((ExportFailed) thrown).reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
    }

    @Test
    void an_id_may_be_a_number() throws Exception {
        assertThat(created(202, "{\"exportId\": 4711}").exportId()).isEqualTo("4711");
    }

    @Test
    void a_job_whose_beginning_is_not_told_begins_now() throws Exception {
        assertThat(created(202, "{\"exportId\": \"exp_1\"}").begun()).contains(NOW);
    }

    @Test
    void what_a_poll_does_not_tell_stays_as_it_was_known() throws Exception {
        var job = polled("{\"status\": \"PROCESSING\"}");

        assertThat(job).isEqualTo(
                new Job("exp_1", true, "PROCESSING", "2026-05-13T09:58:00Z", "", "", "", ""));
    }

    @Test
    void a_poll_does_not_change_the_id_that_is_asked_for() throws Exception {
        assertThat(polled("{\"exportId\": \"exp_other\", \"status\": \"QUEUED\"}").exportId()).isEqualTo("exp_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "COMPLETED", "Completed", " completed "})
    void it_is_completed_in_any_letter_case(String status) throws Exception {
        var job = polled("{\"status\": \"" + status + "\", \"completedAt\": \"2026-05-13T10:01:30Z\"}");

        assertThat(job.completed()).isTrue();
        assertThat(job.waiting()).isFalse();
        assertThat(job.failed()).isFalse();
        assertThat(job.unknown()).isFalse();
        assertThat(job.completedAt()).isEqualTo("2026-05-13T10:01:30Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "FAILED", "cancelled", "CANCELLED", "Canceled"})
    void it_is_failed_in_any_letter_case(String status) throws Exception {
        var job = polled("{\"status\": \"" + status + "\"}");

        assertThat(job.failed()).isTrue();
        assertThat(job.waiting()).isFalse();
        assertThat(job.completed()).isFalse();
        assertThat(job.completedAt()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "QUEUED", "Processing", "PROCESSING", ""})
    void it_waits_in_any_letter_case(String status) throws Exception {
        var job = polled("{\"status\": \"" + status + "\"}");

        assertThat(job.waiting()).isTrue();
        assertThat(job.unknown()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"RUNNING\"", "\"COMPLETED_WITH_ERRORS\"", "\"success\"", "\"expired\"", "404"})
    void an_unknown_status_is_waited_out_with_a_warning(String status) throws Exception {
        var job = polled("{\"status\": " + status + "}");

        assertThat(job.waiting()).isTrue();
        assertThat(job.unknown()).isTrue();
        assertThat(job.completed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"status\": null}", "{\"status\": [\"COMPLETED\"]}",
        "{\"status\": {\"code\": \"COMPLETED\"}}", "{\"status\": true}", "[]", "null", "\"COMPLETED\""})
    void a_status_of_the_wrong_type_is_none(String answer) throws Exception {
        var job = polled(answer);

        assertThat(job.waiting()).isTrue();
        assertThat(job.status()).isEmpty();
    }

    @Test
    void a_job_whose_end_is_not_told_ended_now() throws Exception {
        assertThat(polled("{\"status\": \"completed\"}").completedAt()).isEqualTo(NOW.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"error\": \"Invalid teamId\"}                                                   | Invalid teamId",
        "{\"error\": {\"code\": \"E42\", \"message\": \"Invalid teamId\"}}                 | Invalid teamId E42",
        "{\"error\": {\"message\": \"Invalid teamId\"}}                                    | Invalid teamId",
        "{\"error\": {\"code\": \"E42\"}}                                                  | E42",
        "{\"error\": {}, \"message\": \"Out of memory\"}                                   | Out of memory",
        "{\"error\": \" \", \"message\": \"Out of memory\"}                                | Out of memory",
        "{\"error\": [1], \"message\": \"Out of memory\"}                                  | Out of memory",
        "{\"error\": \"Invalid teamId\", \"message\": \"Export failed\"}                   | Invalid teamId",
        "{\"message\": \"Out of memory\"}                                                  | Out of memory",
        "{\"error\": null, \"message\": null}                                              | the server gave no reason",
        "{}                                                                               | the server gave no reason"})
    void the_reason_of_a_failure_is_found_wherever_it_stands(String answer, String reason) throws Exception {
        assertThat(polled(answer).reason()).isEqualTo(reason);
    }

    @Test
    void a_long_reason_becomes_a_short_line() throws Exception {
        assertThat(polled("{\"error\": \"first\\n  second" + "x".repeat(100_000) + "\"}").reason())
                .startsWith("first second").hasSize(301).endsWith("\u2026");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"download\": {\"url\": \"/v2/x\", \"filename\": \"x.csv.gz\", \"sizeBytes\": 245672}} | /v2/x",
        "{\"downloadUrl\": \"/v2/x\"}                                                            | /v2/x",
        "{\"download\": {\"filename\": \"x.csv\"}, \"downloadUrl\": \"/v2/x\"}                   | /v2/x",
        "{\"download\": null, \"downloadUrl\": \"/v2/x\"}                                        | /v2/x",
        "{\"download\": {\"url\": [1]}, \"downloadUrl\": {}}                                     | ''",
        "{\"status\": \"COMPLETED\"}                                                             | ''"})
    void the_address_of_the_file_may_stand_in_two_places_or_in_none(String answer, String url) throws Exception {
        assertThat(polled(answer).downloadUrl()).isEqualTo(url.replace("''", ""));
    }

    private Job created(int code, String answer) throws Exception {
        var exchange = answered(answer);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, code);
        return answers.created(exchange);
    }

    private Job polled(String answer) throws IOException {
        var exchange = answered(answer);
        exchange.setVariable("job", KNOWN);
        return answers.polled(exchange);
    }

    private static Exchange answered(String answer) throws IOException {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(JSON.readValue(answer, Object.class));
        return exchange;
    }
}
