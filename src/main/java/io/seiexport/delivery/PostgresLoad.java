package io.seiexport.delivery;

import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.Account;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.settings.Settings;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the rows of a file into a PostgreSQL database: those of its window are replaced, and its manifest is written,
 * in one transaction, which stays open between {@link #load} and {@link #commit}.
 */
public final class PostgresLoad {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLoad.class);
    private static final String NO_SUCH_TABLE = "42P01";
    private static final String READ = "sei_read";

    private final Settings settings;
    private final Account account;

    public PostgresLoad(Settings settings, Account account) {
        this.settings = settings;
        this.account = account;
    }

    /** Rows that nobody else can see yet. */
    public record Loaded(PostgresServer server, Connection connection, PostgresWindow window, long rows) {
    }

    private interface Work<T> {
        T with(Connection connection) throws Exception;
    }

    /** Puts the rows of the body in the place of those of the window; whatever ends the exchange, ends it. */
    public Loaded load(String url, String username, String passwordKey, String schema, Exchange exchange)
            throws ExportFailed {
        new CsvOnly().demand(exchange);
        var server = new PostgresServer(url, username, passwordKey);
        var window = PostgresWindow.of(schema, Export.of(exchange), account);
        return carryOut(server, connection -> {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    close(connection);
                }
            });
            return new Loaded(server, connection, window, load(connection, window, exchange));
        });
    }

    private static long load(Connection connection, PostgresWindow window, Exchange exchange) throws Exception {
        var proof = Staged.of(exchange).proof();
        var columns = window.columns(proof.header());
        var types = window.makeTables(connection, columns);
        connection.commit();

        window.lock(connection);
        window.delete(connection);
        if (columns.isEmpty()) {
            // A report of zero bytes: not even a header, and so nothing to read.
            return 0;
        }
        PostgresWindow.run(connection, "create temporary table " + READ + " (" + columns.stream()
                .map(name -> SqlNames.quoted(name) + " text").collect(Collectors.joining(", ")) + ") on commit drop");
        try (var csv = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyIn("copy " + READ + " from stdin with (format csv, header true)", csv);
        }
        var rows = window.insertFrom(READ, connection, columns, types, Job.of(exchange).exportId());
        if (rows != proof.rows()) {
            throw new ExportFailed(Reason.SINK, "the database read " + rows + " rows where the manifest states "
                    + proof.rows() + ", and keeps none of them");
        }
        return rows;
    }

    /** Writes the manifest, and lets everybody see all of it at once. */
    public void commit(Loaded loaded, String manifest, Exchange exchange) throws ExportFailed {
        try (var connection = loaded.connection()) {
            loaded.window().insertManifest(connection, Job.of(exchange).exportId(), loaded.rows(),
                    Staged.of(exchange).proof().sha256(), manifest);
            connection.commit();
        } catch (SQLException e) {
            throw loaded.server().failed(e);
        }
    }

    /** Whether the database still has the staged file, by the hash in its manifest and by the number of its rows. */
    public boolean holds(String url, String username, String passwordKey, String schema, Exchange exchange)
            throws ExportFailed {
        var window = PostgresWindow.of(schema, Export.of(exchange), account);
        var proof = Staged.of(exchange).proof();
        return carryOut(new PostgresServer(url, username, passwordKey), connection -> {
            try (connection) {
                return window.isVouchedFor(connection, proof.sha256()) && window.rows(connection) == proof.rows();
            } catch (SQLException e) {
                if (NO_SUCH_TABLE.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Takes away what a trial has loaded, and the table that was made for it alone. */
    public void clean(String url, String username, String passwordKey, String schema, Exchange exchange)
            throws ExportFailed {
        var window = PostgresWindow.of(schema, Export.of(exchange), account);
        carryOut(new PostgresServer(url, username, passwordKey), connection -> {
            try (connection) {
                window.lock(connection);
                window.delete(connection);
                if (window.domain().equals(Manifest.OF_A_CHECK)) {
                    window.dropTable(connection);
                }
                connection.commit();
                return true;
            }
        });
    }

    private <T> T carryOut(PostgresServer server, Work<T> work) throws ExportFailed {
        Connection connection = null;
        try {
            connection = server.open(settings);
            return work.with(connection);
        } catch (RuntimeException e) {
            close(connection);
            throw e;
        } catch (Exception e) {
            close(connection);
            throw server.failed(e);
        }
    }

    private static void close(Connection connection) {
        try (connection) {
            if (connection != null && !connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            LOG.debug("the connection was lost, and with it the transaction", e);
        }
    }
}
