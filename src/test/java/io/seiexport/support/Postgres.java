package io.seiexport.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A real PostgreSQL, one server for all tests of a JVM; each test gets an empty database of its own. */
public final class Postgres {
    private static final String USER = "postgres";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private Postgres() {
    }

    /** Started when the first test needs it; it ends with the JVM. */
    private static final class Running {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setPGStartupWait(START_LIMIT).start();
            } catch (IOException e) {
                throw new UncheckedIOException("no PostgreSQL can be started here", e);
            }
        }
    }

    public static int port() {
        return Running.SERVER.getPort();
    }

    public static String user() {
        return USER;
    }

    /** The JDBC address of a new and empty database. */
    public static String emptyDatabase() throws SQLException {
        return emptyDatabase(port());
    }

    /** The same by way of another port, on which a proxy leads there. */
    public static String emptyDatabase(int port) throws SQLException {
        var name = "ledger_" + UUID.randomUUID().toString().replace('-', '_');
        try (var connection = Running.SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + " template template0");
        }
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }
}
