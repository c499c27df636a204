package io.seiexport.ledger;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.seiexport.failure.Failure;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Opens the database of the ledger, brings its tables up to date, and makes it known to the routes as ledger. */
public final class LedgerStore extends LifecycleStrategySupport {
    private static final String URL = "ledger.url";
    private static final Pattern SECRET = Pattern.compile(
            "(?i)[?;&][^=;&]*password=([^;&]+)|//[^/:]*:([^/]+)@");
    private static final int CONNECTIONS_TO_POSTGRESQL = 6;
    /** It lets one write at a time; another connection would find that out by sleeping. */
    private static final int CONNECTIONS_TO_SQLITE = 1;
    private static final long PATIENCE_MILLIS = 5_000;
    /** Longer than the driver waits for another process that writes. */
    private static final long PATIENCE_WITH_SQLITE_MILLIS = 15_000;
    private static final int TRIES = 5;
    private static final String READ_ONLY_IN_POSTGRESQL = "25006";
    private static final int READ_ONLY_IN_SQLITE = 8;
    private static final int CANNOT_OPEN_IN_SQLITE = 14;
    /** A page that is corrupt, and a file that is no database. */
    private static final Set<Integer> DAMAGED_IN_SQLITE = Set.of(11, 26);

    /** In seconds: a server that froze, or is cut off, must block nobody forever. */
    private static final Map<String, String> OPTIONS_OF_POSTGRESQL = Map.of(
            "connectTimeout", "5", "socketTimeout", "20", "loginTimeout", "10", "tcpKeepAlive", "true");

    /** What the tables say in the words of each database. */
    private static final Map<String, String> WORDS_OF_SQLITE = Map.of(
            "now", "cast(unixepoch('subsec') * 1000 as integer)",
            "lists", "");
    private static final Map<String, String> WORDS_OF_POSTGRESQL = Map.of(
            "now", "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)",
            "lists", "create function json_each(list text) returns table (value jsonb) language sql immutable as "
                    + "'select jsonb_array_elements(list::jsonb)'");

    private final HikariDataSource pool = new HikariDataSource();
    private final Settings settings;
    private final RunMode mode;
    private boolean open;

    public LedgerStore(CamelContext context, Settings settings, RunMode mode) {
        this.settings = settings;
        this.mode = mode;
        context.getRegistry().bind("ledger", DataSource.class, pool);
    }

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

    /** Of use only when it is open. */
    public DataSource pool() {
        return pool;
    }

    /** Whoever needs it before Camel starts, to hear of trouble in another way, may call this first. */
    public synchronized void open() {
        if (open) {
            return;
        }
        var url = settings.required(URL, "the JDBC address of the ledger, for example jdbc:sqlite:./ledger.db");
        pool.setPoolName("ledger");
        var embedded = Embedded.of(url).isPresent();
        pool.setMaximumPoolSize(embedded ? CONNECTIONS_TO_SQLITE : CONNECTIONS_TO_POSTGRESQL);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(embedded ? PATIENCE_WITH_SQLITE_MILLIS : PATIENCE_MILLIS);
        pool.setUsername(settings.text("ledger.username"));
        pool.setPassword(settings.secret("ledger.password"));
        try {
            if (embedded) {
                NativeSqlite.load();
            }
            var address = address(url);
            pool.setJdbcUrl(address);
            options(address).forEach((name, value) -> {
                if (!address.contains(name + "=")) {
                    pool.addDataSourceProperty(name, value);
                }
            });
            if (!Schema.isUpToDate(pool)) {
                bringUpToDate(url, tables(address).dataSource(pool).load());
            }
            if (!mode.withoutEffect()) {
                refuseReadOnly();
            }
        } catch (RuntimeException | SQLException e) {
            pool.close();
            throw new SettingException(withoutSecrets(refusal(url, e), url));
        }
        open = true;
    }

    private static Map<String, String> options(String url) {
        return Embedded.of(url).isPresent() ? Embedded.OPTIONS : OPTIONS_OF_POSTGRESQL;
    }

    /** They may stand beside those of others. */
    static FluentConfiguration tables(String url) {
        return Flyway.configure().locations("classpath:io/seiexport/ledger").table(Schema.TABLE)
                .placeholders(Embedded.of(url).isPresent() ? WORDS_OF_SQLITE : WORDS_OF_POSTGRESQL)
                .failOnMissingLocations(true).baselineOnMigrate(true).baselineVersion("0");
    }

    private static void bringUpToDate(String url, Flyway tables) {
        if (isMadeByNewer(tables)) {
            throw new SettingException(URL + " = " + url
                    + ": this ledger was made by a newer version of this program; use that version");
        }
        bringUpToDate(tables, TRIES);
    }

    /** What is up to date is not written, so that nobody waits who only looks. */
    private static void bringUpToDate(Flyway tables, int tries) {
        if (tables.info().pending().length == 0) {
            return;
        }
        try {
            tables.migrate();
        } catch (FlywayException e) {
            if (tries == 1) {
                throw e;
            }
            // Another process may have begun at the same moment, which an embedded ledger lets nobody wait for.
            bringUpToDate(tables, tries - 1);
        }
    }

    /** It would otherwise be waited for like one that is unavailable. Only that: it may be busy, or its disk full. */
    private void refuseReadOnly() throws SQLException {
        try (var connection = pool.getConnection(); var statement = connection.createStatement()) {
            statement.executeUpdate("delete from sei_node where node = ''");
        } catch (SQLException e) {
            if (isReadOnly(e)) {
                throw e;
            }
        }
    }

    private static boolean isMadeByNewer(Flyway tables) {
        var current = tables.info().current();
        return current != null && current.getState() == MigrationState.FUTURE_SUCCESS;
    }

    /** A command that only looks gets an empty ledger for one that does not exist yet, and leaves none behind. */
    private String address(String url) {
        var looksOnly = mode.withoutEffect();
        var embedded = Embedded.of(url);
        if (embedded.isEmpty()) {
            if (looksOnly && !isThere(url)) {
                NativeSqlite.load();
                return Embedded.inMemory();
            }
            return url;
        }
        if (looksOnly && !embedded.get().exists()) {
            return Embedded.inMemory();
        }
        try {
            if (embedded.get().truncated()) {
                throw new SettingException(URL, url, "this file is empty, so it is not a ledger; restore its backup, "
                        + "or delete it to start a new ledger");
            }
            embedded.get().keepForOwner(aside -> tables(aside).dataSource(aside, null, null).load().migrate());
        } catch (IOException e) {
            // SQLite meets with the same, and says it in its words.
        }
        return url;
    }

    private boolean isThere(String url) {
        var patient = new HashMap<>(OPTIONS_OF_POSTGRESQL);
        patient.keySet().removeIf(name -> url.contains(name + "="));
        return tables(url).jdbcProperties(patient).dataSource(url, pool.getUsername(), pool.getPassword()).load().info()
                .current() != null;
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
        if (thrown instanceof SettingException) {
            return thrown.getMessage();
        }
        var root = Failure.root(thrown);
        return URL + " = " + url + ": the ledger cannot be opened: "
                + String.valueOf(root.getMessage()).lines().findFirst().orElse("") + advice(url, root);
    }

    private static String advice(String url, Throwable root) {
        var code = root instanceof SQLException sql ? sql.getErrorCode() : 0;
        if (Embedded.of(url).isEmpty()) {
            return isReadOnly(root) ? "; use a server that can be written to, not a standby"
                    : "; also check ledger.username and ledger.password";
        }
        if (DAMAGED_IN_SQLITE.contains(code)) {
            return "; if its file is damaged, move it away: a new ledger begins with export.<name>.since, or with the "
                    + "last closed window, and requests those windows again";
        }
        return isReadOnly(root) || code == CANNOT_OPEN_IN_SQLITE ? "; the user " + System.getProperty("user.name")
                + " must be allowed to read and write this file, and to create files beside it" : "";
    }

    private static boolean isReadOnly(Throwable thrown) {
        return thrown instanceof SQLException sql && (READ_ONLY_IN_POSTGRESQL.equals(sql.getSQLState())
                || sql.getErrorCode() == READ_ONLY_IN_SQLITE);
    }
}
