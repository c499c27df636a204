package io.seiexport.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.flywaydb.core.Flyway;

/** Opens the database of the ledger, brings its tables up to date, and makes it known to the routes as ledger. */
public final class LedgerStore implements CamelContextAware {
    private static final String URL = "ledger.url";
    private static final String H2 = "jdbc:h2:";
    /** Each change is on disk before the next step; the words of PostgreSQL are understood; no file by accident. */
    private static final String H2_OPTIONS = ";WRITE_DELAY=0;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_ON_EXIT=FALSE";
    private static final int IN_USE = 90020;
    private static final int CONNECTIONS = 6;
    private static final long PATIENCE_MILLIS = 5_000;

    private final HikariDataSource pool = new HikariDataSource();
    private CamelContext context;
    private boolean open;

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
        context.getRegistry().bind("ledger", DataSource.class, pool);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext starting) throws VetoCamelContextStartException {
                try {
                    open();
                } catch (SettingException e) {
                    throw new VetoCamelContextStartException(e.getMessage(), e, starting);
                }
            }

            @Override
            public void onContextStopped(CamelContext ended) {
                pool.close();
            }
        });
    }

    /** Whoever needs it before Camel starts, to hear of trouble in another way, may call this first. */
    public synchronized void open() {
        if (open) {
            return;
        }
        var settings = new Settings(context);
        var url = settings.required(URL, "the JDBC address of the ledger, for example jdbc:h2:./ledger");
        pool.setPoolName("ledger");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(PATIENCE_MILLIS);
        pool.setJdbcUrl(address(url, settings));
        pool.setUsername(settings.text("ledger.username"));
        pool.setPassword(settings.secret("ledger.password"));
        try {
            Flyway.configure().dataSource(pool).locations("classpath:io/seiexport/ledger").table("sei_schema")
                    .failOnMissingLocations(true).load().migrate();
            open = true;
        } catch (RuntimeException e) {
            pool.close();
            throw new SettingException(refusal(url, e));
        }
    }

    /** A command that only looks gets an empty ledger for one that does not exist yet, and leaves none behind. */
    private static String address(String url, Settings settings) {
        if (!url.startsWith(H2)) {
            return url;
        }
        var looksOnly = settings.text(Settings.WITHOUT_EFFECT).equals("true");
        return (looksOnly && !exists(url) ? H2 + "mem:" + UUID.randomUUID() : url) + H2_OPTIONS;
    }

    private static boolean exists(String url) {
        var path = url.substring(H2.length()).replaceFirst("^file:", "").replaceFirst(";.*", "");
        return url.startsWith(H2 + "mem:") || Files.exists(Path.of(path + ".mv.db"));
    }

    private static String refusal(String url, Throwable thrown) {
        var shown = url.replaceFirst("(?i)([?;&]password=)[^;&]*", "$1***");
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == IN_USE && url.startsWith(H2)) {
                return URL + " = " + shown + ": another process works with this ledger; stop that one first, or let "
                        + "both use a PostgreSQL";
            }
        }
        var root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return URL + " = " + shown + ": the ledger cannot be opened: "
                + String.valueOf(root.getMessage()).lines().findFirst().orElse("") + (url.startsWith(H2)
                        ? "; if its file is damaged, move it away, and the windows that are still owed are asked for anew"
                        : "; check ledger.username and ledger.password, too");
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
