package io.seiexport.routes;

import static io.seiexport.sandbox.Call.LIST;
import static io.seiexport.sandbox.Call.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.seiexport.cli.Watcher;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.support.LogLines;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One list of the server answers for many jobs whose polls are due. */
class JobLookTest extends RouteTest {
    private static final int MANY = 30;

    /** The clock of the jobs stands still until a test moves it. */
    private final AtomicReference<Instant> serverTime = new AtomicReference<>(Instant.now().minusSeconds(600));
    private final Polls polls = new Polls();

    /** How often the exports have learnt how their jobs are. */
    private static final class Polls implements Watcher {
        private final AtomicLong count = new AtomicLong();

        @Override
        public void polled(Export export, Job job) {
            count.incrementAndGet();
        }
    }

    @Override
    protected Options sandboxOptions() {
        return Options.defaults().lasting(Duration.ofSeconds(10), Duration.ofSeconds(10)).withClock(serverTime::get);
    }

    @Override
    protected Map<String, Object> beans() {
        return Map.of("polls", polls);
    }

    @Test
    void thirty_jobs_need_fewer_calls_than_polls_and_each_is_known_to_be_complete_by_its_next_poll()
            throws Exception {
        start(many(MANY, Map.of("poll.first-delay", "1s", "poll.max-delay", "1s")));
        ring("productivity");
        awaitPolls(MANY, 4 * MANY);

        completeAll();
        var before = polls.count.get();
        ends.await();

        assertThat(ends.delivered()).hasSize(MANY);
        // A poll that was under way may have been answered just before.
        assertThat(polls.count.get() - before).isLessThanOrEqualTo(2 * MANY);
        // Each poll would be a call.
        assertThat(calls()).isLessThan((int) polls.count.get());
    }

    @Test
    void a_job_that_the_list_does_not_show_is_polled_by_itself_and_nobody_waits_for_a_list_that_fails()
            throws Exception {
        start(many(MANY, Map.of()));
        sandbox().faults().next(LIST, Fault.answer(200, "{\"exports\": [{}, {\"exportId\": \"exp_other\"}]}"))
                .forEver();

        ring("productivity");
        awaitPolls(MANY, 2 * MANY);
        completeAll();

        assertThat(ends.await().delivered()).hasSize(MANY);
        // Some may be asked for before the first one is answered.
        assertThat(sandbox().count(LIST, "productivity")).isBetween(1, MANY / 2);
        assertThat(sandbox().count(STATUS, "productivity")).isEqualTo((int) polls.count.get());
    }

    @Test
    void a_list_that_cannot_be_read_leaves_each_job_to_its_own_poll() throws Exception {
        start(many(MANY, Map.of()));
        sandbox().faults().next(LIST, Fault.answer(500, "{}")).forEver();

        ring("productivity");
        awaitPolls(MANY, 2 * MANY);
        completeAll();

        assertThat(ends.await().delivered()).hasSize(MANY);
        assertThat(sandbox().count(STATUS, "productivity")).isEqualTo((int) polls.count.get());
    }

    @Test
    void a_list_that_lags_behind_keeps_no_job_from_its_end_and_is_found_out() throws Exception {
        start(many(MANY, Map.of("poll.first-delay", "200ms")));
        ring("productivity");
        awaitPolls(MANY, MANY);
        var begun = serverTime.get();
        sandbox().faults().next(LIST, stale(begun)).forEver();

        try (var log = LogLines.of("sei")) {
            completeAll();

            assertThat(ends.await().delivered()).hasSize(MANY);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN")
                    && line.contains("when the server's list of jobs still showed it under way"));
        }
    }

    @Test
    void ten_jobs_and_those_of_a_domain_without_a_list_are_polled_one_by_one() throws Exception {
        var settings = new HashMap<>(many(10, Map.of()));
        settings.put("export.ba.scopes", teams(MANY));
        start(settings);
        ring("productivity");
        ring("ba");
        awaitPolls(10 + MANY, 2 * MANY);
        completeAll();

        assertThat(ends.await().delivered()).hasSize(10 + MANY);
        assertThat(sandbox().count(LIST, "productivity")).isZero();
        assertThat(sandbox().count(STATUS, "productivity") + sandbox().count(STATUS, "ba"))
                .isEqualTo((int) polls.count.get());
    }

    private Fault stale(Instant begun) {
        var items = ends.jobs().values().stream().map(job -> "{\"exportId\": \"" + job.exportId()
                + "\", \"status\": \"processing\", \"createdAt\": \"" + begun + "\"}").collect(Collectors.joining(","));
        return Fault.answer(200, "{\"exports\": [" + items + "]}");
    }

    private static Map<String, String> many(int count, Map<String, String> more) {
        var settings = new HashMap<>(Map.of("export.productivity.scopes", teams(count), "export.max-in-flight",
                Integer.toString(2 * MANY), "poll.first-delay", "100ms", "poll.max-delay", "200ms"));
        settings.putAll(more);
        return settings;
    }

    private static String teams(int count) {
        return IntStream.range(0, count).mapToObj(team -> "team:" + team).collect(Collectors.joining(","));
    }

    /** Returns when all jobs were created, which the standing clock would else leave behind, and so often polled. */
    private void awaitPolls(int jobs, long count) {
        Awaitility.await().until(() -> ends.jobs().size() == jobs && polls.count.get() >= count);
    }

    private void completeAll() {
        serverTime.updateAndGet(now -> now.plusSeconds(60));
    }

    private int calls() {
        return List.of(LIST, STATUS).stream().mapToInt(call -> sandbox().count(call, "productivity")).sum();
    }
}
