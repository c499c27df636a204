package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.LIST;
import static io.seiexport.sandbox.Call.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.RouteFolder;

/** A server, or a proxy before it, that takes one job for another. */
@Execution(ExecutionMode.CONCURRENT)
class MixedUpJobsTest extends RouteTest {
    private static final Map<String, String> ONE = Map.of("export.ba.scopes", "team:1");
    private static final Map<String, String> TWO = Map.of("export.ba.scopes", "team:1,team:2");

    @Test
    void an_answer_about_another_job_is_never_taken() throws Exception {
        start(settings(ONE, Map.of("retry.max-attempts", "3")));
        sandbox().faults().next(STATUS, Fault.answer(200, "{\"exportId\":\"exp_other\",\"status\":\"COMPLETED\"}"))
                .forEver();

        ring("ba");

        var failure = ends.await().failed().values().iterator().next();
        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_JOB);
        assertThat(failure.sentence()).contains("exp_other", ends.jobs().values().iterator().next().exportId());
        assertThat(sandbox().count(STATUS, "ba")).isEqualTo(3);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void an_answer_about_another_job_that_failed_fails_nothing() throws Exception {
        start(ONE);
        sandbox().faults().next(STATUS, Fault.answer(200, "{\"exportId\":\"exp_other\",\"status\":\"FAILED\"}"));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.failedAttempts()).extracting(Failure::reason).containsExactly(Reason.FOREIGN_JOB);
    }

    @Test
    void an_id_that_differs_by_its_letter_case_is_another_one() throws Exception {
        start(settings(ONE, Map.of("retry.max-attempts", "1")));
        sandbox().faults().next(CREATE, Fault.answer(202, "{\"exportId\":\"exp_AB\"}"));
        sandbox().faults().next(STATUS, Fault.answer(200, "{\"exportId\":\"exp_ab\",\"status\":\"COMPLETED\"}"));

        ring("ba");

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.FOREIGN_JOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"exportId\":null,", "\"exportId\":\"\",", "\"exportId\":{},"})
    void an_answer_that_names_no_job_is_fine(String id) throws Exception {
        start(ONE);
        sandbox().faults().next(STATUS, Fault.answer(200, "{" + id + "\"status\":\"COMPLETED\"}")
                .after(Duration.ofMillis(100)));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
    }

    @Test
    void a_number_is_the_same_id_with_and_without_quotes() throws Exception {
        start(ONE);
        sandbox().faults().next(CREATE, Fault.answer(202, "{\"exportId\":7}"));
        sandbox().faults().next(STATUS, Fault.answer(200, "{\"exportId\":\"7\",\"status\":\"COMPLETED\"}"));
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
    }

    @Test
    void two_requests_under_way_that_get_one_job_both_fail_and_nothing_lands() throws Exception {
        start(TWO);
        var id = jobAtTheServer();
        sandbox().faults().next(CREATE, named(id)).forEver();
        sandbox().faults().next(STATUS, Fault.status("PROCESSING")).forEver();

        ring("ba");
        Awaitility.await().until(() -> !ends.failed().isEmpty());
        sandbox().faults().clear();

        var failed = ends.await().failed();
        assertThat(failed.values()).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_JOB);
            assertThat(failure.sentence()).contains(id, "ba/team-", "sei.reuse-window");
        });
        assertThat(files()).isEmpty();
    }

    @Test
    void many_requests_that_get_one_job_at_the_same_moment_all_fail() throws Exception {
        start(Map.of("export.ba.scopes", "team:1,team:2,team:3,team:4,team:5,team:6,team:7,team:8"));
        sandbox().faults().next(CREATE, named(jobAtTheServer())).forEver();
        sandbox().faults().next(STATUS, Fault.status("PROCESSING")).forEver();

        ring("ba");
        Awaitility.await().until(() -> sandbox().count(CREATE, "ba") == 9 && ends.failed().size() >= 7);
        sandbox().faults().clear();

        assertThat(ends.await().failed().values()).hasSize(8).extracting(Failure::reason)
                .containsOnly(Reason.FOREIGN_JOB);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_job_from_which_another_window_was_delivered_is_refused_also_after_a_restart() throws Exception {
        start(ONE);
        ring("ba");
        var id = ends.await().jobs().values().iterator().next().exportId();
        var landed = filesIn(data());
        startAgain(Map.of("export.ba.scopes", "team:2"));
        sandbox().faults().next(CREATE, named(id)).forEver();

        ring("ba");

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_JOB);
            assertThat(failure.sentence()).contains(id, "ba/team-1/weekly/2026-04-01_2026-04-30");
        });
        assertThat(filesIn(data())).isEqualTo(landed);
    }

    @Test
    void a_job_of_an_earlier_request_of_the_same_window_is_refused_for_as_long_as_it_comes() throws Exception {
        start(ONE);
        ring("ba");
        var id = ends.await().jobs().values().iterator().next().exportId();
        var landed = Files.readString(data().resolve("ba/team-1/weekly/2026-04-01_2026-04-30.csv"));
        startAgain(settings(ONE, Map.of("export.ba.metric-groups", "CATEGORIZED")));
        sandbox().faults().next(CREATE, named(id)).times(2);

        ring("ba");
        assertThat(ends.await().failed()).hasSize(1);
        ring("ba");
        ends.await();

        assertThat(ends.delivered()).hasSize(1);
        assertThat(data().resolve("ba/team-1/weekly/2026-04-01_2026-04-30.csv")).hasContent(landed);
        ring("ba");
        assertThat(ends.await().delivered()).hasSize(2);
    }

    @Test
    void a_job_of_another_domain_is_refused() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "export.sprint.scopes", "team:1"));
        ring("ba");
        var id = ends.await().jobs().values().iterator().next().exportId();
        sandbox().faults().next(CREATE, "sprint", named(id));

        ring("sprint");

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.FOREIGN_JOB);
    }

    @Test
    void what_was_refused_is_asked_for_anew_and_lands_from_a_job_of_its_own() throws Exception {
        start(ONE);
        ring("ba");
        var id = ends.await().jobs().values().iterator().next().exportId();
        startAgain(Map.of("export.ba.scopes", "team:2"));
        sandbox().faults().next(CREATE, named(id));
        tick("ba", NOW);
        assertThat(ends.await().failed()).hasSize(1);

        tick("ba", NOW);

        assertThat(ends.await().delivered()).hasSize(2);
        assertThat(ends.reasons()).last().isEqualTo("failed: foreign-job");
    }

    @Test
    void the_same_request_may_get_the_same_job_whoever_asks() throws Exception {
        start(settings(ONE, copyOfBa()));

        ring("ba");
        ends.await();
        ring("ba");
        ends.await();
        ring("copy");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(sandbox().jobsPerRequest("ba")).hasSize(1).containsValue(1L);
        assertThat(requests()).hasSize(3).containsOnly(requests().get(0));
        assertThat(filesIn(data())).hasSize(4);
    }

    @Test
    void a_job_in_the_list_of_the_server_is_refused_if_it_is_that_of_another_request() throws Exception {
        start(Map.of("export.productivity.scopes", "team:2", "sei.reuse-window", "0s", "retry.max-attempts", "1"));
        tick("productivity", NOW);
        var id = ends.await().jobs().values().iterator().next().exportId();
        startAgain(Map.of("export.productivity.scopes", "team:1", "sei.reuse-window", "0s", "retry.max-attempts", "1"));
        sandbox().faults().next(CREATE, Fault.lostAnswer());
        tick("productivity", NOW);
        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.INPUT_OUTPUT);
        sandbox().faults().next(LIST, Fault.answer(200, """
                {"exports": [{"exportId": "%s", "createdAt": "%s", "metadata": %s}]}
                """.formatted(id, Instant.now(), requests().get(1))));

        tick("productivity", NOW);

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.FOREIGN_JOB);
        assertThat(ends.delivered()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0007", "%s"})
    void an_id_in_the_list_that_nobody_can_keep_is_passed_over(String letter) throws Exception {
        start(Map.of("export.productivity.scopes", "team:1", "sei.reuse-window", "0s", "retry.max-attempts", "1"));
        sandbox().faults().next(CREATE, Fault.lostAnswer());
        tick("productivity", NOW);
        ends.await();
        sandbox().faults().next(LIST, Fault.answer(200, """
                {"exports": [{"exportId": "%s", "createdAt": "%s", "metadata": %s}]}
                """.formatted("exp_" + letter.formatted("x".repeat(400)), Instant.now(), requests().get(0))));

        tick("productivity", NOW);

        assertThat(ends.await().delivered()).hasSize(1);
    }

    /** A job that the server has for somebody else. */
    private String jobAtTheServer() throws Exception {
        var connection = (HttpURLConnection) URI.create(sandbox().address()
                + "/v2/insights/ba/exports?projectIdentifier=Metrics&orgIdentifier=Acme").toURL().openConnection();
        connection.setRequestProperty("x-api-key", "any");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.getOutputStream().write("""
                {"scope": {"teamId": "99"}, "dateRange": {"start": "2026-04-01", "end": "2026-04-30"},
                 "options": {"granularity": "WEEKLY"}}
                """.getBytes(UTF_8));
        return new ObjectMapper().readTree(connection.getInputStream()).path("exportId").asText();
    }

    private static Fault named(String id) {
        return Fault.answer(202, "{\"exportId\":\"" + id + "\"}");
    }

    /** Another domain that asks the very same; as settings. */
    private Map<String, String> copyOfBa() throws IOException {
        var route = Files.readString(RouteFolder.ofThisProject().fileWith("export-ba"))
                .replace("export-ba", "export-copy")
                .replace("export.ba.", "export.copy.").replace("id: ba-", "id: copy-")
                .replace("triggerName: ba", "triggerName: copy").replace("domain-ba", "domain-copy")
                .replace("name: ba\n", "name: copy\n");
        Files.writeString(folder.resolve("export-copy.camel.yaml"), route);
        return Map.ofEntries(Map.entry("camel.main.routes-include-pattern",
                        RouteFolder.ofThisProject().pattern() + ",file:" + folder.resolve("export-copy.camel.yaml")),
                Map.entry("export.copy.enabled", "true"), Map.entry("export.copy.cron", "0 0 5 * * ?"),
                Map.entry("export.copy.scopes", "team:1"), Map.entry("export.copy.window", "month"),
                Map.entry("export.copy.closing-lag", "P1D"), Map.entry("export.copy.granularity", "weekly"),
                Map.entry("export.copy.settle", "0"), Map.entry("export.copy.sinks", "direct:sink-file"));
    }

    private static Map<String, String> settings(Map<String, String> some, Map<String, String> more) {
        var settings = new HashMap<>(some);
        settings.putAll(more);
        return settings;
    }
}
