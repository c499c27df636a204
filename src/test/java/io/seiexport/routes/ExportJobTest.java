package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;

@Execution(ExecutionMode.CONCURRENT)
class ExportJobTest extends RouteTest {

    @Test
    void with_one_in_flight_the_next_is_asked_for_when_the_last_is_home() throws Exception {
        start(Map.of("export.ba.scopes", teams(6), "export.max-in-flight", "1"));

        ring("ba");

        assertThat(ends.await().delivered()).hasSize(6);
        assertThat(mostAtOnce()).isEqualTo(1);
    }

    @Test
    void as_many_as_allowed_are_in_flight_and_no_more() throws Exception {
        start(Map.of("export.ba.scopes", teams(9), "export.max-in-flight", "6"));
        sandbox().faults().next(Call.CREATE, Fault.neverReady()).forEver();

        ring("ba");

        await().until(() -> sandbox().count(Call.CREATE, "ba") >= 6 && sandbox().count(Call.STATUS, "ba") >= 100);
        assertThat(sandbox().count(Call.CREATE, "ba")).isEqualTo(6);
    }

    @Test
    void files_that_are_long_in_coming_do_not_keep_other_jobs_from_being_polled() throws Exception {
        start(Map.of("export.ba.scopes", teams(13)));
        var csv = new CompletableFuture<byte[]>();
        sandbox().faults().next(Call.DOWNLOAD,
                Fault.body("text/csv", -1, () -> new ByteArrayInputStream(csv.join()))).forEver();
        sandbox().faults().next(Call.CREATE, Fault.neverReady().forTeam("13"));
        ring("ba");
        await().until(() -> sandbox().count(Call.DOWNLOAD, "ba") == 8);

        var polls = sandbox().count(Call.STATUS, "ba");
        await().until(() -> sandbox().count(Call.STATUS, "ba") > polls + 20);

        csv.complete("team,hours\n1,2\n".getBytes(UTF_8));
        assertThat(ends.await(12).delivered()).hasSize(12);
    }

    @Test
    void the_place_of_a_failed_export_is_free_for_the_next() throws Exception {
        start(Map.of("export.ba.scopes", teams(6), "export.max-in-flight", "1"));
        sandbox().faults().next(Call.CREATE, Fault.failing("Invalid teamId")).times(5);

        ring("ba");

        assertThat(ends.await().failed()).hasSize(5);
        assertThat(ends.delivered()).hasSize(1);
    }

    @Test
    void a_failing_export_leaves_its_neighbours_alone() throws Exception {
        start(Map.of("export.ba.scopes", "team:1,team:unknown,tree:unknown,team:2"));

        ring("ba");

        assertThat(ends.await().failed().keySet()).extracting(export -> export.scope().toString())
                .containsExactlyInAnyOrder("team:unknown", "tree:unknown");
        assertThat(ends.delivered().keySet()).extracting(export -> export.scope().toString())
                .containsExactlyInAnyOrder("team:1", "team:2");
        assertThat(filesIn(data())).hasSize(4);
    }

    @Test
    void a_failed_job_is_reported_in_the_words_of_the_server_and_not_downloaded() throws Exception {
        start(oneTeam());
        sandbox().faults().next(Call.CREATE, Fault.failing("No BA definitions found"));

        assertThat(failure()).isEqualTo(new Failure(Reason.JOB_FAILED,
                "the server ended the job as FAILED: No BA definitions found"));
        assertThat(sandbox().count(Call.DOWNLOAD, "ba")).isZero();
        assertNothingIsLeft();
    }

    @Test
    void a_cancelled_job_is_reported_as_cancelled() throws Exception {
        start(oneTeam());
        sandbox().faults().next(Call.STATUS, Fault.status("Cancelled"));

        assertThat(failure().reason()).isEqualTo(Reason.JOB_CANCELLED);
        assertThat(sandbox().count(Call.DOWNLOAD, "ba")).isZero();
        assertNothingIsLeft();
    }

    @Test
    void a_job_that_is_never_ready_is_given_up_at_its_deadline() throws Exception {
        var settings = new HashMap<>(oneTeam());
        settings.put("poll.timeout", "3s");
        start(settings);
        sandbox().faults().next(Call.CREATE, Fault.neverReady());

        assertThat(failure()).isEqualTo(new Failure(Reason.DEADLINE,
                "the job was still PROCESSING after 3 s; allow more with poll.timeout"));
        assertNothingIsLeft();
    }

    @Test
    void a_refused_key_is_reported_with_what_to_check_and_without_the_key() throws Exception {
        start(oneTeam());
        sandbox().faults().next(Call.CREATE, Fault.echoingKey(401));

        assertThat(failure().reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure().sentence()).contains("the server answered 401", "sei.api-key", "sei.auth", "***")
                .doesNotContain("key-of-the-tests");
        assertThat(sandbox().count(Call.CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void a_file_that_is_no_csv_is_refused_and_reaches_no_sink() throws Exception {
        start(oneTeam());
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "<html>Log in</html>".getBytes(UTF_8))).forEver();

        assertThat(failure().sentence()).startsWith("the downloaded file was refused: ");
        assertNothingIsLeft();
    }

    @Test
    void a_file_that_is_cut_each_time_fails_when_the_attempts_are_used_up() throws Exception {
        var settings = new HashMap<>(oneTeam());
        settings.put("retry.max-attempts", "3");
        start(settings);
        sandbox().faults().next(Call.DOWNLOAD, Fault.ordinary().cutAfter(100)).forEver();

        assertThat(failure().sentence()).isNotBlank();
        assertThat(sandbox().count(Call.DOWNLOAD, "ba")).isEqualTo(3);
        assertNothingIsLeft();
    }

    @Test
    void a_file_that_comes_whole_at_the_second_attempt_is_delivered() throws Exception {
        start(oneTeam());
        sandbox().faults().next(Call.DOWNLOAD, Fault.ordinary().cutAfter(100));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(filesIn(data())).hasSize(2);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_failure_is_logged_once_as_one_line_for_a_person() throws Exception {
        try (var log = LogLines.of("sei")) {
            start(Map.of("export.ba.scopes", "team:logged"));
            sandbox().faults().next(Call.CREATE, Fault.failing("No BA definitions found"));
            failure();

            assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR ") && line.contains("team:logged"))
                    .containsExactly("ERROR ba team:logged 2026-04-01..2026-04-30 failed (job-failed): the server "
                            + "ended the job as FAILED: No BA definitions found; it stays owed, and the next `once` "
                            + "or `run` tries it again");
        }
    }

    @Test
    void an_export_ends_even_when_its_staging_cannot_be_cleared() throws Exception {
        Files.writeString(folder.resolve("file"), "no folder");
        start(Map.of("export.ba.scopes", "team:1", "staging.directory", folder.resolve("file/staging").toString()));

        assertThat(failure().reason()).isEqualTo(Reason.FILE);
        ring("ba");
        assertThat(ends.queued()).hasSize(2);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void what_waits_for_the_server_ends_at_once_when_the_program_stops() throws Exception {
        start(Map.of("export.ba.scopes", teams(6), "export.max-in-flight", "1",
                "poll.first-delay", "1h", "poll.max-delay", "1h", "poll.timeout", "2h",
                "camel.main.shutdown-timeout", "3600"));
        sandbox().faults().next(Call.CREATE, Fault.neverReady()).forEver();
        context().getInflightRepository().setInflightBrowseEnabled(true);
        ring("ba");
        await().until(() -> context().getInflightRepository().browse().stream()
                .anyMatch(export -> "pause".equals(export.getNodeId())));

        context().stop();

        assertThat(ends.failed()).isNotEmpty().allSatisfy((export, failure) ->
                assertThat(failure.reason()).isEqualTo(Reason.STOPPED));
        assertThat(sandbox().count(Call.CREATE, "ba")).isEqualTo(1);
    }

    private static Map<String, String> oneTeam() {
        return Map.of("export.ba.scopes", "team:1");
    }

    private static String teams(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(team -> "team:" + team).collect(Collectors.joining(","));
    }

    /** Rings the clock if that has not been done, and tells how the one export failed. */
    private Failure failure() throws Exception {
        if (ends.queued().isEmpty()) {
            ring("ba");
        }
        assertThat(ends.await().failed()).hasSize(1);
        return ends.failed().values().iterator().next();
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(filesIn(data())).isEmpty();
        assertThat(waiting()).isEmpty();
    }

    /** The most exports that were between their request and their download at the same time. */
    private int mostAtOnce() {
        var open = 0;
        var most = 0;
        for (var call : sandbox().received()) {
            if (call.method().equals("POST")) {
                most = Math.max(most, ++open);
            } else if (call.path().endsWith("/download")) {
                open--;
            }
        }
        return most;
    }
}
