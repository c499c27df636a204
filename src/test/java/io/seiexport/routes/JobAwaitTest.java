package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.job.PollClock;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.ReceivedCall;
import io.seiexport.support.LogLines;
import org.apache.camel.builder.AdviceWith;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Order(1)
class JobAwaitTest extends RouteTest {
    private static final Map<String, String> ONE_EXPORT = Map.of("export.ba.scopes", "team:101");
    private static final int MANY = 200;

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "completed", "Completed", " completed "})
    void a_completed_job_goes_on_in_any_letter_case(String status) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(STATUS, Fault.answer(200, "{\"status\":\"" + status + "\"}").after(pastTheJob()));

        export();

        assertThat(sandbox().count(STATUS, "ba")).isEqualTo(1);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "queued", "PROCESSING", "Processing"})
    void a_job_under_way_is_polled_on_without_a_warning(String status) throws Exception {
        start(Map.of("export.ba.scopes", "team:under-way-" + status));
        sandbox().faults().next(STATUS, Fault.status(status)).times(3);
        try (var log = LogLines.of("sei")) {
            export();

            assertThat(sandbox().count(STATUS, "ba")).isGreaterThanOrEqualTo(4);
            assertThat(log.lines()).filteredOn(line -> line.contains("under-way-" + status))
                    .isNotEmpty().allMatch(line -> line.startsWith("INFO"));
        }
    }

    @Test
    void an_answer_without_a_status_is_polled_on() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(STATUS, Fault.answer(200, "{}"));

        export();

        assertThat(sandbox().count(STATUS, "ba")).isGreaterThan(1);
    }

    @Test
    void no_answer_is_held_while_the_next_one_is_waited_for() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(STATUS, Fault.status("PROCESSING")).times(3);
        var held = new CopyOnWriteArrayList<Object>();
        AdviceWith.adviceWith(context(), "job-await", advice -> advice.weaveById("pause").before()
                .process(exchange -> held.add(String.valueOf(exchange.getMessage().getBody()))));

        export();

        assertThat(held).hasSizeGreaterThanOrEqualTo(4).containsOnly("");
    }

    @Test
    void an_unknown_status_is_polled_with_a_warning_until_the_job_is_done() throws Exception {
        start(Map.of("export.ba.scopes", "team:unheard"));
        sandbox().faults().next(STATUS, Fault.status("archiving")).times(3);
        try (var log = LogLines.of("sei")) {
            export();

            assertThat(log.lines()).filteredOn(line -> line.contains("unknown status ARCHIVING")).hasSize(3)
                    .allMatch(line -> line.startsWith("WARN ba team:unheard 2026-04-01..2026-04-30"));
        }
    }

    @Test
    void an_unknown_status_that_never_changes_ends_at_the_deadline() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "poll.timeout", "3s"));
        sandbox().faults().next(STATUS, Fault.status("ARCHIVING")).forEver();

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(failure.sentence()).contains("still ARCHIVING after 3 s", "poll.timeout");
        assertThat(sandbox().count(DOWNLOAD, "ba")).isZero();
    }

    @Test
    void polling_stops_at_the_deadline() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "poll.timeout", "3s"));
        sandbox().faults().next(CREATE, Fault.neverReady());

        assertThat(failure().reason()).isEqualTo(Reason.DEADLINE);

        var polls = sandbox().received().stream().filter(call -> call.method().equals("GET"))
                .map(ReceivedCall::at).toList();
        assertThat(polls).hasSizeGreaterThan(5);
        assertThat(Duration.between(sandbox().received().get(0).at(), polls.get(polls.size() - 1)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(500));
        assertThat(sandbox().count(STATUS, "ba")).isEqualTo(polls.size());
    }

    @Test
    void a_pause_ends_at_the_deadline() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "poll.first-delay", "1h", "poll.max-delay", "1h",
                "poll.timeout", "500ms"));
        sandbox().faults().next(CREATE, Fault.neverReady());

        assertThat(failure().reason()).isEqualTo(Reason.DEADLINE);
    }

    @Test
    void the_pauses_grow_up_to_the_longest() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "poll.first-delay", "100ms", "poll.max-delay", "100ms"));
        sandbox().faults().next(STATUS, Fault.status("QUEUED")).times(4);

        export();

        var at = sandbox().received().stream().map(ReceivedCall::at).toList();
        var pauses = IntStream.range(1, 6).mapToObj(i -> Duration.between(at.get(i - 1), at.get(i))).toList();
        assertThat(pauses.get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(pauses.get(1)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(pauses.get(2)).isGreaterThanOrEqualTo(Duration.ofMillis(75));
        assertThat(pauses.subList(3, 5)).allSatisfy(pause ->
                assertThat(pause).isGreaterThanOrEqualTo(Duration.ofMillis(100)));
    }

    @Test
    void a_reused_job_is_asked_for_at_once() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "poll.first-delay", "1h", "poll.max-delay", "1h"));
        sandbox().faults().next(CREATE, Fault.lostAnswer());
        sandbox().faults().next(STATUS, Fault.ordinary().after(pastTheJob()));

        export();

        assertThat(sandbox().count(STATUS, "ba")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            {"status":"failed","error":"Invalid teamId"} | JOB_FAILED | Invalid teamId
            {"status":"FAILED","error":{"code":"TOO_BIG","message":"Too many rows"}} \
                    | JOB_FAILED | Too many rows TOO_BIG
            {"status":"Failed","message":"The tree is gone"} | JOB_FAILED | The tree is gone
            {"status":"FAILED"} | JOB_FAILED | the server gave no reason
            {"status":"cancelled","cancelledBy":{"userId":"u1"},"message":"Stopped by Ada"} \
                    | JOB_CANCELLED | Stopped by Ada
            {"status":"CANCELED"} | JOB_CANCELLED | the server gave no reason
            """)
    void a_job_that_the_server_ended_fails_with_its_reason(String answer, Reason reason, String said) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(STATUS, Fault.answer(200, answer));

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.sentence()).startsWith("the server ended the job as ").endsWith(": " + said);
        assertThat(sandbox().count(STATUS, "ba")).isEqualTo(1);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isZero();
        assertThat(filesIn(data())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ba", "sprint", "productivity", "efficiency", "ticket-data"})
    void the_reason_of_a_failed_job_is_read_in_the_shape_of_each_domain(String domain) throws Exception {
        start(Map.of("export." + domain + ".scopes", "team:101"));
        sandbox().faults().next(CREATE, Fault.failing("Invalid teamId"));

        ring(domain);

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.JOB_FAILED);
            assertThat(failure.sentence()).contains("Invalid teamId");
        });
    }

    @Test
    void a_failed_poll_does_not_use_up_the_attempts_of_the_next() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "retry.max-attempts", "3"));
        sandbox().faults().next(STATUS, Fault.answer(503, "{}")).times(2);
        sandbox().faults().next(STATUS, Fault.status("QUEUED"));
        sandbox().faults().next(STATUS, Fault.answer(503, "{}")).times(2);

        export();

        assertThat(sandbox().count(STATUS, "ba")).isGreaterThanOrEqualTo(6);
    }

    @Test
    void many_exports_wait_at_once_with_few_threads() throws Exception {
        start(Map.of(
                "export.ba.scopes", IntStream.range(0, MANY).mapToObj(i -> "team:" + i)
                .collect(Collectors.joining(",")), "export.max-in-flight", Integer.toString(MANY),
                "poll.first-delay", "10ms", "poll.max-delay", "1h", "poll.timeout", "1h"));
        sandbox().faults().next(STATUS, Fault.status("PROCESSING").header("X-Waiting", "yes")).forEver();
        var clock = context().getRegistry().lookupByNameAndType("pollClock", PollClock.class);

        ring("ba");

        Awaitility.await().atMost(Duration.ofMinutes(5)).until(() ->
                sandbox().count(STATUS, "ba") >= 3 * MANY && clock.getQueue().size() == MANY);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(MANY);
        assertThat(clock.getPoolSize()).isLessThanOrEqualTo(4);
        assertThat(threadsOfTheRoutes()).isLessThan(20);
    }

    private long threadsOfTheRoutes() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(context().getName()))
                .count();
    }

    /** Longer than the sandbox works on a job, which it would otherwise not let be downloaded. */
    private Duration pastTheJob() {
        return sandboxOptions().queued().plus(sandboxOptions().processing());
    }

    private void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private Failure failure() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }
}
