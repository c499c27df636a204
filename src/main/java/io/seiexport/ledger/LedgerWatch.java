package io.seiexport.ledger;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.seiexport.failure.Failure;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether the ledger can be written: to the readiness probe, and to whoever waits for it to be back. */
public final class LedgerWatch extends AbstractHealthCheck implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);
    private static final int SECONDS = 2;
    private static final String SIGN_OF_LIFE = "insert into sei_node (node, seen_at) select ?, now from sei_clock "
            + "where true on conflict (node) do update set seen_at = excluded.seen_at";
    /** What is wrong with a statement or its values stays wrong: these classes of SQLSTATE and codes of SQLite. */
    private static final Set<String> OF_THE_STATEMENT = Set.of("22", "23", "42");
    private static final Set<Integer> OF_THE_STATEMENT_IN_SQLITE = Set.of(1, 19, 20, 25);

    /** The class of SQLSTATE of deadlocks: the database has let one of two go on, and is there. */
    private static final String OF_TWO_AT_ONCE = "40";

    /** PostgreSQL puts it before a message; a search for ERROR must not find an outage that is waited for. */
    private static final String SEVERITY = "^(ERROR|FATAL|PANIC): ";

    /** How long in milliseconds whoever waits for it does so before it is asked again; only tests change it. */
    public static final String PAUSE = "sei-export.ledger-pause";
    private static final long USUAL_PAUSE = 5_000;
    private static final int WITHOUT_LIMIT = -1;

    private final DataSource pool;
    private final Node node;
    private final RedeliveryPolicy policy;
    private volatile boolean away;
    private volatile long failedAt;

    /** Who waits for the ledger, tries again as the policy says. */
    public LedgerWatch(DataSource pool, Node node, RedeliveryPolicy policy) {
        super("sei-export", "ledger");
        this.pool = pool;
        this.node = node;
        this.policy = policy;
    }

    /** Of whoever waits for it. */
    public static RedeliveryPolicy policy(CamelContext context) {
        var policy = new RedeliveryPolicy();
        policy.setRedeliveryDelay(context.getPropertiesComponent().resolveProperty(PAUSE).map(Long::parseLong)
                .orElse(USUAL_PAUSE));
        policy.setMaximumRedeliveries(WITHOUT_LIMIT);
        policy.setLogExhausted(false);
        policy.setAsyncDelayedRedelivery(true);
        return policy;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    /** With a write: a full disk and a standby can still be read. */
    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            write();
            if (away) {
                builder.down().message("the ledger could not be written a moment ago");
            } else {
                builder.up();
            }
        } catch (SQLException e) {
            builder.down().message("the ledger cannot be written: " + firstLine(e));
        }
    }

    private void write() throws SQLException {
        try (var connection = pool.getConnection(); var sign = connection.prepareStatement(SIGN_OF_LIFE)) {
            sign.setQueryTimeout(SECONDS);
            sign.setString(1, node.name());
            sign.executeUpdate();
        }
    }

    /** Whether a call of the ledger failed for what a later one may not meet. */
    public boolean isAway(Exchange exchange) {
        return Failure.find(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class), SQLException.class)
                .filter(LedgerWatch::meansAway).isPresent();
    }

    /** The same of what the database itself has thrown. */
    public static boolean meansAway(SQLException thrown) {
        if (thrown instanceof SQLTransientConnectionException) {
            return true;
        }
        return thrown.getSQLState() == null ? !OF_THE_STATEMENT_IN_SQLITE.contains(thrown.getErrorCode())
                : thrown.getSQLState().length() < 2 || !OF_THE_STATEMENT.contains(thrown.getSQLState().substring(0, 2));
    }

    /** Takes note of each call of the ledger that failed; those that wait are told of once. */
    @Override
    public void process(Exchange exchange) {
        failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    private void failed(Throwable thrown) {
        if (isOfTwoAtOnce(thrown)) {
            LOG.debug("Another node changed the same rows at the same time; the call is retried", thrown);
        } else {
            gone(thrown);
        }
    }

    /** Calls the ledger until it answers, for whoever has no route that does so. */
    <T> T patiently(Callable<T> call) throws Exception {
        while (true) {
            try {
                var answer = call.call();
                answered();
                return answer;
            } catch (SQLException e) {
                if (!meansAway(e) || isClosed()) {
                    throw e;
                }
                failed(e);
            }
            Thread.sleep(policy.getRedeliveryDelay());
        }
    }

    /** Whether the program has done with it, so that it will not be back. */
    private boolean isClosed() {
        return pool instanceof HikariDataSource hikari && hikari.isClosed();
    }

    private static boolean isOfTwoAtOnce(Throwable thrown) {
        return Failure.find(thrown, SQLException.class).map(SQLException::getSQLState)
                .filter(state -> state.startsWith(OF_TWO_AT_ONCE)).isPresent();
    }

    /** The same for who calls it without a route. */
    public void gone(Throwable thrown) {
        noteAway(thrown);
        // A connection may still be good and lead to a server that only reads by now.
        if (pool instanceof HikariDataSource hikari && hikari.getHikariPoolMXBean() != null) {
            hikari.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private synchronized void noteAway(Throwable thrown) {
        failedAt = System.nanoTime();
        if (!away) {
            away = true;
            LOG.warn("The ledger is unavailable; everything that needs it waits until it is back: {}",
                    firstLine(Failure.root(thrown)));
        }
    }

    /**
     * A call of the ledger has succeeded. One that changes little or nothing does so on a full disk too, so all that
     * wait have had their next try by then.
     */
    public void back() {
        if (away && isQuiet() && canBeWritten()) {
            noteBack();
        }
    }

    /** Unless a call has failed while it was being written. */
    private synchronized void noteBack() {
        if (isQuiet()) {
            answered();
        }
    }

    private synchronized void answered() {
        if (away) {
            away = false;
            LOG.info("The ledger is available again.");
        }
    }

    /** As far as is known: the last call has succeeded. */
    public boolean isWritable() {
        return !away;
    }

    private boolean isQuiet() {
        return System.nanoTime() - failedAt > TimeUnit.MILLISECONDS.toNanos(policy.getRedeliveryDelay() * 3 / 2);
    }

    private boolean canBeWritten() {
        try {
            write();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse(thrown.getClass().getSimpleName())
                .replaceFirst(SEVERITY, "");
    }
}
