package io.seiexport.ledger;

import java.sql.SQLException;
import java.util.Map;

import javax.sql.DataSource;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether the ledger can be reached: to the readiness probe, and to whoever waits for it to be back. */
public final class LedgerWatch extends AbstractHealthCheck implements Processor, CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);
    private static final int SECONDS = 2;

    private CamelContext context;

    public LedgerWatch() {
        super("sei-export", "ledger");
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        var pool = context.getRegistry().lookupByNameAndType("ledger", DataSource.class);
        try (var connection = pool.getConnection()) {
            if (connection.isValid(SECONDS)) {
                builder.up();
            } else {
                builder.down().message("the ledger does not answer");
            }
        } catch (SQLException e) {
            builder.down().message("the ledger cannot be reached");
        }
    }

    /** Takes note of each call of the ledger that failed. */
    @Override
    public void process(Exchange exchange) {
        var thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        LOG.warn("the ledger cannot be reached; what needs it waits: {}", root(thrown));
    }

    /** Whether it is worth to go on waiting for it. */
    public boolean waits() {
        return !context.isStopping();
    }

    private static String root(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.getClass().getSimpleName());
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
