package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.seiexport.http.ApiCall;
import io.seiexport.http.BaseUrl;
import io.seiexport.http.ServerClock;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.support.SettingsOf;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private static final Export EXPORT = new Export("sprint", List.of("sprint", "sprints"), new Scope("", "1"),
            new Window(LocalDate.EPOCH, LocalDate.EPOCH), "sprint", "{}", List.of());

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final PollClock pollClock = new PollClock(context);
    private final Crowd crowd = new Crowd(new Domains(context, SettingsOf.values(Map.of())),
            JobSettings.read(SettingsOf.orDefaults(Map.of("poll.first-delay", "500ms"))),
            new ServerClock(new BaseUrl("http://127.0.0.1"), () -> NOW), pollClock, () -> NOW, Duration.ofHours(1));
    private final Set<Exchange> gone = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void eleven_jobs_are_in_flight() {
        var domain = new Domain();
        domain.setName(EXPORT.domain());
        domain.setList(true);
        context.getRegistry().bind("domain-sprint", domain);
        for (var i = 0; i < 11; i++) {
            crowd.join(exchange("exp_" + i));
        }
    }

    @AfterEach
    void stop() {
        pollClock.shutdownNow();
    }

    @Test
    void the_first_of_those_that_are_due_reads_the_list_and_the_others_wait_for_it() throws Exception {
        var due = due("exp_1", "exp_2", "exp_3");
        awaitGone(1);

        assertThat(gone).containsExactly(due.get(0));
        assertThat(crowd.leads(due.get(0))).isTrue();
        var list = crowd.begin(due.get(0));
        assertThat(list.query()).startsWith("dateFrom=2026-05-15T11%3A58%3A00Z&sortBy=createdAt");
        list.with(page("exp_1", "PROCESSING", "exp_2", "completed", "exp_3", "FAILED")).keep(due.get(0));
        crowd.tell(due.get(0));

        awaitGone(3);
        assertThat(due).map(crowd::hasTold).containsExactly(true, true, false);
        assertThat(due.get(1).getMessage().getBody()).asString().contains("status=completed");
    }

    @Test
    void the_list_is_read_for_a_page_for_every_three_jobs_because_others_stand_between_them() throws Exception {
        var due = due("exp_1", "exp_2", "exp_3", "exp_4", "exp_5", "exp_6");
        awaitGone(1);

        var list = crowd.begin(due.get(0));
        for (var page = 0; page < 2; page++) {
            assertThat(list.goesOn()).isTrue();
            list = list.with(fullPage(page));
        }

        assertThat(list.goesOn()).isFalse();
    }

    @Test
    void a_list_is_not_read_on_when_the_others_will_wait_no_longer() throws Exception {
        var first = due("exp_1", "exp_2", "exp_3", "exp_4", "exp_5", "exp_6").get(0);
        awaitGone(1);

        crowd.begin(first).with(fullPage(0)).keep(first);

        assertThat(new JobLists(() -> NOW).goesOn(first)).isTrue();
        assertThat(new JobLists(() -> NOW.plus(Duration.ofMinutes(48))).goesOn(first)).isFalse();
    }

    @Test
    void a_list_of_which_all_is_wanted_is_read_to_its_end_however_late() throws Exception {
        var exchange = exchange("exp_1");
        var limits = new ApiCall.Limits(NOW, Instant.MIN);

        JobList.begin(ListQuestion.all("sprint", EXPORT.paths(), 20).within(limits)).with(fullPage(0)).keep(exchange);

        assertThat(new JobLists(() -> NOW.plusSeconds(1)).goesOn(exchange)).isTrue();
    }

    @Test
    void after_a_list_that_came_too_late_for_most_all_ask_for_themselves() throws Exception {
        var first = due("exp_1", "exp_2", "exp_3").get(0);
        awaitGone(1);
        var list = crowd.begin(first);
        JointPoll.of(first).letGo();

        list.with(page("exp_1", "PROCESSING", "exp_2", "PROCESSING", "exp_3", "PROCESSING")).keep(first);
        crowd.tell(first);

        assertThat(crowd.hasTold(first)).isTrue();
        assertThat(crowd.process(exchange("exp_4"), done -> { })).isTrue();
    }

    @Test
    void who_comes_when_the_list_has_been_asked_for_is_told_nothing_of_it() throws Exception {
        var due = due("exp_1", "exp_2", "exp_3");
        awaitGone(1);
        var list = crowd.begin(due.get(0));

        var late = due("exp_4").get(0);
        list.with(page("exp_1", "PROCESSING", "exp_2", "PROCESSING", "exp_3", "PROCESSING", "exp_4", "PROCESSING"))
                .keep(due.get(0));
        crowd.tell(due.get(0));

        awaitGone(4);
        assertThat(crowd.hasTold(late)).isFalse();
        assertThat(crowd.leads(late)).isFalse();
    }

    @Test
    void two_that_are_due_ask_for_themselves() throws Exception {
        var due = due("exp_1", "exp_2");

        awaitGone(2);
        assertThat(due).noneMatch(crowd::leads).noneMatch(crowd::hasTold);
    }

    @Test
    void a_job_that_a_list_has_answered_three_times_asks_for_itself_at_once() {
        var due = exchange("exp_1");
        var polling = Polling.of(due).oneMore(NOW).oneMore(NOW).oneMore(NOW);
        due.setVariable("polling", polling);

        assertThat(crowd.process(due, done -> gone.add(due))).isTrue();
        due.setVariable("polling", polling.oneMore(null));
        assertThat(crowd.process(due, done -> gone.add(due))).isFalse();
    }

    @Test
    void a_job_that_may_be_done_since_long_ago_waits_for_nobody() {
        var due = exchange("exp_1");
        due.setVariable("job", Job.takenUp("exp_1", NOW.toString()));

        assertThat(crowd.process(due, done -> gone.add(due))).isTrue();
    }

    @Test
    void after_a_list_that_failed_all_ask_for_themselves_and_do_not_wait() throws Exception {
        var due = due("exp_1", "exp_2", "exp_3");
        awaitGone(1);

        crowd.begin(due.get(0));
        crowd.doWithout(due.get(0));

        awaitGone(3);
        assertThat(due).noneMatch(crowd::hasTold);
        assertThat(crowd.process(exchange("exp_4"), done -> { })).isTrue();
    }

    private void awaitGone(int count) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> gone.size() == count);
    }

    /** However slow the machine is, they are due together: the clock goes on when all of them are. */
    private List<Exchange> due(String... ids) {
        var due = new ArrayList<Exchange>();
        var all = new CountDownLatch(1);
        for (var i = 0; i < pollClock.getCorePoolSize(); i++) {
            pollClock.execute(() -> await(all));
        }
        for (var id : ids) {
            var exchange = exchange(id);
            due.add(exchange);
            assertThat(crowd.process(exchange, done -> gone.add(exchange))).isFalse();
        }
        all.countDown();
        return due;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // The test has failed before.
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, ?> fullPage(int number) {
        return page(IntStream.range(0, 100).boxed().flatMap(job -> Stream.of("exp_of_page_" + number + "_" + job,
                "QUEUED")).toArray(String[]::new));
    }

    private static Map<String, ?> page(String... idsAndStatus) {
        var items = new ArrayList<Map<String, String>>();
        for (var i = 0; i < idsAndStatus.length; i += 2) {
            items.add(Map.of("exportId", idsAndStatus[i], "status", idsAndStatus[i + 1]));
        }
        return Map.of("exports", items);
    }

    private Exchange exchange(String id) {
        var exchange = new DefaultExchange(context);
        exchange.setVariable("export", EXPORT);
        exchange.setVariable("job", new Job(id, false, "", NOW.minusSeconds(60).toString(), "", "", "", ""));
        exchange.setVariable("polling", new Polling(NOW, Instant.MAX, 0, NOW, null, Instant.MIN, null));
        return exchange;
    }
}
