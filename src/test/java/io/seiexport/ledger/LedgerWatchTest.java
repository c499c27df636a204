package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.seiexport.support.EmptyLedger;
import io.seiexport.support.LogLines;
import io.seiexport.support.Postgres;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

class LedgerWatchTest {

    @Test
    void a_ledger_that_is_away_is_a_warning_and_does_not_look_like_an_error() throws Exception {
        var pool = new PGSimpleDataSource();
        pool.setUrl(Postgres.emptyDatabase());
        pool.setUser(Postgres.user());
        try (var connection = DriverManager.getConnection(pool.getUrl(),
                Postgres.user(), ""); var statement = connection.createStatement();
                var said = LogLines.of(LedgerWatch.class.getName())) {
            var watch = new LedgerWatch(pool, new Node(), new RedeliveryPolicy());
            statement.execute("set default_transaction_read_only = on");

            watch.gone(catchThrowable(() -> statement.execute("create table known_only_here (id int)")));

            assertThat(said.lines()).filteredOn(line -> line.contains("CREATE TABLE")).containsExactly(
                    "WARN The ledger is unavailable; everything that needs it waits until it is back: "
                            + "cannot execute CREATE TABLE in a read-only transaction");
        }
    }

    @Test
    void a_failure_while_it_is_found_to_be_writable_again_is_not_forgotten(@TempDir Path folder) throws Exception {
        EmptyLedger.at(folder.resolve("ledger.db"));
        var policy = new RedeliveryPolicy().redeliveryDelay(0);
        var whileWriting = new AtomicReference<Runnable>(() -> { });
        var pool = new SQLiteDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                whileWriting.get().run();
                return super.getConnection();
            }
        };
        pool.setUrl("jdbc:sqlite:" + folder.resolve("ledger.db"));
        var watch = new LedgerWatch(pool, new Node(), policy);
        watch.gone(new SQLException("the first one"));
        whileWriting.set(() -> {
            policy.redeliveryDelay(3_600_000);
            watch.gone(new SQLException("the next one"));
        });

        watch.back();

        assertThat(watch.isWritable()).isFalse();
        policy.redeliveryDelay(0);
        whileWriting.set(() -> { });
        watch.back();
        assertThat(watch.isWritable()).isTrue();
    }

    @Test
    void who_asks_without_a_route_waits_until_the_ledger_answers(@TempDir Path folder) throws Exception {
        var file = folder.resolve("ledger.db");
        EmptyLedger.at(file);
        var pool = new SQLiteDataSource();
        pool.setUrl("jdbc:sqlite:" + file + "?busy_timeout=1");
        var policy = new RedeliveryPolicy();
        policy.setRedeliveryDelay(20);
        var watch = new LedgerWatch(pool, new Node(), policy);
        var rows = new LedgerRows(pool, watch, "an account");
        try (var other = pool.getConnection(); var statement = other.createStatement()) {
            statement.execute("pragma journal_mode = delete");
            statement.execute("begin exclusive");

            var known = CompletableFuture.supplyAsync(() -> known(rows));

            await().atMost(2, TimeUnit.MINUTES).until(() -> !watch.isWritable());
            assertThat(known).isNotDone();
            statement.execute("commit");
            assertThat(known.get(1, TimeUnit.MINUTES)).isEmpty();
        }
    }

    private static List<Entry> known(LedgerRows rows) {
        try {
            return rows.known();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_statement_that_the_ledger_refuses_is_not_asked_again() {
        var pool = new SQLiteDataSource();
        pool.setUrl("jdbc:sqlite::memory:");
        var rows = new LedgerRows(pool, new LedgerWatch(pool, new Node(), new RedeliveryPolicy()), "an account");

        assertThat(catchThrowable(rows::known)).isInstanceOf(SQLException.class).hasMessageContaining("no such table");
    }
}
