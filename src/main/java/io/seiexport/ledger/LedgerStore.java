package io.seiexport.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.seiexport.disk.Folder;
import io.seiexport.disk.Owner;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Opens the database of the ledger, brings its tables up to date, and makes it known to the routes as ledger. */
public final class LedgerStore implements CamelContextAware {
    private static final String URL = "ledger.url";
    private static final String H2 = "jdbc:h2:";
    /** Each change is on disk before the next step; the words of PostgreSQL are understood; no file by accident. */
    private static final String H2_OPTIONS =
            ";TRACE_LEVEL_FILE=0;WRITE_DELAY=0;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_ON_EXIT=FALSE";
    /** Its name for a file, without those of other kinds of storage (mem:, tcp:, nio:...); Windows has letters. */
    private static final Pattern FILE = Pattern.compile("jdbc:h2:(?:file:)?((?:[A-Za-z]:)?[^:;]+)(?=;|$)");
    private static final int IN_USE = 90020;
    private static final int NOT_THERE = 90146;
    private static final Pattern SECRET = Pattern.compile(
            "(?i)[?;&][^=;&]*password=([^;&]+)|//[^/:]*:([^/]+)@");
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
        pool.setUsername(settings.text("ledger.username"));
        pool.setPassword(settings.secret("ledger.password"));
        var newer = false;
        try {
            var address = address(url, settings);
            keepForOwner(address);
            pool.setJdbcUrl(address);
            var tables = tables().dataSource(pool).load();
            newer = madeByNewer(tables);
            if (!newer) {
                tables.migrate();
            }
        } catch (RuntimeException e) {
            pool.close();
            throw new SettingException(withoutSecrets(refusal(url, e), url));
        }
        if (newer) {
            pool.close();
            throw new SettingException(withoutSecrets(URL + " = " + url
                    + ": a newer version of this program has made this ledger; use that one", url));
        }
        open = true;
    }

    /** They may stand beside those of others. */
    private static FluentConfiguration tables() {
        return Flyway.configure().locations("classpath:io/seiexport/ledger").table("sei_schema")
                .failOnMissingLocations(true).baselineOnMigrate(true).baselineVersion("0");
    }

    private static boolean madeByNewer(Flyway tables) {
        var current = tables.info().current();
        return current != null && current.getState() == MigrationState.FUTURE_SUCCESS;
    }

    /** A command that only looks gets an empty ledger for one that does not exist yet, and leaves none behind. */
    private String address(String url, Settings settings) {
        var address = url.startsWith(H2) ? url + H2_OPTIONS : url;
        var looksOnly = settings.text(Settings.WITHOUT_EFFECT).equals("true");
        return looksOnly && !isThere(address) ? H2 + "mem:" + UUID.randomUUID() + H2_OPTIONS : address;
    }

    /** H2 makes its file for all whom the umask lets in, unless there is an empty one. */
    private static void keepForOwner(String address) {
        var named = FILE.matcher(address);
        if (!named.lookingAt()) {
            return;
        }
        var file = Path.of(named.group(1).replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home")))
                + ".mv.db");
        try {
            if (Files.exists(file)) {
                Owner.narrow(file);
            } else if (!address.toUpperCase(Locale.ROOT).contains("IFEXISTS=TRUE")) {
                Folder.of(file).make();
                Owner.makeFile(file);
            }
        } catch (IOException e) {
            // H2 meets with the same, and says it in its words.
        }
    }

    private boolean isThere(String address) {
        try {
            var existing = address.startsWith(H2) ? address + ";IFEXISTS=TRUE" : address;
            return tables().dataSource(existing, pool.getUsername(), pool.getPassword()).load().info()
                    .current() != null;
        } catch (RuntimeException e) {
            if (isOfH2(NOT_THERE, e, address)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isOfH2(int code, Throwable thrown, String url) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == code && url.startsWith(H2)) {
                return true;
            }
        }
        return false;
    }

    /** A driver may repeat what stands in its address. */
    private static String withoutSecrets(String text, String url) {
        var clean = text;
        for (var secret : SECRET.matcher(url).results().toList()) {
            clean = clean.replace(secret.group(1) == null ? secret.group(2) : secret.group(1), "***");
        }
        return clean;
    }

    private static String refusal(String url, Throwable thrown) {
        if (isOfH2(IN_USE, thrown, url)) {
            return URL + " = " + url + ": another process works with this ledger; stop that one first, or let both use "
                    + "a PostgreSQL";
        }
        var root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return URL + " = " + url + ": the ledger cannot be opened: "
                + String.valueOf(root.getMessage()).lines().findFirst().orElse("") + (url.startsWith(H2)
                        ? "; if its file is damaged, move it away, and the windows that are still owed are asked "
                                + "for anew"
                        : "; check ledger.username and ledger.password, too");
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
