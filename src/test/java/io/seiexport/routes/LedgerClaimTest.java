package io.seiexport.routes;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

import io.seiexport.delivery.Outages;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.Account;
import io.seiexport.job.NextTry;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Node;
import io.seiexport.plan.PlanRequest;
import io.seiexport.settings.RunMode;
import io.seiexport.support.TestMain;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.simpl.ZeroSizeThreadPool;

/** Several nodes work on one ledger; nothing claims by itself here, only the test does. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class LedgerClaimTest extends RouteTest {
    private static final Instant LATER = NOW.plusSeconds(86_400);

    private final List<Main> nodes = new ArrayList<>();

    @AfterEach
    void stopNodes() {
        nodes.forEach(Main::stop);
    }

    @Test
    void claims_at_the_same_moment_never_get_the_same_window() throws Exception {
        var nodes = nodes(3, Map.of("export.max-in-flight", "7"));
        owe(nodes.get(0), 120);
        var claimed = new ConcurrentLinkedQueue<String>();

        atOnce(6, thread -> {
            var node = nodes.get(thread % nodes.size());
            while (number(node, "select count(*) from sei_window where due_at is not null") > 0) {
                for (var row : claim(node)) {
                    claimed.add(row.get("id").toString());
                    execute(node, "update sei_window set due_at = null, lease_until = 0 where id = '" + row.get("id")
                            + "'");
                }
            }
        });

        assertThat(claimed).hasSize(120).doesNotHaveDuplicates();
        assertThat(number(nodes.get(0), "select max(lease_no) from sei_window")).isOne();
    }

    @Test
    void no_node_claims_more_than_it_may_work_on_at_once() throws Exception {
        var nodes = nodes(3, Map.of("export.max-in-flight", "4"));
        owe(nodes.get(0), 50);

        atOnce(3, thread -> {
            for (var i = 0; i < 5; i++) {
                claim(nodes.get(thread));
            }
        });
        assertThat(inFlight(nodes.get(0))).hasSize(3).allSatisfy((node, count) -> assertThat(count).isEqualTo(4));

        execute(nodes.get(0), "update sei_window set due_at = null, lease_until = 0 where lease_node = '"
                + name(nodes.get(1)) + "'"
                + " and id in (select min(id) from sei_window where lease_node = '" + name(nodes.get(1)) + "')");
        assertThat(claim(nodes.get(1))).hasSize(1);
        assertThat(claim(nodes.get(0))).isEmpty();
    }

    @Test
    void what_settles_goes_last_what_fails_later_and_then_the_oldest_first() throws Exception {
        var node = nodes(1, Map.of("export.max-in-flight", "1")).get(0);
        owe(node, "settles", Map.of("settles", true, "window_start", "'2026-01-01'"));
        owe(node, "fails", Map.of("failures", 1, "postponed", 1, "window_start", "'2026-01-01'"));
        owe(node, "waits", Map.of("postponed", 1, "window_start", "'2026-01-01'"));
        owe(node, "young", Map.of("window_start", "'2026-03-01'"));
        owe(node, "b", Map.of("window_start", "'2026-02-01'"));
        owe(node, "a", Map.of("window_start", "'2026-02-01'"));

        var order = new ArrayList<String>();
        for (var claimed = claim(node); !claimed.isEmpty(); claimed = claim(node)) {
            claimed.forEach(row -> order.add(row.get("id").toString()));
            execute(node, "update sei_window set due_at = null, lease_until = 0 where lease_until > 0");
        }

        assertThat(order).containsExactly("a", "b", "young", "waits", "fails", "settles");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "due_at = null",
        "due_at = (select now from sei_clock) + 60000",
        "server = 'another'",
        "domain = 'sprint'",
        "domain = 'gone'",
        "lease_until = (select now from sei_clock) + 60000, lease_node = 'another'"})
    void what_is_not_due_or_not_of_this_program_is_not_claimed(String change) throws Exception {
        var node = nodes(1, Map.of("export.sprint.enabled", "false")).get(0);
        owe(node, 1);

        execute(node, "update sei_window set " + change);

        assertThat(claim(node)).isEmpty();
    }

    @Test
    void a_command_claims_only_what_it_is_about() throws Exception {
        var node = nodes(1, Map.of(RunMode.BY_HAND, "true")).get(0);
        owe(node, 3);

        assertThat(claim(node)).isEmpty();
    }

    @Test
    void a_lease_that_is_over_is_claimed_by_another_and_its_holder_writes_nothing_any_more() throws Exception {
        var nodes = nodes(2, Map.of());
        var asleep = nodes.get(0);
        var awake = nodes.get(1);
        owe(asleep, 1);
        var held = Entry.of(claim(asleep).get(0));

        assertThat(claim(awake)).isEmpty();
        execute(awake, "update sei_window set lease_until = (select now from sei_clock) - 1");
        var taken = claim(awake);

        assertThat(Entry.of(taken.get(0)).id()).isEqualTo(held.id());
        assertThat(Entry.of(taken.get(0)).leaseNo()).isEqualTo(held.leaseNo() + 1);
        assertThat(Entry.of(taken.get(0)).leaseNode()).isEqualTo(name(awake));
        assertThat(send(asleep, "ledger-lease", Map.of("entry", held)).getException()).isInstanceOf(ExportFailed.class)
                .extracting(thrown -> ((ExportFailed) thrown).reason()).isEqualTo(Reason.LEASE_LOST);
        assertThat(send(awake, "ledger-lease", Map.of("entry", Entry.of(taken.get(0)))).getException()).isNull();
    }

    @Test
    void a_lease_is_written_anew_only_when_a_third_of_it_is_over() throws Exception {
        var node = nodes(1, Map.of()).get(0);
        owe(node, 1);
        var held = Map.<String, Object>of("entry", Entry.of(claim(node).get(0)));
        var until = number(node, "select lease_until from sei_window");

        assertThat(send(node, "ledger-lease", held).getException()).isNull();
        assertThat(number(node, "select lease_until from sei_window")).isEqualTo(until);

        execute(node, "update sei_window set lease_until = (select now from sei_clock) + 1000");
        assertThat(send(node, "ledger-lease", held).getException()).isNull();
        assertThat(number(node, "select lease_until from sei_window")).isGreaterThanOrEqualTo(until);
    }

    @Test
    void a_node_that_is_alive_renews_its_leases_and_even_one_that_is_over_unless_another_has_it() throws Exception {
        var nodes = nodes(2, Map.of());
        owe(nodes.get(0), 3);
        claim(nodes.get(0));
        var ids = List.of("w000", "w001", "w002");
        execute(nodes.get(0), "update sei_window set lease_until = (select now from sei_clock) + 1000 where id = '"
                + ids.get(0) + "'");
        execute(nodes.get(0), "update sei_window set lease_until = 1 where id = '" + ids.get(1) + "'");
        execute(nodes.get(0), "update sei_window set lease_node = '" + name(nodes.get(1)) + "' where id = '"
                + ids.get(2) + "'");
        var another = number(nodes.get(0), "select lease_until from sei_window where id = 'w002'");

        assertThat(claim(nodes.get(0))).isEmpty();

        assertThat(number(nodes.get(0), "select count(*) from sei_window where id in ('w000', 'w001') and lease_no = 1 "
                + "and lease_until > (select now from sei_clock) + 100000")).isEqualTo(2);
        assertThat(number(nodes.get(0), "select lease_until from sei_window where id = 'w002'")).isEqualTo(another);
    }

    @Test
    void a_window_whose_claim_was_never_answered_is_claimed_anew() throws Exception {
        var node = nodes(1, Map.of()).get(0);
        owe(node, 2);
        claim(node);
        execute(node, "update sei_window set lease_no = lease_no + 1 where id = 'w001'");
        execute(node, "update sei_window set lease_until = 1");

        assertThat(claim(node)).extracting(row -> row.get("id")).containsExactly("w001");
    }

    @Test
    void what_was_written_by_a_clock_that_was_ahead_waits_no_longer_when_it_is_right() throws Exception {
        var node = nodes(1, Map.of()).get(0);
        owe(node, 2);
        execute(node, "update sei_window set due_at = (select now from sei_clock) + 1000000000 where id = 'w000'");
        execute(node, "update sei_window set lease_until = (select now from sei_clock) + 1000000000, lease_node = "
                + "'gone' where id = 'w001'");
        hold(node, 1_000_000_000);

        assertThat(send(node, "ledger-clean-up", Map.of()).getException()).isNull();

        assertThat(number(node, "select until - (select now from sei_clock) from sei_hold")).isNotPositive();
        execute(node, "delete from sei_hold");
        assertThat(claim(node)).hasSize(2);
    }

    @Test
    void a_failure_whose_writing_was_not_answered_counts_once() throws Exception {
        var node = nodes(1, Map.of()).get(0);
        owe(node, "w", Map.of("postponed", 1));
        var entry = Entry.of(claim(node).get(0));
        var exchange = new DefaultExchange(node);
        exchange.setVariable("entry", entry);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new ExportFailed(Reason.BAD_REQUEST, "a sentence"));
        exchange.setVariable("failure", node.getRegistry().findSingleByType(NextTry.class).decide(exchange));

        send(node, "ledger-failed", exchange.getVariables());
        send(node, "ledger-failed", exchange.getVariables());

        assertThat(number(node, "select failures from sei_window")).isOne();
        assertThat(number(node, "select postponed from sei_window"))
                .as("a restart wakes only what the world has failed").isZero();
    }

    @Test
    void what_is_known_of_its_series_comes_with_a_window() throws Exception {
        var node = nodes(1, Map.of()).get(0);
        owe(node, 1);
        execute(node, "insert into sei_series (server, series, domain, scope, granularity, covered_from, covered_to, "
                + "columns, took_millis) "
                + "select server, 'ba/team-1/weekly', 'ba', 'team:1', 'weekly', '2026-01-01', '2026-01-31', "
                + "'[\"a\"]', 90000 from sei_window");

        assertThat(claim(node).get(0)).containsEntry("columns", "[\"a\"]").extractingByKey("took_millis")
                .hasToString("90000");
    }

    @Test
    void the_same_tick_on_several_nodes_enters_each_window_once() throws Exception {
        var nodes = nodes(2, Map.of("export.ba.scopes", "team:1,team:2", "export.ba.since", "2025-01-01"));

        atOnce(6, thread -> tick(nodes.get(thread % 2), NOW, NOW));

        assertThat(number(nodes.get(0), "select count(*) from sei_window")).isEqualTo(2 * 16);
        assertThat(number(nodes.get(0), "select count(*) from sei_series where covered_from = '2025-01-01' "
                + "and covered_to = '2026-04-30'")).isEqualTo(2);
    }

    @Test
    void the_same_tick_on_several_nodes_owes_a_window_that_settles_once() throws Exception {
        var nodes = nodes(2, Map.of("export.ba.scopes", "team:1", "export.ba.settle", "1"));
        tick(nodes.get(0), NOW, NOW);
        deliver(nodes.get(0));

        atOnce(4, thread -> tick(nodes.get(thread % 2), LATER, LATER));
        assertThat(number(nodes.get(0),
                "select count(*) from sei_window where state = 'owed' and why = 'settle' and due_at > 0")).isOne();

        deliver(nodes.get(0));
        tick(nodes.get(1), LATER, LATER);
        assertThat(number(nodes.get(0), "select count(*) from sei_window where state = 'delivered'"))
                .as("a node whose tick is late finds it done").isOne();

        tick(nodes.get(1), LATER.plusSeconds(60), LATER.plusSeconds(60));
        assertThat(number(nodes.get(0), "select count(*) from sei_window where state = 'owed'")).as("the next tick")
                .isOne();
    }

    @Test
    void what_is_worked_on_is_not_made_owed_anew() throws Exception {
        var node = nodes(1, Map.of("export.ba.scopes", "team:1", "export.ba.settle", "1")).get(0);
        tick(node, NOW, NOW);
        deliver(node);
        tick(node, LATER, LATER);
        claim(node);
        execute(node, "update sei_window set state = 'delivered'");

        tick(node, LATER.plusSeconds(60), LATER.plusSeconds(60));

        assertThat(number(node, "select count(*) from sei_window where state = 'delivered'")).isOne();
    }

    @Test
    void what_since_has_left_behind_is_not_claimed_until_it_moves_back() throws Exception {
        var early = nodes(1, Map.of("export.ba.scopes", "team:1", "export.ba.since", "2026-03-01")).get(0);
        tick(early, NOW, NOW);
        var late = nodes(1, Map.of("export.ba.scopes", "team:1", "export.ba.since", "2026-04-01")).get(0);

        tick(late, LATER, LATER);

        assertThat(claim(late)).map(row -> row.get("window_start")).containsExactly("2026-04-01");
        tick(early, LATER, LATER);
        assertThat(claim(early)).map(row -> row.get("window_start")).containsExactly("2026-03-01");
    }

    @Test
    void a_window_that_was_asked_for_by_hand_is_not_new_to_its_series() throws Exception {
        var node = nodes(1, Map.of("export.ba.scopes", "team:1")).get(0);
        ring(node, new PlanRequest(NOW, Optional.empty(), Optional.empty(), Optional.empty(), true));
        deliver(node);

        tick(node, NOW, NOW);

        assertThat(ends.reasons()).containsExactly("backfill");
        assertThat(number(node, "select count(*) from sei_series")).isOne();
    }

    @ParameterizedTest
    @CsvSource({"UNREACHABLE, 20, owed", "STOPPED, 20, owed", "BAD_REQUEST, 20, failed", "BAD_REQUEST, 3, owed"})
    void only_a_failure_of_its_own_gives_a_window_up(Reason reason, int failures, String state) throws Exception {
        var node = nodes(1, Map.of("export.give-up-after", "5")).get(0);
        owe(node, "w", Map.of("failures", failures));
        var entry = Entry.of(claim(node).get(0));
        var exchange = new DefaultExchange(node);
        exchange.setVariable("entry", entry);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new ExportFailed(reason, "a sentence"));
        exchange.setVariable("failure", node.getRegistry().findSingleByType(NextTry.class).decide(exchange));

        send(node, "ledger-failed", exchange.getVariables());

        assertThat(text(node, "select reason from sei_window")).isEqualTo(reason.word());
        assertThat(text(node, "select reason from sei_attempt")).isEqualTo(reason.word());
        assertThat(text(node, "select state from sei_window")).isEqualTo(state);
        assertThat(number(node, "select count(*) from sei_window where due_at is null"))
                .isEqualTo(state.equals("failed") ? 1 : 0);
        assertThat(number(node, "select failures from sei_window"))
                .isEqualTo(failures + (reason == Reason.BAD_REQUEST ? 1 : 0));
    }

    @Test
    void while_the_server_is_held_back_only_what_is_staged_goes_on() throws Exception {
        var node = nodes(1, Map.of()).get(0);
        owe(node, 2);
        execute(node, "update sei_window set state = 'staged' where id = 'w001'");
        hold(node, 60_000);

        assertThat(claim(node)).map(row -> row.get("id")).containsExactly("w001");
    }

    @Test
    void when_the_pause_is_over_one_node_tries_the_server_with_one_window() throws Exception {
        var nodes = nodes(2, Map.of());
        owe(nodes.get(0), 20);
        hold(nodes.get(0), -1);
        var claimed = new ConcurrentLinkedQueue<Map<String, Object>>();

        atOnce(2, thread -> claimed.addAll(claim(nodes.get(thread))));

        assertThat(claimed).hasSize(1);
    }

    @Test
    void a_node_that_has_tried_what_another_held_back_lets_it_go_when_the_server_answers() throws Exception {
        var nodes = nodes(2, Map.of());
        var other = nodes.get(1);
        owe(other, 20);
        // Its first answer: by now it knows of nothing that is held back.
        send(other, "answered", Map.of());
        hold(nodes.get(0), -1);

        assertThat(claim(other)).hasSize(1);
        send(other, "answered", Map.of());

        assertThat(number(other, "select count(*) from sei_hold")).isZero();
        assertThat(claim(other)).isNotEmpty();
    }

    @Test
    void a_probe_that_ends_and_says_nothing_of_the_server_leaves_the_next_window_to_try_it() throws Exception {
        var node = nodes(1, Map.of()).get(0);
        owe(node, 3);
        hold(node, -1);
        var probe = Entry.of(claim(node).get(0));
        execute(node, "update sei_window set due_at = null, lease_until = 0 where id = '" + probe.id() + "'");
        assertThat(claim(node)).isEmpty();

        assertThat(send(node, "ledger-let-go", Map.of("entry", probe)).getException()).isNull();

        assertThat(claim(node)).hasSize(1);
    }

    @Test
    void a_window_that_was_no_probe_ends_no_probe() throws Exception {
        var node = nodes(1, Map.of("export.max-in-flight", "1")).get(0);
        owe(node, 3);
        var before = Entry.of(claim(node).get(0));
        hold(node, -1);
        assertThat(claim(node)).hasSize(1);

        assertThat(send(node, "ledger-let-go", Map.of("entry", before)).getException()).isNull();

        assertThat(claim(node)).isEmpty();
    }

    @Test
    void a_probe_that_ends_late_does_not_end_the_one_after_it() throws Exception {
        var nodes = nodes(2, Map.of());
        owe(nodes.get(0), 3);
        hold(nodes.get(0), -1);
        var late = Entry.of(claim(nodes.get(0)).get(0));
        execute(nodes.get(0), "update sei_hold set until = 0");
        var claimed = number(nodes.get(0), "select now from sei_clock");
        await().until(() -> number(nodes.get(0), "select now from sei_clock") > claimed);
        assertThat(claim(nodes.get(1))).hasSize(1);

        assertThat(send(nodes.get(0), "ledger-let-go", Map.of("entry", late)).getException()).isNull();

        assertThat(claim(nodes.get(1))).isEmpty();
    }

    @Test
    void while_the_server_is_held_back_no_window_tries_the_disk_either() throws Exception {
        var node = nodes(1, Map.of()).get(0);
        owe(node, 3);
        hold(node, 60_000);
        execute(node, "insert into sei_hold (server, what, since, until, pauses, reason, sentence) select server, '"
                + node.getRegistry().findSingleByType(Outages.class).disk() + "', since, 0, 1, 'file', '' from sei_hold");
        assertThat(claim(node)).isEmpty();

        execute(node, "update sei_hold set until = 0");

        assertThat(claim(node)).hasSize(1);
        assertThat(number(node, "select count(*) from sei_hold where probing")).isEqualTo(2);
    }

    @Test
    void a_node_whose_domains_have_nothing_due_leaves_the_probe_to_others() throws Exception {
        var other = nodes(1, Map.of("export.sprint.enabled", "false")).get(0);
        var node = nodes(1, Map.of()).get(0);
        owe(node, 2);
        execute(node, "update sei_window set domain = 'sprint'");
        hold(node, -1);

        assertThat(claim(other)).isEmpty();

        assertThat(claim(node)).hasSize(1);
    }

    /** As another node has left it, with so many milliseconds to its next try. */
    private void hold(CamelContext node, long left) throws SQLException {
        execute(node, "insert into sei_hold (server, what, since, until, pauses, reason, sentence) select "
                + "min(server), 'server', (select now from sei_clock) - 60000, (select now from sei_clock) + " + left
                + ", 1, 'unreachable', '' from sei_window");
    }

    /** Programs that share the ledger, and in which nothing begins by itself. */
    final List<CamelContext> nodes(int count, Map<String, String> settings) throws Exception {
        for (var i = 0; i < count; i++) {
            var main = new TestMain();
            nodes.add(main);
            main.setPropertyPlaceholderLocations("file:application.properties");
            var all = new HashMap<>(Map.ofEntries(
                    Map.entry("camel.main.name", "test-" + UUID.randomUUID()),
                    Map.entry("camel.main.jmx-enabled", "false"),
                    Map.entry("camel.main.startup-summary-level", "off"),
                    Map.entry("camel.main.auto-startup-exclude-pattern", "work,work-look,work-begin,work-window-counts"),
                    Map.entry("camel.management.enabled", "false"),
                    Map.entry("camel.metrics.enabled", "false"),
                    Map.entry("camel.component.quartz.auto-start-scheduler", "false"),
                    Map.entry("camel.component.quartz.properties[org.quartz.threadPool.class]",
                            ZeroSizeThreadPool.class.getName()),
                    Map.entry("sei.base-url", sandbox().address().toString()),
                    Map.entry("sei.api-key", "key-of-the-tests"),
                    Map.entry("sei.project", "Metrics"),
                    Map.entry("sei.org", "Acme"),
                    Map.entry("ledger.url", ledgerUrl()),
                    Map.entry("ledger.username", ledgerUser()),
                    Map.entry("staging.directory", folder.resolve("staging-" + nodes.size()).toString()),
                    Map.entry("sink.file.directory", data().toString())));
            all.putAll(settings);
            all.forEach(main::addOverrideProperty);
            main.bind("ends", ends);
            main.withoutRoutesOf(Set.of("job", "delivery", "transforms"));
            main.start();
        }
        return nodes.subList(nodes.size() - count, nodes.size()).stream().map(Main::getCamelContext).toList();
    }

    /** Whoever may open the ledger. */
    String ledgerUser() {
        return "";
    }

    private interface Work {
        void of(int thread) throws Exception;
    }

    private static void atOnce(int threads, Work work) throws Exception {
        var pool = Executors.newFixedThreadPool(threads);
        var together = new CyclicBarrier(threads);
        try {
            var tasks = new ArrayList<Callable<Void>>();
            for (var i = 0; i < threads; i++) {
                var thread = i;
                tasks.add(() -> {
                    together.await();
                    work.of(thread);
                    return null;
                });
            }
            for (var done : pool.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** What the clock of a domain does at a moment that it was set for. */
    private static void tick(CamelContext node, Instant now, Instant scheduled) throws Exception {
        ring(node, new PlanRequest(now, Optional.ofNullable(scheduled), Optional.empty(), Optional.empty(), false));
    }

    private static void ring(CamelContext node, PlanRequest request) throws Exception {
        var exchange = new DefaultExchange(node);
        exchange.setVariable("selection", request);
        node.getRoute("export-ba").getProcessor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> claim(CamelContext node) throws Exception {
        var exchange = send(node, "ledger-claim", Map.of());
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getBody() instanceof List<?> rows ? (List<Map<String, Object>>) rows : List.of();
    }

    private static Exchange send(CamelContext node, String route, Map<String, Object> variables) throws Exception {
        try (var template = node.createProducerTemplate()) {
            return template.request("direct:" + route, exchange -> variables.forEach(exchange::setVariable));
        }
    }

    /** So many windows of one day each, the oldest first by their ids, too. */
    static void owe(CamelContext node, int count) throws SQLException {
        for (var i = 0; i < count; i++) {
            owe(node, "w%03d".formatted(i), Map.of());
        }
    }

    private static void owe(CamelContext node, String id, Map<String, Object> columns) throws SQLException {
        var all = new HashMap<String, Object>(Map.ofEntries(Map.entry("server", "'" + server(node) + "'"),
                Map.entry("id", "'" + id + "'"),
                Map.entry("series", "'ba/team-1/weekly'"), Map.entry("domain", "'ba'"), Map.entry("scope", "'team:1'"),
                Map.entry("granularity", "'weekly'"), Map.entry("window_start", "'2026-01-01'"),
                Map.entry("window_end", "'2026-01-31'"),
                Map.entry("state", "'owed'"), Map.entry("why", "'new'"), Map.entry("settles", false),
                Map.entry("owed_at", 1), Map.entry("tick", 1), Map.entry("due_at", 1)));
        all.putAll(columns);
        var names = List.copyOf(all.keySet());
        execute(node, "insert into sei_window (" + String.join(", ", names) + ") values ("
                + String.join(", ", names.stream().map(name -> all.get(name).toString()).toList()) + ")");
    }

    /** Takes all that is owed for delivered. */
    private static void deliver(CamelContext node) throws SQLException {
        execute(node, "update sei_window set state = 'delivered', due_at = null, lease_until = 0, sha256 = 'abc'");
    }

    private static String server(CamelContext node) {
        return node.getRegistry().findSingleByType(Account.class).ledgerName();
    }

    private static String name(CamelContext node) {
        return node.getRegistry().findSingleByType(Node.class).name();
    }

    private static Map<String, Integer> inFlight(CamelContext node) throws SQLException {
        return rows(node, "select lease_node from sei_window where lease_until > 0").stream()
                .collect(groupingBy(row -> row))
                .entrySet().stream().collect(toMap(Map.Entry::getKey, entry -> entry.getValue().size()));
    }

    static long number(CamelContext node, String query) throws SQLException {
        return Long.parseLong(text(node, query));
    }

    private static String text(CamelContext node, String query) throws SQLException {
        return rows(node, query).get(0);
    }

    private static List<String> rows(CamelContext node, String query) throws SQLException {
        var values = new ArrayList<String>();
        try (var connection = pool(node).getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return Collections.unmodifiableList(values);
    }

    static void execute(CamelContext node, String sql) throws SQLException {
        try (var connection = pool(node).getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DataSource pool(CamelContext node) {
        return node.getRegistry().lookupByNameAndType("ledger", DataSource.class);
    }
}
