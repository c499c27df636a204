package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.job.Job;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.ReceivedCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobCreateTest extends RouteTest {
    private static final Map<String, String> ONE_EXPORT = Map.of("export.ba.scopes", "team:101");
    private static final String MANIFEST = "ba/team-101/weekly/2026-04-01_2026-04-30.manifest.json";

    @Test
    void the_export_is_asked_for_once_at_the_path_of_its_domain() throws Exception {
        start(ONE_EXPORT);

        export();

        assertThat(creates()).singleElement().extracting(ReceivedCall::path).isEqualTo("/v2/insights/ba/exports");
        assertThat(job().reused()).isFalse();
        assertThat(manifest().path("reused").booleanValue()).isFalse();
    }

    @Test
    void a_repeated_create_sends_the_same_bytes() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.answer(503, "{}")).times(2);

        export();

        assertThat(creates()).hasSize(3);
        assertThat(creates().map(ReceivedCall::body).distinct()).hasSize(1)
                .first().asString().contains("\"teamId\":\"101\"");
    }

    @Test
    void the_next_tick_sends_the_same_bytes_again() throws Exception {
        start(ONE_EXPORT);

        export();
        export();

        assertThat(creates()).hasSize(2);
        assertThat(creates().map(ReceivedCall::body).distinct()).hasSize(1);
    }

    @Test
    void a_job_whose_answer_was_lost_is_adopted() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.lostAnswer());

        export();

        assertThat(creates()).hasSize(2);
        assertThat(sandbox().jobsPerRequest("ba")).hasSize(1).containsValue(1L);
        assertThat(job().reused()).isTrue();
        assertThat(manifest().path("reused").booleanValue()).isTrue();
        assertThat(manifest().path("exportId").textValue()).isEqualTo(job().exportId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"exportId": "%s"}                                                                   | false
            200 | {"exportId": "%s", "message": "Using existing export with identical parameters"}     | true
            202 | {"exportId": "%s", "message": "Using existing export with identical parameters"}     | true
            202 | {"exportId": "%s", "message": "Duplicate request - returning existing export"}       | true
            202 | {"exportId": "%s", "message": "Export job created successfully", "status": "QUEUED"} | false
            201 | {"exportId": "%s"}                                                                   | false
            """)
    void a_job_is_taken_for_reused_by_the_message_of_the_answer(int code, String answer, boolean reused)
            throws Exception {
        start(ONE_EXPORT);
        export();
        sandbox().faults().next(CREATE, Fault.answer(code, answer.formatted(job().exportId())));

        export();

        assertThat(job().reused()).isEqualTo(reused);
        assertThat(manifest().path("reused").booleanValue()).isEqualTo(reused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"exportId\": \"\"}", "{\"exportId\": null}", "\"exp_1\""})
    void an_answer_that_names_no_job_ends_the_export(String answer) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.answer(202, answer));

        ring("ba");

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
            assertThat(failure.sentence()).contains("sent no exportId");
        });
        assertThat(creates()).hasSize(1);
    }

    @Test
    void an_export_id_is_one_part_of_the_path_whatever_it_holds() throws Exception {
        var settings = new HashMap<>(ONE_EXPORT);
        settings.put("retry.max-attempts", "1");
        start(settings);
        sandbox().faults().next(CREATE, Fault.answer(202, "{\"exportId\": \"Exp/../1 ?a=%2F&b\"}")).forEver();

        ring("ba");

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.NOT_FOUND);
        assertThat(sandbox().received()).filteredOn(call -> call.method().equals("GET")).isNotEmpty()
                .allSatisfy(call -> {
                    assertThat(call.path()).isEqualTo("/v2/insights/ba/exports/Exp/../1 ?a=%2F&b");
                    assertThat(call.query()).containsOnlyKeys("projectIdentifier", "orgIdentifier");
                });
    }

    private void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private Stream<ReceivedCall> creates() {
        return sandbox().received().stream().filter(call -> call.method().equals("POST"));
    }

    private Job job() {
        return ends.jobs().values().iterator().next();
    }

    private JsonNode manifest() throws IOException {
        return new ObjectMapper().readTree(Files.readString(data().resolve(MANIFEST)));
    }
}
