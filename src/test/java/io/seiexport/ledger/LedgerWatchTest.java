package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.DriverManager;

import io.seiexport.support.LogLines;
import io.seiexport.support.Postgres;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

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
}
