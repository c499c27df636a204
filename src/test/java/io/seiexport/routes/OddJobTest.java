package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.json.JsonMapper;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Fault;
import io.seiexport.settings.RunMode;

/** What a server says of a job that cannot be stored, or at a time that is impossible. */
@Order(1)
class OddJobTest extends RouteTest {
    private static final String LANDED = "ba/team-1/weekly/2026-04-01_2026-04-30";

    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void half_a_character_in_the_id_is_refused_by_name() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "1"));
        server("{\"exportId\": \"exp_\\ud800\"}", "{\"status\": \"COMPLETED\"}");

        ring("ba");

        assertThat(ends.await().failed().values()).containsExactly(
                new Failure(Reason.UNREADABLE_ANSWER, "the server sent an exportId that cannot be printed"));
        assertThat(files()).isEmpty();
    }

    @Test
    void half_a_character_anywhere_else_keeps_no_file_from_its_manifest() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "1"));
        server("{\"exportId\": \"exp_1\", \"createdAt\": \"\\udc00\", \"message\": \"\\ud800\"}",
                "{\"status\": \"COMPLETED\", \"completedAt\": \"\\ud800\", \"downloadUrl\": \"/\\ud800\", "
                        + "\"message\": \"\\ud800\"}");

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(stamp("createdAt")).isBetween(begun, Instant.now());
        assertThat(stamp("completedAt")).isBetween(begun, Instant.now());
    }

    @Test
    void half_a_character_in_the_reason_of_a_failure_is_made_visible() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "1"));
        server("{\"exportId\": \"exp_1\"}", "{\"status\": \"FAILED\", \"error\": \"no \\ud800 team\"}");

        ring("ba");

        assertThat(ends.await().failed().values()).containsExactly(
                new Failure(Reason.JOB_FAILED, "the server ended the job as FAILED: no \\ud800 team"));
    }

    @Test
    void half_a_character_in_a_refusal_is_made_visible() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "1"));
        sandbox().faults().next(CREATE, Fault.answer(400, "{\"message\": \"no \\udfff team\"}"));

        ring("ba");

        assertThat(ends.await().failed().values()).containsExactly(
                new Failure(Reason.BAD_REQUEST, "the server answered 400: no \\udfff team; check the export.<domain>.* "
                        + "settings, sei.org and sei.project"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59.999999999Z", "-999999999-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z"})
    void a_moment_that_cannot_be_is_as_good_as_none(String moment) throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "1", RunMode.BY_HAND, "false"));
        server("{\"exportId\": \"exp_1\", \"createdAt\": \"" + moment + "\"}",
                "{\"status\": \"COMPLETED\", \"createdAt\": \"" + moment + "\", \"completedAt\": \"" + moment + "\"}");

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(stamp("createdAt")).isBetween(begun, Instant.now());
        assertThat(stamp("completedAt")).isBetween(begun, Instant.now());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59.999999999Z", "-999999999-01-01T00:00:00Z"})
    void a_job_of_such_a_moment_that_failed_is_asked_for_anew_all_the_same(String moment) throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "1", "sei.reuse-window", "100ms",
                RunMode.BY_HAND, "false"));
        sandbox().faults().next(CREATE,
                Fault.answer(200, "{\"exportId\": \"exp_1\", \"createdAt\": \"" + moment + "\"}"));
        sandbox().faults().next(STATUS, Fault.answer(200, "{\"status\": \"FAILED\"}"));

        ring("ba");

        assertThat(ends.await(2).delivered()).hasSize(1);
        assertThat(ends.failed().values()).extracting(Failure::reason).containsExactly(Reason.JOB_FAILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 151, 200})
    void an_id_that_the_ledger_cannot_take_is_refused_by_name(int emojis) throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "1"));
        server("{\"exportId\": \"" + "\ud83d\ude00".repeat(emojis) + "\"}", "{\"status\": \"COMPLETED\"}");

        ring("ba");

        assertThat(ends.await().failed().values()).containsExactlyElementsOf(emojis == 150 ? List.of() : List.of(
                new Failure(Reason.UNREADABLE_ANSWER, "the server sent an exportId that cannot be printed")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d\ude00", "x"})
    void a_moment_that_the_ledger_cannot_take_costs_no_file(String letter) throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "1"));
        server("{\"exportId\": \"exp_1\", \"createdAt\": \"" + letter.repeat(61) + "\"}",
                "{\"status\": \"COMPLETED\", \"createdAt\": \"" + letter.repeat(60) + "\", \"completedAt\": \""
                        + letter.repeat(60) + "\"}");

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(filesIn(data())).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1.0", "1.5", "1e3"})
    void a_number_that_is_no_integer_is_no_id(String number) throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "2"));
        sandbox().faults().next(CREATE, Fault.answer(202, "{\"exportId\": " + number + "}")).forEver();

        ring("ba");

        assertThat(ends.await().failed().values()).containsExactly(
                new Failure(Reason.UNREADABLE_ANSWER,
                "the server sent an exportId that is neither a string nor a whole "
                        + "number"));
        assertThat(files()).isEmpty();
    }

    @Test
    void a_number_that_is_no_integer_is_no_answer_about_a_job_of_that_text() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "2"));
        server("{\"exportId\": \"Infinity\"}", "{\"exportId\": 1e400, \"status\": \"COMPLETED\"}");
        sandbox().faults().next(STATUS, Fault.answer(200, "{\"exportId\": 1e400, \"status\": \"COMPLETED\"}"));

        ring("ba");

        assertThat(ends.await().failed().values()).extracting(Failure::reason)
                .containsExactly(Reason.UNREADABLE_ANSWER);
        assertThat(files()).isEmpty();
    }

    @Test
    void names_of_300_characters_are_exported_like_others() throws Exception {
        start(Map.of("export.ba.scopes", "tree:" + "\u00e4".repeat(300)));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(filesIn(data())).hasSize(2);
    }

    private void server(String created, String polled) {
        sandbox().faults().next(CREATE, Fault.answer(202, created));
        sandbox().faults().next(STATUS, Fault.answer(200, polled));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));
    }

    private Instant stamp(String field) throws Exception {
        var manifest = JsonMapper.builder().build()
                .readTree(Files.readString(data().resolve(LANDED + ".manifest.json")));
        return Instant.parse(manifest.path(field).textValue());
    }
}
