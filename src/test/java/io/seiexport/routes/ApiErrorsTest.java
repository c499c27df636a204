package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.ReceivedCall;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.sandbox.SprintPaths;
import io.seiexport.support.LogLines;
import io.seiexport.support.SilentPort;
import io.seiexport.support.TcpProxy;

@Order(1)
class ApiErrorsTest extends RouteTest {
    private static final Map<String, String> ONE_EXPORT = Map.of("export.ba.scopes", "team:101");
    private static final Map<String, String> ONE_SPRINT = Map.of("export.sprint.scopes", "team:101");

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void an_overloaded_server_is_asked_again(int code) throws Exception {
        start(ONE_EXPORT);
        for (var call : List.of(CREATE, STATUS, DOWNLOAD)) {
            sandbox().faults().next(call, Fault.answer(code, "{}"));
        }

        export();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
        assertThat(sandbox().count(STATUS, "ba")).isGreaterThanOrEqualTo(2);
        assertThat(sandbox().count(DOWNLOAD, "ba")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"429, TOO_MANY_REQUESTS", "503, SERVER_ERROR"})
    void attempts_end_when_there_were_as_many_as_the_setting_allows(int code, Reason reason) throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "retry.max-attempts", "3"));
        sandbox().faults().next(CREATE, Fault.answer(code, "{\"message\":\"Slow down\"}")).forEver();

        var failure = failure();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(3);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.sentence()).startsWith("the server answered " + code + ": Slow down");
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STATUS", "DOWNLOAD"})
    void each_call_is_made_once_when_one_attempt_is_allowed(Call call) throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "retry.max-attempts", "1"));
        sandbox().faults().next(call, Fault.answer(503, "{}"));

        assertThat(failure().reason()).isEqualTo(Reason.SERVER_ERROR);

        assertThat(sandbox().count(call, "ba")).isEqualTo(1);
    }

    @Test
    void the_pauses_between_attempts_double_up_to_the_longest() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "retry.first-delay", "100ms", "retry.max-delay", "400ms"));
        sandbox().faults().next(CREATE, Fault.answer(503, "{}")).times(5);

        export();

        // each is the double of the one before, a fifth shorter or longer, and later than that on a busy machine
        assertThat(pauses(6).subList(0, 3)).satisfiesExactly(
                first -> assertThat(first).isGreaterThanOrEqualTo(Duration.ofMillis(80)),
                second -> assertThat(second).isGreaterThanOrEqualTo(Duration.ofMillis(128)),
                third -> assertThat(third).isGreaterThanOrEqualTo(Duration.ofMillis(204)));
        assertThat(pauses(6).subList(3, 5)).allSatisfy(pause ->
                assertThat(pause).isGreaterThanOrEqualTo(Duration.ofMillis(320)));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void the_seconds_of_a_retry_after_are_waited(int code) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.answer(code, "{}").header("Retry-After", "2"));

        export();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
        assertThat(pauses(2).get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void the_date_of_a_retry_after_is_waited_for() throws Exception {
        start(ONE_EXPORT);
        var date = ZonedDateTime.now(UTC).plusSeconds(3).withNano(0);
        sandbox().faults().next(CREATE, Fault.answer(503, "{}").header("Retry-After", RFC_1123_DATE_TIME.format(date)));

        export();

        assertThat(sandbox().received().get(1).at()).isAfterOrEqualTo(date.toInstant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "", "Sat, 01 Nov 2025 00:00:00 GMT"})
    void a_retry_after_that_names_no_pause_is_passed_over(String value) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.answer(503, "{}").header("Retry-After", value));

        export();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
    }

    @Test
    void a_retry_after_counts_for_its_own_answer_only() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "retry.first-delay", "10ms", "retry.max-delay", "10ms"));
        sandbox().faults().next(CREATE, Fault.answer(503, "{}").header("Retry-After", "3"));
        sandbox().faults().next(CREATE, Fault.answer(503, "{}"));

        export();

        assertThat(pauses(3).get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(3)).isGreaterThan(pauses(3).get(1));
    }

    @Test
    void a_retry_after_beyond_the_deadline_ends_the_export() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "poll.timeout", "20s"));
        sandbox().faults().next(CREATE, Fault.answer(429, "{}").header("Retry-After", "86400")).forEver();

        assertThat(failure().reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void pauses_between_attempts_hold_no_thread() throws Exception {
        var teams = IntStream.range(0, 50).mapToObj(i -> "team:" + i).toList();
        start(Map.of("export.ba.scopes", String.join(",", teams), "export.max-in-flight", "50"));
        sandbox().faults().next(CREATE, Fault.answer(503, "{}").header("Retry-After", "5")).times(50);

        export();

        var creates = sandbox().received().stream().filter(call -> call.method().equals("POST")).toList();
        assertThat(creates).hasSize(100);
        // More have their first attempt, each at its own team, before a second one than threads begin exports.
        assertThat(creates.subList(0, 6)).extracting(ReceivedCall::body).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, 400, BAD_REQUEST", "CREATE, 401, UNAUTHORIZED", "CREATE, 403, FORBIDDEN", "CREATE, 404, NOT_FOUND",
        "STATUS, 401, UNAUTHORIZED", "STATUS, 403, FORBIDDEN",
        "DOWNLOAD, 401, UNAUTHORIZED", "DOWNLOAD, 403, FORBIDDEN"})
    void a_refusal_is_not_tried_again(Call call, int code, Reason reason) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(call, Fault.answer(code, "{\"message\":\"No way\"}")).forEver();

        var failure = failure();

        assertThat(sandbox().count(call, "ba")).isEqualTo(1);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.sentence()).startsWith("the server answered " + code + ": No way");
    }

    @Test
    void a_request_that_the_server_does_not_know_names_the_path_of_the_domain_and_its_file_first() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.notFound()).forEver();

        assertThat(failure().sentence()).contains("; check whether the API has /v2/insights/ba/exports, which is the "
                + "property paths of the domain ba in ").endsWith("export-ba.camel.yaml, and then sei.base-url");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "day   | last-day | true",
        "day   | next-day | false",
        "month | last-day | false"})
    void a_refused_request_for_one_day_names_the_settings_that_give_it_a_later_end(String window, String end,
            boolean named) throws Exception {
        var settings = new HashMap<>(ONE_EXPORT);
        settings.putAll(Map.of("export.ba.window", window, "export.ba.range-end", end));
        start(settings);
        sandbox().faults().next(CREATE, Fault.answer(400,
                "{\"message\":\"Invalid date range: start date must be before end date\"}")).forEver();

        assertThat(failure().sentence()).startsWith("the server answered 400: Invalid date range: start date must be "
                + "before end date").matches(sentence -> named == sentence.endsWith("; the request starts and ends on "
                + "the same day: if the server wants an end after the start, set export.ba.range-end=next-day, or a "
                + "longer export.ba.window"));
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "DOWNLOAD"})
    void a_job_that_is_not_known_everywhere_yet_is_asked_after_again(Call call) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(call, Fault.notFound()).times(3);

        export();

        assertThat(sandbox().count(call, "ba")).isGreaterThanOrEqualTo(4);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "DOWNLOAD"})
    void a_job_that_stays_unknown_is_asked_for_anew_once_and_then_fails(Call call) throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "3"));
        sandbox().faults().next(call, Fault.notFound()).forEver();

        assertThat(failure().reason()).isEqualTo(Reason.NOT_FOUND);

        assertThat(sandbox().count(call, "ba")).isEqualTo(6);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
        assertThat(ends.postponed()).extracting(Failure::reason).containsExactly(Reason.NOT_FOUND);
    }

    @Test
    void a_job_that_is_gone_is_asked_for_anew_at_once() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(STATUS, Fault.answer(410, "{\"message\":\"Export expired\"}"));

        export();

        assertThat(ends.postponed()).extracting(Failure::reason).containsExactly(Reason.NOT_FOUND);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
    }

    @Test
    void a_key_that_the_server_repeats_is_shown_to_nobody() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.echoingKey(503));
        sandbox().faults().next(CREATE, Fault.echoingKey(401));
        try (var log = LogLines.ofAll()) {
            assertThat(failure().sentence()).contains("401", "***").doesNotContain("key-of-the-tests");

            assertThat(log.lines()).noneMatch(line -> line.contains("key-of-the-tests"));
        }
    }

    @Test
    void a_job_that_is_known_after_it_was_asked_for_anew_is_delivered() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "retry.max-attempts", "2"));
        sandbox().faults().next(STATUS, Fault.notFound()).times(2);

        export();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
        assertThat(ends.delivered()).hasSize(1);
    }

    @Test
    void every_failed_attempt_is_told_with_its_reason() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.answer(503, "{}"));
        sandbox().faults().next(STATUS, Fault.answer(429, "{}"));
        sandbox().faults().next(DOWNLOAD, Fault.ordinary().cutAfter(20));

        export();

        assertThat(ends.failedAttempts()).extracting(Failure::reason)
                .containsExactly(Reason.SERVER_ERROR, Reason.TOO_MANY_REQUESTS, Reason.INPUT_OUTPUT);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STATUS", "DOWNLOAD"})
    void a_connection_that_breaks_before_the_answer_is_tried_again(Call call) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(call, Fault.drop()).times(2);

        export();

        assertThat(sandbox().count(call, "ba")).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STATUS"})
    void an_answer_that_breaks_off_is_asked_for_again(Call call) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(call, Fault.ordinary().cutAfter(10));
        sandbox().faults().next(call, Fault.ordinary().withoutLength().cutAfter(10));

        export();

        assertThat(sandbox().count(call, "ba")).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"exportId\":", "<html><body>Maintenance</body></html>", "Bad gateway", ""})
    void an_answer_that_is_no_json_is_asked_for_again(String answer) throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.body("application/json", answer.getBytes(UTF_8)));
        sandbox().faults().next(STATUS, Fault.body("application/json", answer.getBytes(UTF_8)));

        export();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
        assertThat(sandbox().count(STATUS, "ba")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_server_that_only_ever_answers_with_pages_ends_the_export() throws Exception {
        start(Map.of("export.ba.scopes", "team:101", "retry.max-attempts", "2"));
        sandbox().faults().next(CREATE, Fault.body("text/html", "<html></html>".getBytes(UTF_8))).forEver();

        assertThat(failure()).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
            assertThat(failure.sentence()).contains("sei.base-url");
        });
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
    }

    @Test
    void a_reset_connection_is_tried_again() throws Exception {
        try (var wire = TcpProxy.to("127.0.0.1", sandbox().address().getPort())) {
            wire.resetAfter(10);
            start(patient(wire.port()));

            ring("ba");
            Awaitility.await().until(() -> wire.connections() >= 2);
            wire.none();

            assertThat(ends.await().failed()).isEmpty();
            assertThat(sandbox().jobsPerRequest("ba")).hasSize(1).containsValue(1L);
        }
    }

    @Test
    void a_connection_that_is_closed_at_once_is_tried_again() throws Exception {
        try (var wire = TcpProxy.to("127.0.0.1", sandbox().address().getPort())) {
            wire.refuse();
            start(patient(wire.port()));

            ring("ba");
            Awaitility.await().until(() -> wire.connections() >= 2);
            wire.none();

            assertThat(ends.await().failed()).isEmpty();
        }
    }

    @Test
    void a_server_that_cannot_be_reached_yet_is_tried_again() throws Exception {
        try (var log = LogLines.of("io.seiexport"); var port = new SilentPort()) {
            start(patient(port.number()));

            ring("ba");
            Awaitility.await().until(() -> log.lines().stream()
                    .anyMatch(line -> line.contains("team:unreached") && line.contains("refused")));
            port.release();
            try (var late = Sandbox.start(port.number(), Options.immediate())) {
                assertThat(ends.await().failed()).isEmpty();
                assertThat(late.count(DOWNLOAD, "ba")).isEqualTo(1);
            }
        }
    }

    @Test
    void a_server_that_is_never_reached_is_named_with_the_setting_to_check() throws Exception {
        try (var port = new SilentPort()) {
            start(Map.of("export.ba.scopes", "team:101", "retry.max-attempts", "2",
                    "sei.base-url", "http://127.0.0.1:" + port.number()));

            assertThat(failure()).satisfies(failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
                assertThat(failure.sentence()).contains("sei.base-url");
            });
        }
    }

    @Test
    void the_documented_pair_of_sprint_paths_needs_no_second_call() throws Exception {
        start(ONE_SPRINT);

        ring("sprint");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(sandbox().count(CREATE, "sprint")).isEqualTo(1);
        assertThat(pathsOf(sandbox())).containsOnly("POST sprint", "GET sprints");
    }

    @ParameterizedTest
    @CsvSource({"PLURAL, POST sprint, 404", "PLURAL_ELSE_405, POST sprint, 405", "SINGULAR, GET sprints, 404"})
    void a_spelling_that_the_server_does_not_know_is_tried_once_and_then_no_more(SprintPaths known, String unknown)
            throws Exception {
        try (var other = Sandbox.start(0, sandboxOptions().withSprintPaths(known))) {
            start(Map.of("export.sprint.scopes", "team:101", "sei.base-url", other.address().toString()));

            ring("sprint");
            assertThat(ends.await().failed()).isEmpty();
            ring("sprint");
            assertThat(ends.await().failed()).isEmpty();

            assertThat(ends.queued()).hasSize(2);
            assertThat(other.count(CREATE, "sprint")).isEqualTo(2);
            assertThat(pathsOf(other)).filteredOn(unknown::equals).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "DOWNLOAD"})
    void a_job_that_is_not_known_everywhere_yet_is_asked_after_again_where_it_will_be(Call call) throws Exception {
        start(Map.of("export.sprint.scopes", "team:1"));
        sandbox().faults().next(call, "sprint", Fault.notFound());

        ring("sprint");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.postponed()).isEmpty();
    }

    @Test
    void another_spelling_is_tried_after_another_failure_too() throws Exception {
        try (var other = Sandbox.start(0, sandboxOptions().withSprintPaths(SprintPaths.PLURAL))) {
            start(Map.of("export.sprint.scopes", "team:101", "sei.base-url", other.address().toString()));
            other.faults().next(CREATE, Fault.answer(503, "{}"));

            ring("sprint");

            assertThat(ends.await().failed()).isEmpty();
        }
    }

    @Test
    void both_spellings_unknown_is_a_failure_that_names_the_setting_to_check() throws Exception {
        start(ONE_SPRINT);
        sandbox().faults().next(STATUS, Fault.notFound()).forEver();

        ring("sprint");

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
            assertThat(failure.sentence()).contains("sei.base-url");
        });
        assertThat(pathsOf(sandbox())).startsWith("POST sprint", "GET sprints", "GET sprint").hasSize(16);
    }

    @Test
    void a_known_spelling_is_found_again_after_a_failure() throws Exception {
        start(ONE_SPRINT);
        sandbox().faults().next(STATUS, Fault.notFound());

        ring("sprint");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(1);
    }

    @Test
    void a_domain_of_one_spelling_is_not_tried_under_another() throws Exception {
        start(ONE_EXPORT);
        sandbox().faults().next(CREATE, Fault.answer(405, "{}")).forEver();

        assertThat(failure().reason()).isEqualTo(Reason.NOT_FOUND);

        assertThat(sandbox().received()).extracting(ReceivedCall::path).containsExactly("/v2/insights/ba/exports");
    }

    /** Settings with which an export outlasts what a test does to its connection. */
    private static Map<String, String> patient(int port) {
        return Map.of("export.ba.scopes", "team:unreached", "sei.base-url", "http://127.0.0.1:" + port,
                "retry.max-attempts", "1000", "retry.first-delay", "50ms", "retry.max-delay", "50ms");
    }

    private static List<String> pathsOf(Sandbox sandbox) {
        return sandbox.received().stream()
                .map(call -> call.method() + " " + call.path().split("/")[3])
                .toList();
    }

    private List<Duration> pauses(int calls) {
        var at = sandbox().received().stream().map(ReceivedCall::at).limit(calls).toList();
        return IntStream.range(1, calls).mapToObj(i -> Duration.between(at.get(i - 1), at.get(i))).toList();
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
