package io.seiexport.http;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import io.seiexport.job.PollClock;
import io.seiexport.ledger.LedgerStore;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.ledger.Node;
import io.seiexport.settings.RunMode;
import io.seiexport.support.CamelWith;
import io.seiexport.support.SettingsOf;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Budgets of several nodes in one real ledger. */
@Timeout(value = 10, unit = MINUTES)
class SharedBudgetTest {
    private static final int THREADS = 4;
    private static final int CALLS_OF_A_THREAD = 150;
    private static final int PER_MINUTE = 200;

    private final List<CamelContext> nodes = new ArrayList<>();
    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        for (var node : nodes) {
            node.stop();
        }
    }

    /** What these settings lead to is the same for all nodes of a test. */
    protected Map<String, String> ledger() throws Exception {
        return Map.of("ledger.url", "jdbc:sqlite:" + folder.resolve("ledger.db"));
    }

    @Test
    void no_minute_holds_more_calls_of_two_nodes_than_the_budget() throws Exception {
        var started = System.nanoTime();
        var begun = begunBy(node(Map.of()), node(Map.of()));
        var ran = System.nanoTime() - started;

        assertThat(begun).hasSize(2 * THREADS * CALLS_OF_A_THREAD);
        for (var i = 0; i + PER_MINUTE < begun.size(); i++) {
            assertThat(Duration.ofNanos(begun.get(i + PER_MINUTE) - begun.get(i))).as("from call %s on", i)
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        }
        assertThat(Duration.ofNanos(begun.get(begun.size() - 1) - begun.get(0) - ran))
                .as("what of it can be used").isLessThan(Duration.ofMinutes(begun.size() / PER_MINUTE + 1));
    }

    @Test
    void those_of_other_servers_have_budgets_of_their_own() throws Exception {
        var one = node(Map.of("sei.project", "one", "sei.max-requests-per-minute", "2"));
        var other = node(Map.of("sei.project", "other", "sei.max-requests-per-minute", "2"));

        var before = System.nanoTime();
        assertThat(pause(one)).isZero();
        assertThat(pause(one)).isZero();
        assertThat(pause(other)).isZero();
        var pause = pause(one);
        assertThat(pause).isLessThanOrEqualTo(62_500_000L);
        assertThat(Duration.ofNanos(pause * 1000 + System.nanoTime() - before))
                .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void what_was_booked_by_a_clock_that_was_a_day_ahead_is_void() throws Exception {
        var node = node(Map.of("sei.max-requests-per-minute", "2"));
        var tomorrow = new Minute(2);
        tomorrow.book(2, (System.currentTimeMillis() + 86_400_000) * 1000);
        var ledger = node.getRegistry().lookupByNameAndType("ledger", DataSource.class);
        pause(node);
        try (var connection = ledger.getConnection(); var statement = connection.createStatement()) {
            statement.executeUpdate("update sei_minute set booked = '" + tomorrow.text() + "'");
        }

        assertThat(pause(node)).isZero();
    }

    private static List<Long> begunBy(CamelContext... nodes) throws Exception {
        var threads = Executors.newFixedThreadPool(THREADS * nodes.length);
        var start = new CyclicBarrier(THREADS * nodes.length);
        var futures = new ArrayList<Future<List<Long>>>();
        for (var node : nodes) {
            for (var i = 0; i < THREADS; i++) {
                futures.add(threads.submit(() -> {
                    start.await();
                    var moments = new ArrayList<Long>();
                    for (var call = 0; call < CALLS_OF_A_THREAD; call++) {
                        moments.add(pause(node) * 1000 + System.nanoTime());
                    }
                    return moments;
                }));
            }
        }
        threads.shutdown();
        var all = new ArrayList<Long>();
        for (var future : futures) {
            all.addAll(future.get());
        }
        Collections.sort(all);
        return all;
    }

    /** Books a call, and returns the microseconds until its turn. */
    protected static long pause(CamelContext node) {
        try {
            return node.getRegistry().findSingleByType(Bookings.class).book(1).pause();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends when it is the turn of a call. */
    protected static CompletableFuture<Exchange> turn(CamelContext node) {
        var exchange = new DefaultExchange(node);
        ApiCall.get("/v2/insights/ba/exports/exp_1").keep(exchange);
        var budget = node.getRegistry().findSingleByType(Budget.class);
        // While the ledger is away the thread is kept.
        return CompletableFuture.supplyAsync(() -> budget.processAsync(exchange)).thenCompose(going -> going)
                .thenApply(gone -> {
                    if (exchange.getException() != null) {
                        throw new CompletionException(exchange.getException());
                    }
                    return exchange;
                });
    }

    protected final CamelContext node(Map<String, String> settings) throws Exception {
        var all = new HashMap<>(Map.of("sei.base-url", "https://127.0.0.1:9", "sei.project", "any", "sei.org",
                "any", "sei.max-requests-per-minute", String.valueOf(PER_MINUTE)));
        all.putAll(settings);
        all.putAll(ledger());
        var node = CamelWith.settings(all);
        var store = new LedgerStore(node, SettingsOf.values(all), new RunMode(true, false));
        node.addLifecycleStrategy(store);
        store.open();
        var findings = SettingsOf.orDefaults(all);
        var watch = new LedgerWatch(store.pool(), new Node(), new RedeliveryPolicy());
        node.getRegistry().bind("budget", new Budget(CallSettings.read(findings), findings.read(Account::of),
                store.pool(), watch, new PollClock(node), InstantSource.system()));
        node.getRegistry().bind("bookings", new LedgerBookings(store.pool(),
                findings.read(Account::of).ledgerName(), CallSettings.read(findings).perMinute()));
        nodes.add(node);
        return node;
    }
}
