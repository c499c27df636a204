package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.RawApi;

/** Answers that say they succeeded, and yet are not the answer that was asked for. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class WholeAnswersTest extends RouteTest {
    private static final String LANDED = "ba/team-101/weekly/2026-04-01_2026-04-30.csv";
    private static final String CSV = "a,b\n1,2\n";

    private RawApi api;

    @BeforeEach
    void startApi() throws Exception {
        api = RawApi.start();
    }

    @AfterEach
    void stopApi() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"201 Created", "203 Non-Authoritative Information", "206 Partial Content",
        "207 Multi-Status", "208 Already Reported", "226 IM Used", "299 Whatever"})
    void only_200_is_a_download(String status) throws Exception {
        api.next(DOWNLOAD, RawApi.whole(status, "secret,rows\n1,2\n"));

        var failure = failure(Map.of("retry.max-attempts", "2"));

        assertThat(failure.reason()).isEqualTo(Reason.UNEXPECTED_ANSWER);
        assertThat(failure.sentence()).contains("answered " + status.substring(0, 3)).doesNotContain("secret");
        assertThat(api.count(DOWNLOAD)).isEqualTo(2);
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "205 Reset Content"})
    void an_answer_that_has_no_body_is_no_download(String status) throws Exception {
        api.next(DOWNLOAD, "HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n");

        assertThat(failure(Map.of("retry.max-attempts", "2")).reason()).isEqualTo(Reason.UNEXPECTED_ANSWER);
        assertThat(api.count(DOWNLOAD)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 0-7/100", "bytes 0-7/*", "bytes */8", "rows 1-2/3", "", "nonsense"})
    void a_200_with_a_content_range_is_no_download(String range) throws Exception {
        api.next(DOWNLOAD, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nContent-Range: " + range
                + "\r\nConnection: close\r\n\r\n" + CSV);

        var failure = failure(Map.of("retry.max-attempts", "2"));

        assertThat(failure.reason()).isEqualTo(Reason.UNEXPECTED_ANSWER);
        assertThat(failure.sentence()).contains("Content-Range");
        assertThat(api.count(DOWNLOAD)).isEqualTo(2);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_part_that_has_no_end_is_not_read_to_it() throws Exception {
        api.next(DOWNLOAD, "HTTP/1.1 206 Partial Content\r\nContent-Length: 100000000\r\n\r\n" + CSV.repeat(20_000));

        assertThat(failure(Map.of("retry.max-attempts", "1")).reason()).isEqualTo(Reason.UNEXPECTED_ANSWER);
    }

    @Test
    void the_whole_file_lands_when_it_comes_after_a_part() throws Exception {
        api.next(DOWNLOAD, RawApi.whole("206 Partial Content", "a,b\n"));
        api.next(DOWNLOAD, RawApi.whole("200 OK", CSV));

        export(Map.of());

        assertThat(data().resolve(LANDED)).hasContent(CSV);
    }

    @Test
    void a_file_that_is_not_ready_is_asked_for_until_it_is_however_often_that_takes() throws Exception {
        for (var answer = 0; answer < 5; answer++) {
            api.next(DOWNLOAD, RawApi.whole("202 Accepted", CSV));
        }
        api.next(DOWNLOAD, RawApi.whole("503 Service Unavailable", ""));
        api.next(DOWNLOAD, RawApi.whole("200 OK", "a,b\n1,2\n"));

        export(Map.of("retry.max-attempts", "2"));

        assertThat(data().resolve(LANDED)).hasContent("a,b\n1,2\n");
        assertThat(api.count(DOWNLOAD)).isEqualTo(7);
        assertThat(api.count(CREATE)).isEqualTo(1);
    }

    @Test
    void a_file_that_is_not_ready_is_asked_for_when_the_server_wants_to_be_asked() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        sandbox().faults().next(DOWNLOAD, Fault.answer(202, "{}").header("Retry-After", "2"));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        var at = sandbox().received().stream().filter(call -> call.path().endsWith("/download")).toList();
        assertThat(Duration.between(at.get(0).at(), at.get(1).at())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0ms", "20ms"})
    void a_file_that_never_gets_ready_fails_its_export_when_its_time_is_over(String pause) throws Exception {
        api.next(DOWNLOAD, RawApi.whole("202 Accepted", "{}"));

        var failure = failure(Map.of("poll.timeout", "4s", "retry.first-delay", pause, "retry.max-attempts", "1"));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_READY);
        assertThat(failure.sentence()).contains("answered 202", "poll.timeout");
        assertThat(api.count(DOWNLOAD)).isGreaterThan(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_job_whose_file_was_not_ready_in_time_is_asked_after_by_the_next_tick() throws Exception {
        start(settings(Map.of("poll.timeout", "4s")));
        api.next(DOWNLOAD, RawApi.whole("202 Accepted", "{}"));
        tick("ba", NOW);
        Awaitility.await().until(() -> ends.failed().size() == 1);
        ends.await();
        api.next(DOWNLOAD, RawApi.whole("200 OK", CSV));
        api.next(DOWNLOAD, RawApi.whole("200 OK", CSV));
        startAgain(settings(Map.of()));

        tick("ba", NOW);

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(api.count(CREATE)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STATUS"})
    void an_answer_in_json_that_is_a_part_is_asked_for_again(Call call) throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        sandbox().faults().next(call, Fault.answer(206, "{\"exportId\":\"exp_1\",\"status\":\"FAILED\"}"));
        sandbox().faults().next(call, Fault.answer(226, "{\"exportId\":\"exp_1\",\"status\":\"FAILED\"}"));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(sandbox().count(call, "ba")).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STATUS"})
    void an_answer_that_has_no_body_is_asked_for_again(Call call) throws Exception {
        api.next(call, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");

        var failure = failure(Map.of("retry.max-attempts", "2"));

        assertThat(failure.reason()).isEqualTo(Reason.UNEXPECTED_ANSWER);
        assertThat(failure.sentence()).contains("answered 204");
        assertThat(api.count(call)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "201 Created", "202 Accepted", "203 Non-Authoritative Information"})
    void a_job_is_created_and_asked_after_by_any_of_the_codes_that_mean_so(String status) throws Exception {
        api.next(CREATE, RawApi.whole(status, "{\"exportId\":\"exp_1\"}"));
        api.next(STATUS, RawApi.whole(status, "{\"exportId\":\"exp_1\",\"status\":\"completed\"}"));

        export(Map.of());

        assertThat(data().resolve(LANDED)).hasContent(CSV);
    }

    private Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("sei.base-url", api.address().toString());
        settings.put("export.ba.scopes", "team:101");
        return settings;
    }

    private void export(Map<String, String> more) throws Exception {
        start(settings(more));
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private Failure failure(Map<String, String> more) throws Exception {
        start(settings(more));
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }
}
